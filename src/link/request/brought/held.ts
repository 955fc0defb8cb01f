import type { Value } from '#frameworks';
import type { Trial } from '../paths/trial.ts';

/** What a literal is made of: properties, items, the parts of a text. */
export function partsOf(value: Value): readonly Value[] {
  if (value.t === 'object') return [...value.properties.values()];
  if (value.t === 'array') return value.items;
  return value.t === 'text' ? value.parts.filter((part) => typeof part !== 'string') : [];
}

/** Whether a value, or something of which it is made down to a depth, is what is asked for. */
export function holds(trial: Trial, value: Value, isMeant: (known: Value) => boolean, depth: number): boolean {
  const known = trial.resolve(value.t === 'promise' ? value.value : value);
  return isMeant(known) || (depth > 0 && partsOf(known).some((part) => holds(trial, part, isMeant, depth - 1)));
}

/** Whether something in it comes from the caller, who may not have it. */
export function isOfCaller(value: Value): boolean {
  if (value.t === 'credential' || value.t === 'missing') return true;
  return value.t === 'unknown' ? value.by === 'caller' : partsOf(value).some(isOfCaller);
}
