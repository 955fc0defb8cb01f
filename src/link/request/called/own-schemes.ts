import {
  type FunctionValue,
  native,
  noGetters,
  type ObjectValue,
  stringOf,
  undefinedValue,
  type Value,
} from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { findMethod } from '../../machine/classes.ts';
import { type Machine, Thrown } from '../../machine/machine.ts';
import { awaited } from '../../machine/promises.ts';
import { decide } from '../../machine/truth.ts';
import type { Trial } from '../paths/trial.ts';
import { schemeNamed, verifierOf, type Word } from './scheme-words.ts';

/** A scheme of which the project itself says what it does: all of it, or in the function that is asked about everybody. */
export type OwnScheme = { readonly instance: Value; readonly authenticate: FunctionValue } | { readonly word: Word };

/** What a guard does about what a scheme says: https://www.passportjs.org/packages/passport-strategy/ */
export interface Answers {
  success(user: Value, info: Value): void;
  fail(info: Value, status: Value): void;
  redirect(): void;
  pass(): void;
  error(error: Value): void;
}

export function ownScheme(machine: Machine, name: string): OwnScheme | null {
  const { schemes } = machine.installation;
  const own = schemes.findLast((one) => (one.name ? stringOf(one.name) : ownName(one.scheme)) === name)?.scheme;
  const authenticate = own && methodOf(own);
  if (authenticate) return { instance: own, authenticate };
  const known = schemeNamed(machine, name);
  const word = known?.meaning.verifies?.includes('request') ? verifierOf(known) : null;
  return word && { word };
}

/** `this.name = 'x'` of a hand-written scheme. */
export function ownName(scheme: Value): string | null {
  return scheme.t === 'object' ? stringOf(scheme.properties.get('name')) : null;
}

function methodOf(scheme: Value): FunctionValue | null {
  if (scheme.t !== 'object' && scheme.t !== 'made') return null;
  const own = scheme.properties.get('authenticate');
  if (own?.t === 'function') return own;
  return (scheme.t === 'object' && scheme.class && findMethod(scheme.class, 'authenticate', scheme)?.fn) || null;
}

/** Lets the scheme decide about the request. `inherited`: what the library's scheme does that it extends. */
export function askScheme(
  trial: Trial,
  scheme: OwnScheme,
  [request, options]: readonly [Value, Value],
  answers: Answers,
  inherited: () => void,
  at: Place,
): void {
  if ('word' in scheme) askWord(trial, scheme.word, request, answers, at);
  else askMethod(trial, scheme, [request, options], answers, inherited, at);
}

function askMethod(
  trial: Trial,
  { instance, authenticate }: Extract<OwnScheme, { instance: Value }>,
  given: readonly Value[],
  answers: Answers,
  inherited: () => void,
  at: Place,
): void {
  const answer = (name: keyof Answers) =>
    [
      name,
      native(name, ([first = undefinedValue, second = undefinedValue]) => {
        answers[name](first, second);
        return undefinedValue;
      }),
    ] as const;
  const own = (['success', 'fail', 'redirect', 'pass', 'error'] as const).map(answer);
  const properties = new Map<string, Value>(instance.t === 'object' ? instance.properties : []);
  for (const [name, value] of own) properties.set(name, value);
  // Each request has a scheme of its own, made of the one that is registered.
  const plain: ObjectValue = { t: 'object', properties, getters: noGetters, open: true, class: null, at, born: 0 };
  const self = instance.t === 'object' ? { ...instance, properties } : plain;
  const before = trial.askParent;
  trial.askParent = inherited;
  try {
    callValue(trial.machine, { ...authenticate, self }, given, self, at);
  } finally {
    trial.askParent = before;
  }
}

/** https://github.com/mbell8903/passport-custom: whoever is nobody fails, and what is thrown is an error. */
function askWord(trial: Trial, { asks, ask }: Word, request: Value, answers: Answers, at: Place): void {
  const { machine } = trial;
  const isThere = (value: Value) => decide(machine, value, at);
  const take = (error: Value, user: Value, info: Value) => {
    if (isThere(error)) answers.error(error);
    else if (isThere(user)) answers.success(user, info);
    else answers.fail(info, undefinedValue);
    return undefinedValue;
  };
  const done = native('verified', ([error = undefinedValue, user = undefinedValue, info = undefinedValue]) =>
    take(error, user, info),
  );
  const given = asks.given.map((what) => (what === 'done' ? done : request));
  try {
    const said = callValue(machine, ask, given, null, at);
    if (asks.yes !== 'given') take(undefinedValue, awaited(machine, said), undefinedValue);
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    answers.error(thrown.value);
  }
}
