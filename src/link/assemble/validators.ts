import type { StepKnowledge } from '#catalog';
import type { FunctionValue, MadeValue, Value } from '#frameworks';
import { isTrue, isUndefined, native, primitive, stringOf, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../knowledge.ts';
import { callValue } from '../machine/calls.ts';
import { type Machine, Thrown } from '../machine/machine.ts';
import { getMember } from '../machine/members.ts';
import { awaited } from '../machine/promises.ts';
import { decide } from '../machine/truth.ts';
import { errorWith } from '../request/answers.ts';
import { brought } from '../request/asked-word.ts';
import { judgeCaller } from '../request/judge.ts';
import { schemeNames } from '../request/library-steps.ts';
import type { Situation, Subject } from '../request/situation.ts';

type Asks = NonNullable<StepKnowledge['asks']>;

/** A function of the project that decides for a library's guard. */
interface Asked {
  readonly asks: Asks;
  readonly ask: FunctionValue;
}

/** The functions that decide who gets past a guard: its own option, or those of the schemes that it names. */
export function askedBy(machine: Machine, made: MadeValue, { asks }: StepKnowledge): readonly Asked[] {
  const own = asks && optionAt(made.args[0], asks.option);
  if (asks && own?.t === 'function') return [{ asks, ask: own }];
  if (machine.knowledge.meaning(made.by)?.is !== 'scheme-guard') return [];
  return schemeNames(made.args[0]).flatMap((name) => verifierOf(machine, name) ?? []);
}

/** `new Strategy(options?, verify)`: verify is given what the caller brings, and a callback that takes the principal. */
function verifierOf(machine: Machine, name: string): Asked | null {
  for (const { name: given, scheme } of machine.installation.schemes) {
    const meaning = scheme.t === 'made' ? machine.knowledge.meaning(scheme.by) : null;
    if (scheme.t !== 'made' || meaning?.is !== 'scheme-class' || !meaning.verifies?.length) continue;
    if ((given ? stringOf(given) : meaning.name) !== name) continue;
    const ask = scheme.args.findLast((arg) => arg.t === 'function');
    const option = optionAt(scheme.args[0], 'passReqToCallback');
    const takesRequest = [option, scheme.args[1]].some(
      (value) => value !== null && value !== undefined && isTrue(value),
    );
    if (ask?.t !== 'function') return null;
    const brought = takesRequest ? (['request', ...meaning.verifies] as const) : meaning.verifies;
    return { asks: { option: 'verify', given: [...brought, 'done'], yes: 'given' }, ask };
  }
  return null;
}

/**
 * Whether the function of the project that a library's guard asks (`verifyToken`, `verifyUser`, `validate`) says yes to a
 * forged credential, whatever the server holds: what is not certain counts as a no.
 */
export function acceptsForged(
  machine: Machine,
  subject: Subject,
  situation: Omit<Situation, 'caller'>,
  { asks, ask }: Asked,
): boolean {
  const { request } = subject.adapter;
  const parts = request.parameters(3, subject.use);
  const self = request.bindsScope ? subject.scope : null;
  const value: Value = native(asks.option, (args, place) => {
    const part = (name: (typeof parts)[number]) => args[parts.indexOf(name)];
    const done = new Callback();
    const given = asks.given.map((what) => {
      if (what === 'done') return done.value;
      return brought(machine.trial!, what) ?? part(what as (typeof parts)[number]) ?? undefinedValue;
    });
    const word = callValue(machine, ask, given, self, place);
    const next = part('next');
    if (asks.yes === 'no-error') {
      const error = done.given ?? (word.t === 'promise' ? awaited(machine, word) : null);
      // Neither the callback nor a promise tells it to go on.
      if (error && next) callValue(machine, next, [error], null, place);
      return undefinedValue;
    }
    if (asks.yes === 'given') {
      awaited(machine, word);
      const isNobody = !done.principal || !decide(machine, done.principal, place);
      if (isNobody || (done.given && decide(machine, done.given, place))) throw new Thrown(errorWith(401, [], place));
    } else if (!isYes(machine, awaited(machine, word), asks, place)) throw new Thrown(errorWith(401, [], place));
    return next ? callValue(machine, next, [], null, place) : primitive(true);
  });
  return judgeCaller(machine, { ...subject, value }, situation, 'bad').outcome === 'continues';
}

/** The callback that a function is given, and what it was called with. */
class Callback {
  given: Value | null = null;
  principal: Value | null = null;
  readonly value: Value = native('done', ([error, principal]) => {
    this.given ??= error ?? undefinedValue;
    this.principal ??= principal ?? undefinedValue;
    return undefinedValue;
  });
}

function isYes(machine: Machine, word: Value, { member, yes }: Asks, at: Place): boolean {
  const value = member ? getMember(machine, word, member, at) : word;
  if (yes === 'true' && isSomething(machine.trial!.resolve(value))) return false;
  return decide(machine, value, at);
}

/** What is truthy and not `true`. */
function isSomething(value: Value): boolean {
  if (value.t === 'primitive') return value.value !== true && !isUndefined(value);
  if (value.t === 'credential') return value.state === 'forged' && !value.member;
  return value.t === 'object' || value.t === 'array' || value.t === 'function' || value.t === 'text';
}
