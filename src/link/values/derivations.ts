import type { UnknownValue, Value } from '#frameworks';
import { unknown } from '#frameworks';
import type { Place } from '#text';

/** What an unknown value was read from. */
export interface Origin {
  readonly of: Value;
  readonly name: string;
}

/** Belongs to its owner alone: copies of that have none. */
interface Derivation {
  readonly owner: Value;
  /** What was read of it; null while nothing was. */
  members: Map<string, Value> | null;
  readonly origin: Origin | null;
}

// Beside what the value is, where nobody compares it: so many weak references would keep V8 busy.
const derivation = Symbol('derivation');

type Derived = Value & { [derivation]?: Derivation };

function derivationOf(value: Value): Derivation | null {
  const known = (value as Derived)[derivation];
  return known?.owner === value ? known : null;
}

function derive(value: Value, origin: Origin | null): Derivation {
  const made = { owner: value, members: null, origin };
  (value as Derived)[derivation] = made;
  return made;
}

export function originOf(value: Value): Origin | null {
  return derivationOf(value)?.origin ?? null;
}

/** What a call of a variable's method makes is made of that variable. */
export function madeByCall<V extends Value>(value: V, callee: Value, name: string | null): V {
  if (variableOf(callee)) derive(value, { of: callee, name: `${name}()` });
  return value;
}

/** The variable of the environment of which something is made: `process.env.KEYS.split(',')`. */
export function variableOf(value: Value): VariableValue | null {
  if (value.t === 'environment') return value;
  const origin = originOf(value);
  return origin && variableOf(origin.of);
}

type VariableValue = Extract<Value, { t: 'environment' }>;

/** The same member of the same unknown value is the same value, so that tests of it agree with each other. */
export function memberOfUnknown(object: Value, name: string | null, at: Place): Value {
  const own = derivationOf(object) ?? derive(object, null);
  own.members ??= new Map();
  const key = name ?? `[${at.start}]`;
  const known = own.members.get(key);
  if (known) return known;
  const by: UnknownValue['by'] = object.t === 'unknown' ? object.by : 'server';
  const why = object.t === 'unknown' ? object.why : 'an environment variable';
  const member = unknown(why, object.t === 'unknown' ? (object.at ?? at) : at, by);
  derive(member, { of: object, name: key });
  own.members.set(key, member);
  return member;
}
