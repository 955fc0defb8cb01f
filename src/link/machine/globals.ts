import { createRequire } from 'node:module';
import type { LibraryValue, Value } from '#frameworks';
import { arrayValue, native, objectValue, primitive, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { globalPackage } from '../known/program.ts';
import { deepCopy } from '../values/copies.ts';
import { entriesOf, itemsOf, keysOf, setOf } from '../values/iteration.ts';
import { isOfCaller } from '../values/made-of.ts';
import { isMoment, isTimed, momentOf } from '../values/moments.ts';
import { someNumber } from '../values/numbers.ts';
import { ofWhole, patternOf } from '../values/regex.ts';
import { defineProperty } from './assignments.ts';
import { isSpreadWhole, spreadProperties } from './collections.ts';
import { errorObject } from './errors.ts';
import { found } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { mapObject, weakSet } from './maps.ts';
import { deleteMember, getMember, setProperty } from './members.ts';
import { metadataKeys, reflect } from './metadata.ts';
import { promiseBuiltin } from './promises.ts';
import { ownDescriptor, ownNames } from './prototypes.ts';
import { decide, truth } from './truth.ts';

export function globalValue(name: string, from: string, at: Place): Value {
  switch (name) {
    case 'undefined':
      return undefinedValue;
    case 'NaN':
    case 'Infinity':
      return primitive(Number(name));
    // Paths are relative to the file that names them, as `require` reads them.
    case '__dirname':
      return primitive('.', at);
    case '__filename':
      return primitive(`./${from.split('/').at(-1)}`, at);
    case 'crypto':
      return webCrypto(from);
    default:
      return {
        t: 'library',
        package: globalPackage,
        path: name === 'globalThis' || name === 'global' ? '' : name,
        version: null,
        from,
      };
  }
}

/** https://nodejs.org/api/globals.html#crypto */
function webCrypto(from: string): LibraryValue {
  return { t: 'library', package: 'node:crypto', path: 'webcrypto', version: null, from };
}

/** A member of a package's export, of a namespace or of a global. */
export function libraryMember(object: LibraryValue, name: string, at: Place): Value {
  if (object.package === globalPackage) {
    if (object.path === '' && name === 'crypto') return webCrypto(object.from);
    if (object.path === 'process.env') return { t: 'environment', name, at, fallback: null };
    if (object.path === 'import.meta' && name === 'env') return { ...object, path: 'process.env' };
    // Relative to the file that names them, as `__dirname` is.
    if (object.path === 'import.meta' && name === 'dirname') return primitive('.', at);
    if (object.path === 'import.meta' && (name === 'url' || name === 'filename'))
      return primitive(`./${object.from.split('/').at(-1)}`, at);
  }
  const status = statusNumber(object, name);
  if (status !== null) return primitive(status, at);
  if (name === 'default') return object;
  return { ...object, path: object.path ? `${object.path}.${name}` : name };
}

const statusPackages = new Set([
  'http-status',
  'http-status-codes',
  'http-status-enum',
  '@types/http-status-codes',
  'http-codes',
  'statuses',
]);
let statusByName: ReadonlyMap<string, number> | null = null;

function statuses(): ReadonlyMap<string, number> {
  // Loading it costs milliseconds that few programs need.
  const { STATUS_CODES }: typeof import('node:http') = createRequire(import.meta.url)('node:http');
  const nameOf = (text = '') =>
    text
      .toUpperCase()
      .replace(/'/g, '')
      .replace(/[^A-Z]+/g, '_');
  return new Map(Object.entries(STATUS_CODES).map(([code, text]) => [nameOf(text), Number(code)]));
}

/** `httpStatus.UNAUTHORIZED` and `StatusCodes.UNAUTHORIZED` are the numbers that their names say. */
function statusNumber(object: LibraryValue, name: string): number | null {
  if (!statusPackages.has(object.package)) return null;
  statusByName ??= statuses();
  return statusByName.get(name) ?? null;
}

type Builtin = (machine: Machine, args: readonly Value[], at: Place) => Value;

const builtins: Record<string, Builtin> = {
  'Object.entries': (machine, [object], at) => ofCaller(machine, object, listOr(object && entriesOf(object), at)),
  'Object.keys': (machine, [object], at) =>
    ofCaller(machine, object, listOr(object && keysOf(object)?.map((key) => primitive(key)), at)),
  'Object.values': (machine, [object], at) =>
    listOr(object && keysOf(object)?.map((key) => getMember(machine, object, key, at)), at),
  'Object.assign': (machine, [target, ...sources], at) => assign(machine, target, sources, at),
  'Object.freeze': (_machine, [object]) => object ?? undefinedValue,
  'Object.seal': (_machine, [object]) => object ?? undefinedValue,
  'Object.defineProperty': (machine, args, at) => defineProperty(machine, args, at),
  'Object.setPrototypeOf': (_machine, [object]) => object ?? undefinedValue,
  'Object.hasOwn': (machine, [object, key], at) =>
    (object && key && ownProperty(machine, object, key, at)) ?? unknown('a membership test', at),
  'Object.prototype.hasOwnProperty.call': (machine, [object, key], at) =>
    (object && key && ownProperty(machine, object, key, at)) ?? unknown('a membership test', at),
  'Object.fromEntries': (machine, [list]) => {
    const items = list ? itemsOf(list) : null;
    if (!items) return objectValue([], true);
    const pairs = items.flatMap((item) => (item.t === 'array' ? [item.items] : []));
    const named = pairs.filter(([key]) => stringOf(key));
    const object = objectValue(named.map(([key, value]) => [stringOf(key)!, value ?? undefinedValue] as const));
    for (const [key, value] of pairs) {
      if (!key || stringOf(key) !== null) continue;
      object.open = true;
      machine.trial?.operations.put(object, key, value ?? undefinedValue);
    }
    return object;
  },
  'Array.isArray': (_machine, [value], at) =>
    value?.t === 'array'
      ? primitive(true)
      : value?.t === 'unknown' || value?.t === 'choice'
        ? unknown('a type', at)
        : primitive(false),
  'Array.from': (_machine, [value, map], at) => (map ? unknown('Array.from', at) : listOr(value && itemsOf(value), at)),
  // One that is no other, also where it has the same description.
  Symbol: (machine, [name], at) => primitive(`Symbol(${stringOf(name) ?? ''})#${++machine.symbols}`, at),
  // A registered symbol is as good a key as its description.
  'Symbol.for': (_machine, [name], at) => primitive(`Symbol(${stringOf(name) ?? ''})`, at),
  'Array.of': (_machine, args) => arrayValue([...args]),
  Array: (_machine, args) => arrayValue([...args], args.length === 1),
  Set: (_machine, [list]) => setOf(list),
  Map: (machine, [list]) => mapObject(machine, list),
  Proxy: (machine, [target], at) => {
    if (target?.t !== 'scope') return unknown('new Proxy', at, 'server', true);
    return machine.gapValue('the app is handed to a Proxy: what is called on that may install something else', at);
  },
  WeakMap: (machine, [list]) => mapObject(machine, list),
  WeakSet: (machine, [list]) => weakSet(machine, list),
  Boolean: (machine, [value], at) => {
    const given = value && machine.trial ? machine.trial.resolve(value) : value;
    if (given?.t === 'credential' && machine.trial) return primitive(decide(machine, given, at));
    const known = given ? truth(given) : false;
    // Whether there is a password is no password.
    if (known === null && value && machine.trial?.isSecret(value)) return primitive(decide(machine, value, at));
    return known === null ? (value ?? unknown('a boolean', at)) : primitive(known);
  },
  String: (machine, [given], at) => {
    const value = given ? found(machine, given) : primitive('');
    if (value.t === 'primitive') return primitive(String(value.value), at);
    if (value.t === 'environment') return { t: 'text', parts: [value], at };
    return value.t === 'missing' ? { ...value, as: String(value.as) } : value;
  },
  Number: (_machine, [value], at) =>
    value?.t === 'primitive' ? primitive(Number(value.value)) : value && isTimed(value) ? value : someNumber(value, at),
  parseInt: parsedInt,
  'Number.parseInt': parsedInt,
  RegExp: (machine, [source, flags], at) => {
    const text = stringOf(source);
    if (source?.t === 'regex') return source;
    if (text !== null) return { t: 'regex', source: text, flags: stringOf(flags) ?? '', at, isKept: !machine.trial };
    // A pattern that the caller sends matches whatever the caller likes.
    const pattern = unknown('a regular expression', at, source && isOfCaller(source) ? 'caller' : 'server', true);
    if (source?.t !== 'text') return pattern;
    return ofWhole({ ...pattern, atMost: patternOf(source, stringOf(flags) ?? '', at) }, source);
  },
  Promise: (machine, args, at) => promiseBuiltin(machine, '', args, at),
  'Promise.resolve': (machine, args, at) => promiseBuiltin(machine, 'resolve', args, at),
  'Promise.reject': (machine, args, at) => promiseBuiltin(machine, 'reject', args, at),
  'Promise.all': (machine, args, at) => promiseBuiltin(machine, 'all', args, at),
  'Promise.any': (machine, args, at) => promiseBuiltin(machine, 'any', args, at),
  'Promise.allSettled': (machine, args, at) => promiseBuiltin(machine, 'allSettled', args, at),
  'Promise.race': (machine, args, at) => promiseBuiltin(machine, 'race', args, at),
  Error: (_machine, [message], at) => errorObject('Error', message, at),
  TypeError: (_machine, [message], at) => errorObject('TypeError', message, at),
  RangeError: (_machine, [message], at) => errorObject('RangeError', message, at),
  SyntaxError: (_machine, [message], at) => errorObject('SyntaxError', message, at),
  // A secret of another type is the same secret.
  TextEncoder: () => objectValue([['encode', native('encode', ([text]) => text ?? primitive(''))]], true),
  Date: ({ trial }, args, at) => {
    if (trial && (args.length === 0 || isMoment(args[0]!))) return momentOf(at);
    const date = unknown('a date', at, 'server', true);
    trial?.computes(date, args);
    return date;
  },
  'Date.now': clock,
  'performance.now': clock,
  'process.uptime': clock,
  'process.hrtime.bigint': clock,
  structuredClone: (_machine, [value]) => deepCopy(value ?? undefinedValue),
  'Reflect.defineMetadata': (machine, args, at) => reflect(machine, 'defineMetadata', args, at),
  'Reflect.getMetadata': (machine, args, at) => reflect(machine, 'getMetadata', args, at),
  'Reflect.getMetadataKeys': metadataKeys,
  'Reflect.getOwnMetadataKeys': metadataKeys,
  'Reflect.deleteProperty': (machine, [object, name]) => {
    if (object) deleteMember(machine, object, stringOf(name));
    return primitive(true);
  },
  'Reflect.ownKeys': (machine, [object], at) => ownNames(machine, object, at),
  'Object.getOwnPropertyNames': (machine, [object], at) => ownNames(machine, object, at),
  'Object.getOwnPropertyDescriptor': ownDescriptor,
  'Reflect.getOwnMetadata': (machine, args, at) => reflect(machine, 'getMetadata', args, at),
};

function clock({ trial }: Machine, _args: readonly Value[], at: Place): Value {
  return trial ? momentOf(at) : unknown('the time', at, 'server', true);
}

function parsedInt(_machine: Machine, [value]: readonly Value[], at: Place): Value {
  if (value && isTimed(value)) return value;
  return value?.t === 'primitive' ? primitive(Number.parseInt(String(value.value), 10)) : someNumber(value, at);
}

/** The builtin of that name, if it is one whose result is known. */
export function builtin(path: string): Builtin | null {
  return Object.hasOwn(builtins, path) ? builtins[path]! : null;
}

function listOr(items: readonly Value[] | null | undefined, at: Place): Value {
  return items ? arrayValue([...items]) : unknown('a list that could not be read', at);
}

/** A list of the entries or names of something: where they cannot be read because the caller gives them, that is noted. */
function ofCaller({ trial }: Machine, object: Value | undefined, list: Value): Value {
  if (object && list.t === 'unknown') trial?.supplies(object, list);
  return list;
}

function assign(machine: Machine, target: Value | undefined, sources: readonly Value[], at: Place): Value {
  if (!target) return unknown('Object.assign', at);
  for (const source of sources) {
    if (target.t === 'request') machine.trial?.operations.writeAny(target, source);
    if (target.t === 'request' && source.t !== 'object') machine.trial?.operations.write(target, null, source, at);
    if (source.t === 'object') {
      for (const [name, value] of source.properties) {
        if (target.t === 'object' || target.t === 'scope') setProperty(machine, target, name, value);
        else if (target.t === 'function') machine.set(target.properties, name, value);
        else if (target.t === 'request') machine.trial?.operations.write(target, name, value, at);
      }
    } else if (target.t === 'object' && source.t !== 'primitive') {
      if (source.t === 'choice')
        for (const [name, value] of spreadProperties(source, target.properties))
          setProperty(machine, target, name, value);
      if (!isSpreadWhole(source)) machine.assign(target, 'open', true, target.born);
    }
  }
  return target;
}

/** Whether an object has a property of its own; null where nobody knows. */
export function ownProperty(machine: Machine, object: Value, key: Value, at: Place): Value | null {
  const presence = machine.trial?.operations.hasEntry(object, key, at, 'own') ?? null;
  if (presence) return presence;
  return key.t === 'primitive' && object.t === 'object' && !object.open
    ? primitive(object.properties.has(String(key.value)))
    : null;
}
