import type { NativeValue, ObjectValue, Value } from '#frameworks';
import {
  arrayValue,
  isUndefined,
  native,
  objectValue,
  primitive,
  stringOf,
  undefinedValue,
  unknown,
} from '#frameworks';
import type { Place } from '#text';
import { asked } from '../values/address.ts';
import { entriesOf, itemsOf, keyOf, mapEntries, mapKeys, storeOf } from '../values/iteration.ts';
import { callValue } from './calls.ts';
import { equal } from './equality.ts';
import type { Machine } from './machine.ts';
import { setProperty } from './members.ts';
import { truth } from './truth.ts';

/** A Map: an object with its methods, which `for … of` takes for the list of its entries. */
export function mapObject(machine: Machine, list: Value | undefined): Value {
  const pairs = list ? itemsOf(list) : [];
  const isOpen = pairs === null || pairs.some((pair) => pair.t !== 'array') || (list?.t === 'array' && list.open);
  const store = objectValue([], isOpen);
  const keys = new Map<string, Value>();
  const variables: (readonly [Value, Value])[] = [];
  const put = (key: Value | undefined, value: Value | undefined) => {
    if (machine.trial && isRequest(key)) return machine.trial.operations.keep(keptIn(store), value ?? undefinedValue);
    const name = nameOf(key);
    if (name === null) {
      if (key?.t === 'environment') variables.push([key, value ?? undefinedValue]);
      if (key) machine.trial?.operations.put(store, key, value ?? undefinedValue);
      return machine.assign(store, 'open', true, isOfGenuine(key) ? 0 : store.born);
    }
    if (key) keys.set(name, key);
    setProperty(machine, store, name, value ?? undefinedValue);
  };
  for (const pair of pairs ?? []) if (pair.t === 'array') put(pair.items[0], pair.items[1]);
  const method = (name: string, call: NativeValue['call']): [string, Value] => [name, native(name, call)];
  const map = objectValue(
    [
      method('get', ([key], at) =>
        isRequest(key)
          ? ofThisRequest(machine, store)
          : (unsetEntry(machine, variables, key) ?? found(machine, store, key, at)),
      ),
      method('set', ([key, value]) => {
        put(key, value);
        return map;
      }),
      method('has', ([key], at) => {
        if (isRequest(key)) return isThere(ofThisRequest(machine, store));
        machine.trial?.identifies(key);
        const presence = (key && machine.trial?.operations.hasEntry(store, key, at, 'map')) ?? null;
        if (presence) return unsetEntry(machine, variables, key) ? primitive(true) : presence;
        const name = keyIn(store, key);
        return name === null || store.open
          ? machine.lasting.madeOf(unknown('a map entry', at), store)
          : primitive(store.properties.has(name));
      }),
      method('entries', () => arrayValue(entriesOf(store) ?? [], store.open)),
      method('values', () => arrayValue([...store.properties.values()], store.open)),
      method('delete', ([key]) => {
        if (machine.trial && isRequest(key)) put(key, undefinedValue);
        const name = nameOf(key);
        if (name !== null) setProperty(machine, store, name, undefinedValue);
        return primitive(true);
      }),
      method('keys', () =>
        arrayValue(
          [...store.properties.keys()].map((key) => keyOf(store, key)),
          store.open,
        ),
      ),
      method('forEach', ([each], at) => {
        if (each)
          for (const [key, value] of store.properties)
            callValue(machine, each, [value, keyOf(store, key), map], null, at);
        return undefinedValue;
      }),
    ],
    true,
  );
  mapEntries.set(map, store);
  mapKeys.set(store, keys);
  storeOf.set(store.properties, store);
  return map;
}

/** A request is another one each time: what is kept under it, steps of its own chain have put there. */
function isRequest(key: Value | undefined): boolean {
  return key?.t === 'request' && /^(request|context|response)$/.test(key.part);
}

function ofThisRequest({ trial }: Machine, store: ObjectValue): Value {
  return trial ? trial.operations.kept(keptIn(store)) : undefinedValue;
}

/** What a step fills in only sometimes may be there or not. */
function isThere(value: Value): Value {
  return value.t === 'unknown' && !value.truthy ? value : primitive(!isUndefined(value));
}

/** A WeakSet: a table that holds `true`. */
export function weakSet(machine: Machine, list: Value | undefined): Value {
  const pairs = list ? itemsOf(list)?.map((item) => arrayValue([item, primitive(true)])) : [];
  const set = mapObject(machine, pairs && list ? arrayValue(pairs, list.t === 'array' && list.open) : list);
  const put = set.t === 'object' ? set.properties.get('set') : undefined;
  if (set.t !== 'object' || put?.t !== 'native') return set;
  const add = native('add', ([key], at) => put.call(key ? [key, primitive(true)] : [], at, null));
  set.properties.set('add', add);
  return set;
}

const keptIn = (store: ObjectValue) => `kept.${identityOf(store.properties)}`;

/** What is kept under a variable of the environment that is not set is found without a key. */
function unsetEntry(
  machine: Machine,
  kept: readonly (readonly [Value, Value])[],
  key: Value | undefined,
): Value | null {
  const known = machine.trial && key ? machine.trial.resolve(key) : null;
  if (known?.t !== 'missing') return null;
  const entry = kept.find(([variable]) => truth(equal(machine, variable, known, false)) === true);
  return entry ? entry[1] : null;
}

/** Nobody but who has brought it, and was let in by it, finds what is kept under it. */
function isOfGenuine(key: Value | undefined): boolean {
  return key?.t === 'missing' || (key?.t === 'credential' && key.state !== 'forged');
}

/** `map.get(key)`: by a credential only a genuine one leads to an entry. */
function found(machine: Machine, store: ObjectValue, key: Value | undefined, at: Place): Value {
  machine.trial?.identifies(key);
  const entry = key && machine.trial?.operations.entry(store, key, at, true);
  if (entry) return entry;
  const name = keyIn(store, key);
  const value = name === null ? undefined : store.properties.get(name);
  const isUnclear = name === null || store.open;
  const taken = value || name === null ? null : machine.trial?.operations.takenApart(store, name);
  if (taken) return taken;
  return value ?? (isUnclear ? machine.lasting.madeOf(unknown('a map entry', at), store) : undefinedValue);
}

/** The key that is asked for: of a part of the address, which one it is of those that are there; null where nobody knows. */
function keyIn(store: ObjectValue, key: Value | undefined): string | null {
  const keys = [...store.properties.keys()];
  const among =
    key && asked(key, `among ${keys.join()}`, (text) => (keys.includes(String(text)) ? String(text) : null));
  // Any key that is not there is as good as another.
  return among === null ? 'a key that is not there' : (among ?? nameOf(key));
}

const identities = new WeakMap<object, string>();
let identified = 0;

/** What keeps a key's entry apart: texts are their own names, functions, classes and objects get one; null where nobody knows which key it is. */
function nameOf(key: Value | undefined): string | null {
  const text = stringOf(key);
  if (text !== null || !key) return text;
  if (key.t === 'primitive') return `\0${typeof key.value} ${key.value}`;
  const own = key.t === 'class' ? key.statics : 'properties' in key ? key.properties : null;
  return own && identityOf(own);
}

function identityOf(own: object): string {
  if (!identities.has(own)) identities.set(own, `\0#${++identified}`);
  return identities.get(own)!;
}
