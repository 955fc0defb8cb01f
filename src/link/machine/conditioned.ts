import type { ArrayValue, Value } from '#frameworks';
import { born, isUndefined, leavesOf, undefinedValue } from '#frameworks';
import type { Condition } from '#model';
import { oneOf } from '../values/ways.ts';
import type { Machine } from './machine.ts';
import { negate } from './truth.ts';

/** When a condition came into force. */
const inForce = new WeakMap<Condition, number>();

/** Knows what has to hold for the code that runs now to run, and notes since when. */
export class Conditioned {
  #conditions: readonly Condition[] = [];

  get conditions(): readonly Condition[] {
    return this.#conditions;
  }

  set conditions(conditions: readonly Condition[]) {
    for (const one of conditions) if (!inForce.has(one)) inForce.set(one, born());
    this.#conditions = conditions;
  }
}

/** Conditions under which something that was made without them is changed now: during setup, both arms of a test are run. */
function conditionsSince({ trial, conditions }: Machine, made: number): readonly Condition[] {
  return trial || made === 0 ? [] : conditions.filter((one) => (inForce.get(one) ?? 0) > made);
}

/** What a variable holds: what the second arm of a test writes does not erase what the first wrote. */
export function join(before: Value, after: Value, since: readonly Condition[]): Value {
  if (since.length === 0 || isUndefined(before) || (before.t === 'primitive' && before.value === null)) return after;
  return either(before, after, since);
}

/** What a property, or a place in a list, holds: where steps are meant, that there may be none of them counts too. */
export function joinSteps(machine: Machine, made: number, before: Value | undefined, after: Value): Value {
  if (before === after || (!mayBeSteps(after) && !(before && mayBeSteps(before)))) return after;
  const since = conditionsSince(machine, made);
  return since.length === 0 ? after : either(before ?? undefinedValue, after, since);
}

function either(before: Value, after: Value, since: readonly Condition[]): Value {
  const others = before.t === 'choice' ? before.options : [{ value: before, conditions: since.slice(-1).map(negate) }];
  return oneOf([...others, { value: after, conditions: since }]);
}

function mayBeSteps(value: Value): boolean {
  if (value.t === 'array') return value.items.some(mayBeSteps);
  if (value.t === 'choice') return leavesOf(value).some(mayBeSteps);
  return value.t === 'function' || value.t === 'made' || value.t === 'native' || value.t === 'class';
}

/** `array.splice(start, remove, ...items)`: under a condition, all that is taken away or put in is there or not. */
export function spliceSteps(
  machine: Machine,
  array: ArrayValue,
  start: number,
  remove: number,
  items: readonly Value[],
): Value[] {
  const removed = array.items.slice(start, start + remove);
  // What a list of paths or names no longer holds counts as well.
  const counts = [...removed, ...items].some(mayBeSteps) || removed.some(({ t }) => t === 'primitive');
  const since = counts ? conditionsSince(machine, array.born) : [];
  if (since.length === 0) return machine.splice(array, start, remove, ...items);
  const left = removed.map((one) => either(one, undefinedValue, since));
  const put = items.map((one) => (mayBeSteps(one) ? either(undefinedValue, one, since) : one));
  machine.splice(array, start, remove, ...left, ...put);
  return removed;
}
