import { isInput, type Value } from '#frameworks';

/** What stands in object literals under names that are not known: `{ [Op.or]: [{ key }] }`. */
const unnamed = new WeakMap<Value, Value[]>();

export function addUnnamed(object: Value, value: Value): void {
  unnamed.set(object, [...(unnamed.get(object) ?? []), value]);
}

/** What a literal is made of: properties, items, the parts of a text. */
export function partsOf(value: Value): readonly Value[] {
  if (value.t === 'object') return [...value.properties.values(), ...(unnamed.get(value) ?? [])];
  if (value.t === 'array') return value.items;
  return value.t === 'text' ? value.parts.filter((part) => typeof part !== 'string') : [];
}

/** Whether something in it comes from the caller, who may not have it. */
export function isOfCaller(value: Value): boolean {
  if (value.t === 'credential' || value.t === 'missing') return true;
  return value.t === 'unknown' ? value.by === 'caller' : partsOf(value).some(isOfCaller);
}

/** What the caller brings, or does not. */
export function isCallers(value: Value): boolean {
  return value.t === 'credential' || value.t === 'missing' || value.t === 'request' || isInput(value);
}
