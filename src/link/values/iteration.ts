import type { ArrayValue, ObjectValue, Value } from '#frameworks';
import { arrayValue, primitive } from '#frameworks';
import { variableOf } from './derivations.ts';

/** Maps, by the object that holds their entries. */
export const mapEntries = new WeakMap<object, ObjectValue>();

/** What stands for what in those: keys that are no texts by the names they are kept under. */
export const mapKeys = new WeakMap<object, ReadonlyMap<string, Value>>();

/** And by the table of these. */
export const storeOf = new WeakMap<object, ObjectValue | ArrayValue>();

/** The items that `for … of` visits; null when they are not all known. */
export function itemsOf(value: Value): readonly Value[] | null {
  if (value.t === 'array' && !value.open) return value.items;
  if (value.t === 'array' && value.items.length > 0) return value.items;
  if (value.t === 'choice') {
    const known = value.options.map((option) => itemsOf(option.value)).filter((items) => items !== null);
    // `list ?? []`: that nothing is visited is not known while the list is not.
    const isKnown = known.length === 1 && (known[0]!.length > 0 || known.length === value.options.length);
    return isKnown ? known[0]! : null;
  }
  const store = value.t === 'object' ? mapEntries.get(value) : undefined;
  if (store) return store.open && store.properties.size === 0 ? null : entriesOf(store);
  if (value.t === 'primitive') return typeof value.value === 'string' ? [...value.value].map((c) => primitive(c)) : [];
  return null;
}

/** The keys that `for … in` and `Object.keys` visit; null when they are not all known. */
export function keysOf(value: Value): readonly string[] | null {
  if (value.t === 'object' && !(value.open && value.properties.size === 0))
    return inOrder([...value.properties.keys()].filter((key) => !key.startsWith('Symbol(')));
  if (value.t === 'array' && !value.open) return value.items.map((_, index) => String(index));
  return null;
}

/** Keys that are numbers come first, in their order. */
function inOrder(keys: readonly string[]): string[] {
  const isNumber = (key: string) => /^(0|[1-9]\d*)$/.test(key);
  return [...keys.filter(isNumber).sort((a, b) => Number(a) - Number(b)), ...keys.filter((key) => !isNumber(key))];
}

/** The key that an entry is kept under. */
export function keyOf(store: Value, name: string): Value {
  return mapKeys.get(store)?.get(name) ?? primitive(name);
}

export function entriesOf(value: Value): Value[] | null {
  const keys = keysOf(value);
  if (!keys) return null;
  return keys.map((key, index) => {
    const item =
      value.t === 'object'
        ? value.properties.get(key)!
        : value.t === 'array'
          ? value.items[index]!
          : primitive(undefined);
    return arrayValue([keyOf(value, key), item]);
  });
}

/** `new Set(list)`: an array. What is in the list of a variable of the environment stays the variable's. */
export function setOf(list: Value | undefined): Value {
  if (list?.t === 'unknown' && variableOf(list)) return list;
  if (list?.t === 'array') return arrayValue([...list.items], list.open, list.at);
  return arrayValue([], list !== undefined && list.t !== 'primitive');
}
