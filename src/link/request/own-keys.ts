import type { Verification } from '#catalog';
import type { Value } from '#frameworks';
import { native, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import { Thrown } from '../machine/machine.ts';
import { awaited } from '../machine/promises.ts';
import { credential } from './credentials.ts';
import type { Trial } from './trial.ts';

/** The key is read from a token that nobody has verified: whoever makes a token puts a key of their own into it. */
export function bringsItsKey(
  trial: Trial,
  { key, credential: token }: Verification,
  args: readonly Value[],
  at: Place,
): boolean {
  const given = key === undefined ? undefined : args[key];
  if (!given) return false;
  const value = trial.resolve(given);
  if (value.t !== 'function') return isOfToken(trial, value);
  const presented = typeof token === 'number' ? trial.resolve(args[token] ?? undefinedValue) : undefinedValue;
  return (
    presented.t === 'credential' && isOfToken(trial, keyFrom(trial, value, credential('decoded', presented.source), at))
  );
}

/** What a function finds that is asked for the key of a token: it is given what the token says, and maybe a callback. */
function keyFrom(trial: Trial, find: Value, header: Value, at: Place): Value {
  let found: Value = undefinedValue;
  const callback = native('callback', ([, key]) => {
    found = key ?? undefinedValue;
    return undefinedValue;
  });
  try {
    const returned = awaited(trial.machine, callValue(trial.machine, find, [header, callback], null, at));
    return found === undefinedValue ? returned : found;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    return undefinedValue;
  }
}

function isOfToken(trial: Trial, key: Value, depth = 2): boolean {
  const value = trial.resolve(key.t === 'promise' ? key.value : key);
  if (value.t === 'credential') return value.state === 'decoded';
  if (depth === 0) return false;
  const parts = value.t === 'object' ? [...value.properties.values()] : value.t === 'text' ? value.parts : [];
  return parts.some((part) => typeof part !== 'string' && isOfToken(trial, part, depth - 1));
}
