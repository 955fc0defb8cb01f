import type { Value } from '#frameworks';
import { arrayValue, objectValue } from '#frameworks';

/**
 * A deep copy: what is changed in it later is not changed in what was copied. Of a value that is not seen, and of an object of
 * a class, it is the same value. https://developer.mozilla.org/docs/Web/API/Window/structuredClone
 */
export function deepCopy(value: Value, made: Map<Value, Value> = new Map()): Value {
  const known = made.get(value);
  if (known) return known;
  if (value.t === 'array') {
    const copy = arrayValue([], value.open, value.at);
    made.set(value, copy);
    copy.items.push(...value.items.map((item) => deepCopy(item, made)));
    return copy;
  }
  if (value.t !== 'object' || value.class || value.getters.size > 0) return value;
  const copy = objectValue([], value.open, value.at);
  made.set(value, copy);
  for (const [name, one] of value.properties) copy.properties.set(name, deepCopy(one, made));
  return copy;
}
