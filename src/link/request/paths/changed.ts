import type { Value } from '#frameworks';
import { arrayValue, born } from '#frameworks';
import { mapObject } from '../../machine/maps.ts';
import { keyOf, mapEntries } from '../../values/iteration.ts';
import type { Trial } from './trial.ts';

const depth = 4;

/**
 * What a path has changed of what earlier steps have put on the request (`req.context.user = …`) is left for those behind it as
 * it is when the path has ended; what they were given stays as it was, for the other paths.
 */
export function leaveChanged(trial: Trial): void {
  const changed = new Set<object>();
  for (const change of trial.journal) if (!trial.machine.lasting.isOfSetup(change)) changed.add(change.of);
  if (changed.size === 0) return;
  const left = trial.course.left ?? trial.course.writes;
  for (const [name, value] of [...trial.situation.context, ...left]) {
    const present = left.get(name) ?? value;
    const copy = copyOf(trial, present, changed, depth);
    if (copy !== present) left.set(name, copy);
  }
}

/** The value itself where nothing of it has changed. */
function copyOf(trial: Trial, value: Value, changed: ReadonlySet<object>, levels: number): Value {
  if (levels === 0) return value;
  if (value.t === 'promise') {
    const inner = copyOf(trial, value.value, changed, levels);
    return inner === value.value ? value : { ...value, value: inner };
  }
  if (value.t === 'array') {
    const items = value.items.map((item) => copyOf(trial, item, changed, levels - 1));
    const isSame = !changed.has(value) && items.every((item, index) => item === value.items[index]);
    return isSame ? value : { ...value, items, born: born() };
  }
  if (value.t !== 'object') return value;
  const entries = mapEntries.get(value);
  if (entries) {
    const copy = copyOf(trial, entries, changed, levels);
    if (copy === entries || copy.t !== 'object') return value;
    const pairs = [...copy.properties].map(([key, one]) => arrayValue([keyOf(entries, key), one]));
    return mapObject(trial.machine, arrayValue(pairs, copy.open));
  }
  const properties = new Map([...value.properties].map(([key, one]) => [key, copyOf(trial, one, changed, levels - 1)]));
  const isSame =
    !changed.has(value) &&
    !changed.has(value.properties) &&
    [...properties].every(([key, one]) => one === value.properties.get(key));
  return isSame ? value : { ...value, properties, born: born() };
}
