import type { UnknownValue, Value } from '#frameworks';
import { unknown } from '#frameworks';
import type { Place } from '#text';
import { variableOf } from './derivations.ts';

/**
 * When requests come: a time that is read while one is answered, and how much lies between two such. Whoever comes decides on that; on what
 * the server has noted of a time, and on the hour of the day, it does not.
 */
const kinds = new WeakMap<Value, 'moment' | 'span'>();

export function momentOf(at: Place): UnknownValue {
  return noted(unknown('the time', at, 'server', true), 'moment');
}

export function isMoment(value: Value): boolean {
  return kinds.get(value) === 'moment';
}

/** Whether it is a moment, or a time between two. */
export function isTimed(value: Value): boolean {
  return kinds.has(value);
}

/** What is computed of moments and of what is constant; null for anything else. */
export function timed(op: string, a: Value, b: Value, at: Place): Value | null {
  const [one, other] = [kinds.get(a), kinds.get(b)];
  if (!(one ?? other) || !(one || isConstant(a)) || !(other || isConstant(b))) return null;
  const isSpan = one !== 'moment' && other !== 'moment';
  if (/^[<>]=?$/.test(op)) return one === other || isSpan ? unknown('a comparison of times', at, 'caller') : null;
  if (op === '-' && one === 'moment' && other === 'moment') return noted(unknown('a time between', at), 'span');
  return /^[-+*/]$/.test(op) ? noted(unknown('the time', at), isSpan ? 'span' : 'moment') : null;
}

function isConstant(value: Value): boolean {
  return value.t === 'primitive' || value.t === 'made' || variableOf(value) !== null;
}

function noted(value: UnknownValue, kind: 'moment' | 'span'): UnknownValue {
  kinds.set(value, kind);
  return value;
}
