import type { KeyFinder, SchemeClass, StepKnowledge } from '#catalog';
import { type FunctionValue, isTrue, native, stringOf, undefinedValue, type Value } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../../known/options.ts';
import { callValue } from '../../machine/calls.ts';
import { findMethod } from '../../machine/classes.ts';
import { parentArguments } from '../../machine/construct.ts';
import { type Machine, Thrown } from '../../machine/machine.ts';
import { awaited } from '../../machine/promises.ts';
import { truth } from '../../machine/truth.ts';
import { brought } from '../brought/asked-word.ts';
import { presented } from '../brought/credentials.ts';
import { findsOwnKey } from '../brought/own-keys.ts';
import type { Trial } from '../paths/trial.ts';
import { libraryOf } from './library-steps.ts';

/** A function of the project that decides for a library's guard. */
export interface Word {
  readonly asks: NonNullable<StepKnowledge['asks']>;
  readonly ask: FunctionValue;
}

/** An instance of a library's class, or of a class of the project that extends one. */
interface Scheme {
  readonly instance: Value;
  readonly meaning: SchemeClass;
  /** What the library's constructor was given. */
  readonly args: readonly Value[];
}

export function schemeNamed(machine: Machine, name: string): Scheme | null {
  for (const { name: given, scheme } of machine.installation.schemes) {
    const by = libraryOf(scheme);
    const meaning = by && machine.knowledge.meaning(by);
    if (meaning?.is !== 'scheme-class' || (given ? stringOf(given) : meaning.name) !== name) continue;
    return { instance: scheme, meaning, args: scheme.t === 'made' ? scheme.args : (parentArguments.get(scheme) ?? []) };
  }
  return null;
}

/** `new Strategy(options?, verify)`: verify is given what the caller brings, and a callback that takes the principal; `validate` of a class gives it. */
export function verifierOf({ instance, meaning, args }: Scheme): Word | null {
  if (!meaning.verifies?.length) return null;
  const isToldAll = meaning.verifies.includes('request');
  const takesRequest =
    !isToldAll && [optionAt(args[0], 'passReqToCallback'), args[1]].some((one) => one && isTrue(one));
  const given = takesRequest ? (['request', ...meaning.verifies] as const) : meaning.verifies;
  if (instance.t === 'object') {
    const validate = instance.class && findMethod(instance.class, 'validate', instance)?.fn;
    return validate ? { asks: { option: 'validate', given }, ask: { ...validate, self: instance } } : null;
  }
  const ask = args.findLast((arg) => arg.t === 'function');
  return ask?.t === 'function' ? { asks: { option: 'verify', given: [...given, 'done'], yes: 'given' }, ask } : null;
}

/** The callback that a function is given, and what it was called with. */
export class Callback {
  given: Value | null = null;
  principal: Value | null = null;
  readonly value: Value = native('done', ([error, principal]) => {
    this.given ??= error ?? undefinedValue;
    this.principal ??= principal ?? undefinedValue;
    return undefinedValue;
  });
}

/** Whether the key with which a library verifies a token is one that the token brings itself. */
export function bringsOwnKey(trial: Trial, key: Value, keys: KeyFinder, at: Place): boolean {
  const token = presented(trial, { kind: 'header', name: 'authorization' });
  return token.t === 'credential' && findsOwnKey(trial, trial.resolve(key), keys.given, token.source, at);
}

/** Whether a scheme certainly takes what this trial brings, if anything, for a genuine credential; and what of it does. */
export function takesForged(trial: Trial, name: string, at: Place): string | null {
  const scheme = schemeNamed(trial.machine, name);
  const asksAlways = scheme?.meaning.verifies?.includes('request') ?? false;
  if (!scheme || (trial.situation.caller !== 'bad' && !asksAlways)) return null;
  const { keys } = scheme.meaning;
  const find = keys && optionAt(scheme.args[0], keys.option);
  if (keys && find && bringsOwnKey(trial, find, keys, at)) return keys.option;
  const word = verifierOf(scheme);
  return word && saysYes(trial, word, at) ? word.asks.option : null;
}

function saysYes(trial: Trial, { asks, ask }: Word, at: Place): boolean {
  const done = new Callback();
  const given = asks.given.map(
    (what): Value => (what === 'done' ? done.value : (brought(trial, what) ?? { t: 'request', part: 'request' })),
  );
  try {
    const said = awaited(trial.machine, callValue(trial.machine, ask, given, null, at));
    const principal = asks.yes === 'given' ? done.principal : said;
    return principal !== null && truth(trial.resolve(principal)) === true;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    return false;
  }
}
