import type { KeyFinder, Verification } from '#catalog';
import type { CredentialSource, MadeValue, Value } from '#frameworks';
import { isInput, native, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../../known/options.ts';
import { callValue } from '../../machine/calls.ts';
import { Thrown } from '../../machine/machine.ts';
import { awaited } from '../../machine/promises.ts';
import type { Trial } from '../paths/trial.ts';
import { credential } from './credentials.ts';
import { holds } from './held.ts';

/** What a function that is an argument finds the key by. */
const ofArgument: KeyFinder['given'] = ['token', 'done'];

/** The key is read from a token that nobody has verified: whoever makes a token puts a key of their own into it. */
export function bringsItsKey(
  trial: Trial,
  { key }: Verification,
  args: readonly Value[],
  presented: Value | undefined,
  maker: MadeValue | null,
  at: Place,
): boolean {
  if (key === undefined) return false;
  const find = typeof key === 'number' ? args[key] : optionAt(maker?.args[0], key.option);
  if (!find) return false;
  const value = trial.resolve(find);
  const source = presented?.t === 'credential' ? presented.source : null;
  // `jwt.verify(token, req.get('x-public-key'))`: the caller sends the key beside the token.
  if (typeof key === 'number' && isOfForger(value)) return true;
  return findsOwnKey(trial, value, typeof key === 'number' ? ofArgument : key.given, source, at);
}

/** Whether what is given as a key, or what a function finds, is of the token. */
export function findsOwnKey(
  trial: Trial,
  key: Value,
  given: KeyFinder['given'],
  source: CredentialSource | null,
  at: Place,
): boolean {
  if (key.t === 'library') return trial.machine.knowledge.meaning(key)?.is === 'decoding';
  if (key.t !== 'function') return isOfToken(trial, key);
  return source !== null && isOfToken(trial, keyFrom(trial, key, given, source, at));
}

/** What a function finds that is asked for the key of a token: it gives it, or hands it to a callback. */
function keyFrom(trial: Trial, find: Value, given: KeyFinder['given'], source: CredentialSource, at: Place): Value {
  let found: Value = undefinedValue;
  const callback = native('callback', ([, key]) => {
    trial.aside++;
    found = key ?? undefinedValue;
    return undefinedValue;
  });
  const parts: Record<KeyFinder['given'][number], Value> = {
    token: credential('decoded', source),
    credential: credential('forged', source),
    request: { t: 'request', part: 'request' },
    done: callback,
  };
  try {
    const args = given.map((what) => parts[what]);
    const returned = awaited(trial.machine, callValue(trial.machine, find, args, null, at));
    return found === undefinedValue ? returned : found;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    return undefinedValue;
  }
}

/** A credential, or something of the headers or the query. */
function isOfForger(key: Value): boolean {
  if (key.t === 'credential') return key.state === 'forged' && !key.isSalted;
  return isInput(key) && /^(header |the request's )/.test(key.why);
}

function isOfToken(trial: Trial, key: Value): boolean {
  return holds(trial, key, (value) => value.t === 'credential' && value.state === 'decoded' && !value.isSalted, 2);
}
