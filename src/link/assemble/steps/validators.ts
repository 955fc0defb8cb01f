import type { KeyFinder, StepKnowledge } from '#catalog';
import type { MadeValue, Value } from '#frameworks';
import { isUndefined, native, primitive, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../../known/options.ts';
import { callValue } from '../../machine/calls.ts';
import { type Machine, Thrown } from '../../machine/machine.ts';
import { getMember } from '../../machine/members.ts';
import { awaited } from '../../machine/promises.ts';
import { decide } from '../../machine/truth.ts';
import { brought, wordOf } from '../../request/brought/asked-word.ts';
import type { Situation, Subject } from '../../request/brought/situation.ts';
import { schemeNames } from '../../request/called/library-steps.ts';
import { bringsOwnKey, Callback, schemeNamed, verifierOf, type Word } from '../../request/called/scheme-words.ts';
import { judgeCaller } from '../../request/judged/judge.ts';
import { errorWith } from '../../request/paths/answers.ts';
import { trialIn } from '../../request/paths/trial.ts';

/** What is asked of the project for a library's guard: who passes, or with which key a token is verified. */
type Asked = Word | { readonly keys: KeyFinder; readonly ask: Value };

/** The functions that decide who gets past a guard: its own options, or those of the schemes that it names. */
export function askedBy(machine: Machine, made: MadeValue, { asks, keys }: StepKnowledge): readonly Asked[] {
  const own = asks && optionAt(made.args[0], asks.option);
  const words: readonly Asked[] = asks && own?.t === 'function' ? [{ asks, ask: own }] : [];
  const found = [...words, ...finders(keys, made.args[0])];
  if (found.length > 0 || machine.knowledge.meaning(made.by)?.is !== 'scheme-guard') return found;
  return schemeNames(made.args[0]).flatMap((name) => {
    const scheme = schemeNamed(machine, name);
    const word = scheme && verifierOf(scheme);
    return scheme ? [...(word ? [word] : []), ...finders(scheme.meaning.keys, scheme.args[0])] : [];
  });
}

function finders(keys: KeyFinder | undefined, options: Value | undefined): readonly Asked[] {
  const ask = keys && optionAt(options, keys.option);
  return keys && ask ? [{ keys, ask }] : [];
}

/** What the option of a guard that was asked is called. */
export function optionOf(asked: Asked): string {
  return 'keys' in asked ? asked.keys.option : asked.asks.option;
}

/**
 * Whether the function of the project that a library's guard asks (`verifyToken`, `verifyUser`, `validate`) says yes to a
 * forged credential, whatever the server holds: what is not certain counts as a no.
 */
export function acceptsForged(
  machine: Machine,
  subject: Subject,
  situation: Omit<Situation, 'caller'>,
  asked: Asked,
): boolean {
  const { request } = subject.adapter;
  const parts = request.parameters(3, subject.use);
  const self = request.bindsScope ? subject.scope : null;
  const value: Value = native(optionOf(asked), (args, place) => {
    const next = args[parts.indexOf('next')];
    if ('keys' in asked) {
      if (!bringsOwnKey(trialIn(machine)!, asked.ask, asked.keys, place)) throw new Thrown(errorWith(401, [], place));
      return next ? callValue(machine, next, [], null, place) : primitive(true);
    }
    const { asks, ask } = asked;
    const part = (name: (typeof parts)[number]) => args[parts.indexOf(name)];
    const done = new Callback();
    const given = asks.given.map((what) => {
      if (what === 'done') return done.value;
      return brought(trialIn(machine)!, what) ?? part(what as (typeof parts)[number]) ?? undefinedValue;
    });
    const word = callValue(machine, ask, given, self, place);
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
    } else if (!isYes(machine, wordOf(machine, word, asks), asks, place)) throw new Thrown(errorWith(401, [], place));
    return next ? callValue(machine, next, [], null, place) : primitive(true);
  });
  return judgeCaller(machine, { ...subject, value }, situation, 'bad').outcome === 'continues';
}

function isYes(machine: Machine, word: Value, { member, yes }: Word['asks'], at: Place): boolean {
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
