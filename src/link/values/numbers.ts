import { isBrought, unknown, type Value } from '#frameworks';
import type { Place } from '#text';

const numbers = new WeakSet<Value>();

/** A number that is not known, or NaN: neither undefined nor null. */
export function someNumber(of: Value | undefined, at: Place | null): Value {
  const number = unknown('a number', at, of && isBrought(of) ? 'caller' : 'server');
  numbers.add(number);
  return number;
}

export function isNumber(value: Value): boolean {
  return numbers.has(value);
}
