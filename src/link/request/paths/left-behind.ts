import {
  type ArrayValue,
  arrayValue,
  type ObjectValue,
  objectValue,
  undefinedValue,
  unknown,
  type Value,
} from '#frameworks';
import { truth } from '../../machine/truth.ts';
import { isOfCaller } from '../../values/made-of.ts';
import { onlyPrincipal } from '../brought/principals.ts';
import type { Situation } from '../brought/situation.ts';
import { isChosen, type Path } from './explore.ts';
import type { Trial } from './trial.ts';

const sometimes = 'what a step fills in only sometimes';

/** What continuing paths leave on the request; where they differ, nobody knows but the caller, if they are the caller's choice. */
export function leftBehind(paths: readonly Path[], { caller, context }: Situation): Map<string, Value> {
  const writes = new Map<string, Value>();
  const by = paths.every(isChosen) ? 'caller' : 'server';
  for (const { trial } of paths) {
    for (const [name, value] of leftOf(trial)) {
      const before = writes.get(name);
      const principal = before && caller === 'good' ? onlyPrincipal(before, value) : null;
      writes.set(name, principal ?? (before ? either(before, value, by) : value));
    }
  }
  for (const [name, value] of writes) {
    const without = paths.filter(({ trial }) => !leftOf(trial).has(name));
    if (without.length === 0) continue;
    const before = context.get(name);
    // `if (req.user) return next()`: what was there is what they have seen.
    const isSeen = !before && without.every(({ trial }) => trial.uses.custom.has(name));
    const isPrincipal = caller === 'good' && onlyPrincipal(before ?? undefinedValue, value) === value;
    const isChosenEntry = by === 'caller' && name.startsWith('session.');
    if (/^(headers|session)\./.test(name) && truth(value) !== false)
      writes.set(name, unknown(sometimes, null, isChosenEntry || isOfCaller(value) ? 'caller' : 'server'));
    else if (!isSeen && !isPrincipal) writes.set(name, either(before ?? undefinedValue, value, by));
  }
  return writes;
}

/** What was written to the answer behind the continuation counts, too: it has not been sent by then. */
function leftOf({ course: { left, writes } }: Trial): ReadonlyMap<string, Value> {
  if (!left) return writes;
  return new Map([...left, ...[...writes].filter(([name]) => name.startsWith('response.'))]);
}

type By = 'caller' | 'server';

/** One of two values; what differs between them is not known. */
function either(one: Value, other: Value, by: By, depth = 3): Value {
  if (one === other) return one;
  const isTrue = truth(other);
  if (truth(one) !== isTrue) return unknown('what a step leaves only sometimes', null, by);
  if (one.t === 'promise' && other.t === 'promise' && one.rejected === other.rejected)
    return { ...other, value: either(one.value, other.value, by, depth) };
  if (one.t === 'object' && other.t === 'object' && one.class === other.class && one.getters.size === 0 && depth > 0)
    return eitherObject(one, other, by, depth);
  if (one.t === 'array' && other.t === 'array' && one.items.length === other.items.length && depth > 0)
    return eitherList(one, other, by, depth);
  return isTrue && isOther(one, other) ? unknown('which of two things a step leaves', null, by, true) : other;
}

function eitherObject(one: ObjectValue, other: ObjectValue, by: By, depth: number): Value {
  const names = new Set([...one.properties.keys(), ...other.properties.keys()]);
  const member = (of: ObjectValue, name: string) =>
    of.properties.get(name) ?? (of.open ? unknown('a property that is not seen') : undefinedValue);
  const merged = objectValue(
    [...names].map((name) => [name, either(member(one, name), member(other, name), by, depth - 1)] as const),
    one.open || other.open,
    other.at,
  );
  return one.class ? { ...merged, class: one.class } : merged;
}

function eitherList(one: ArrayValue, other: ArrayValue, by: By, depth: number): Value {
  const items = one.items.map((item, index) => either(item, other.items[index]!, by, depth - 1));
  return arrayValue(items, one.open || other.open);
}

/** Things of which a later step may tell which one it has got. */
function isOther(one: Value, other: Value): boolean {
  const kinds = new Set([one.t, other.t]);
  if (kinds.has('credential')) return false;
  if (one.t === 'primitive' && other.t === 'primitive') return one.value !== other.value;
  if (one.t === 'function' && other.t === 'function') return one.code !== other.code;
  return ['primitive', 'object', 'array', 'function'].some((kind) => kinds.has(kind as Value['t']));
}
