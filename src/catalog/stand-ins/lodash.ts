/**
 * https://lodash.com/docs, and https://underscorejs.org, whose functions mean the same. What is not written here is the
 * package's own. A collection is walked by its entries, so that one of unknown kind has one turn.
 */
const text = `
const isNothing = (value) => value === undefined || value === null;
const steps = (path) => (Array.isArray(path) ? path : String(path).replace(/\\[(\\w+)\\]/g, '.$1').split('.'));
const entriesOf = (collection) => Object.entries(collection ?? {});
const valuesOf = (collection) => (Array.isArray(collection) ? collection : Object.values(collection ?? {}));
const by = (shorthand) => {
  if (typeof shorthand === 'function') return shorthand;
  if (isNothing(shorthand)) return identity;
  if (Array.isArray(shorthand)) return matchesProperty(shorthand[0], shorthand[1]);
  return typeof shorthand === 'object' ? matches(shorthand) : property(shorthand);
};

export const identity = (value) => value;
export const noop = () => undefined;
export const constant = (value) => () => value;
export const property = (path) => (object) => get(object, path);
export const matches = (source) => (object) => isMatch(object, source);
export const matchesProperty = (path, value) => (object) => isEqual(get(object, path), value);

export const isArray = (value) => Array.isArray(value);
export const isString = (value) => typeof value === 'string';
export const isNumber = (value) => typeof value === 'number';
export const isBoolean = (value) => typeof value === 'boolean';
export const isFunction = (value) => typeof value === 'function';
export const isUndefined = (value) => value === undefined;
export const isNull = (value) => value === null;
export const isNil = (value) => isNothing(value);
export const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
export const isObjectLike = (value) => typeof value === 'object' && value !== null;
export const isPlainObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isError = (value) => value instanceof Error;
export const isEmpty = (value) => {
  if (!value || typeof value === 'number' || typeof value === 'boolean') return true;
  return typeof value === 'string' ? value.length === 0 : Object.keys(value).length === 0;
};
export const isEqual = (a, b) => {
  if (a === b) return true;
  if (!isObjectLike(a) || !isObjectLike(b)) return false;
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => isEqual(value, b[name]));
};
export const isMatch = (object, source) => Object.entries(source).every(([name, value]) => isEqual(object[name], value));

export const get = (object, path, fallback) => {
  let value = object;
  for (const name of steps(path)) value = value?.[name];
  return value === undefined ? fallback : value;
};
export const result = (object, path, fallback) => {
  const value = get(object, path, fallback);
  return typeof value === 'function' ? value.call(object) : value;
};
export const has = (object, path) => get(object, path) !== undefined;
export const hasIn = has;
export const at = (object, ...paths) => paths.flat().map((path) => get(object, path));
export const set = (object, path, value) => {
  const names = steps(path);
  const last = names[names.length - 1];
  let owner = object;
  for (const name of names.slice(0, -1)) owner = owner[name] ??= {};
  owner[last] = value;
  return object;
};
export const unset = (object, path) => {
  const names = steps(path);
  const owner = names.length > 1 ? get(object, names.slice(0, -1)) : object;
  delete owner?.[names[names.length - 1]];
  return true;
};
export const keys = (object) => Object.keys(object ?? {});
export const values = (object) => Object.values(object ?? {});
export const toPairs = (object) => Object.entries(object ?? {});
export const fromPairs = (pairs) => Object.fromEntries(pairs ?? []);
export const zipObject = (names, list) => Object.fromEntries(names.map((name, index) => [name, list?.[index]]));
export const invert = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) => [value, name]));
export const pick = (object, ...names) => {
  const picked = {};
  for (const name of names.flat()) if (has(object, name)) set(picked, name, get(object, name));
  return picked;
};
export const omit = (object, ...names) => {
  const rest = { ...object };
  for (const name of names.flat()) delete rest[name];
  return rest;
};
export const pickBy = (object, keep) => Object.fromEntries(entriesOf(object).filter(([name, value]) => by(keep)(value, name)));
export const omitBy = (object, leave) => Object.fromEntries(entriesOf(object).filter(([name, value]) => !by(leave)(value, name)));
export const mapValues = (object, to) => Object.fromEntries(entriesOf(object).map(([name, value]) => [name, by(to)(value, name, object)]));
export const mapKeys = (object, to) => Object.fromEntries(entriesOf(object).map(([name, value]) => [by(to)(value, name, object), value]));
export const forOwn = (object, then) => (entriesOf(object).forEach(([name, value]) => then(value, name, object)), object);
export const forIn = forOwn;
export const findKey = (object, which) => entriesOf(object).find(([name, value]) => by(which)(value, name))?.[0];

export const assign = (object, ...sources) => Object.assign(object, ...sources);
export const extend = assign;
export const assignIn = assign;
export const defaults = (object, ...sources) => {
  for (const source of sources) for (const [name, value] of entriesOf(source)) if (object[name] === undefined) object[name] = value;
  return object;
};
export const defaultsDeep = (object, ...sources) => {
  for (const source of sources) {
    for (const [name, value] of entriesOf(source)) {
      if (object[name] === undefined) object[name] = value;
      else if (isPlainObject(object[name]) && isPlainObject(value)) defaultsDeep(object[name], value);
    }
  }
  return object;
};
export const merge = (object, ...sources) => {
  for (const source of sources) {
    for (const [name, value] of entriesOf(source)) {
      if (isPlainObject(object[name]) && isPlainObject(value)) merge(object[name], value);
      else if (value !== undefined) object[name] = value;
    }
  }
  return object;
};
export const clone = (value) => (Array.isArray(value) ? [...value] : isPlainObject(value) ? { ...value } : value);
export const cloneDeep = (value) => {
  if (Array.isArray(value)) return value.map(cloneDeep);
  return isPlainObject(value) ? mapValues(value, cloneDeep) : value;
};

export const forEach = (collection, then) => {
  if (Array.isArray(collection)) collection.forEach(then);
  else entriesOf(collection).forEach(([name, value]) => then(value, name, collection));
  return collection;
};
export const each = forEach;
export const map = (collection, to) => {
  if (Array.isArray(collection)) return collection.map(by(to));
  return entriesOf(collection).map(([name, value]) => by(to)(value, name, collection));
};
export const collect = map;
export const pluck = map;
export const flatMap = (collection, to) => map(collection, to).flat();
export const filter = (collection, which) => valuesOf(collection).filter((value, index) => by(which)(value, index, collection));
export const select = filter;
export const where = filter;
export const reject = (collection, which) => valuesOf(collection).filter((value, index) => !by(which)(value, index, collection));
export const find = (collection, which) => valuesOf(collection).find((value, index) => by(which)(value, index, collection));
export const detect = find;
export const findWhere = find;
export const findIndex = (list, which) => (list ?? []).findIndex((value, index) => by(which)(value, index, list));
export const some = (collection, which) => valuesOf(collection).some((value, index) => by(which)(value, index, collection));
export const any = some;
export const every = (collection, which) => valuesOf(collection).every((value, index) => by(which)(value, index, collection));
export const all = every;
export const includes = (collection, value) => (typeof collection === 'string' ? collection : valuesOf(collection)).includes(value);
export const contains = includes;
export const include = includes;
export const reduce = (collection, step, ...start) => {
  if (Array.isArray(collection)) return collection.reduce(step, ...start);
  return entriesOf(collection).reduce((sum, [name, value]) => step(sum, value, name, collection), ...start);
};
export const size = (collection) => valuesOf(collection).length;
export const keyBy = (collection, to) => Object.fromEntries(valuesOf(collection).map((value) => [by(to)(value), value]));
export const indexBy = keyBy;
export const groupBy = (collection, to) => {
  const groups = {};
  for (const value of valuesOf(collection)) (groups[by(to)(value)] ??= []).push(value);
  return groups;
};

export const castArray = (value) => (Array.isArray(value) ? value : [value]);
export const toArray = (value) => [...valuesOf(value)];
export const first = (list) => list?.[0];
export const head = first;
export const last = (list) => list?.[list.length - 1];
export const initial = (list) => (list ?? []).slice(0, -1);
export const tail = (list) => (list ?? []).slice(1);
export const rest = tail;
export const take = (list, count = 1) => (list ?? []).slice(0, count);
export const drop = (list, count = 1) => (list ?? []).slice(count);
export const compact = (list) => (list ?? []).filter((value) => value);
export const flatten = (list) => (list ?? []).flat();
export const flattenDeep = (list) => (list ?? []).flat(Infinity);
export const concat = (list, ...more) => castArray(list).concat(...more);
export const uniq = (list) => [...new Set(list ?? [])];
export const union = (...lists) => uniq(lists.flat());
export const difference = (list, ...others) => (list ?? []).filter((value) => !others.flat().includes(value));
export const without = (list, ...values) => (list ?? []).filter((value) => !values.includes(value));
export const intersection = (list, ...others) => (list ?? []).filter((value) => others.every((other) => other.includes(value)));
export const indexOf = (list, value) => (list ?? []).indexOf(value);
export const join = (list, between) => (list ?? []).join(between);
export const reverse = (list) => list.reverse();
export const times = (count, make = identity) => Array.from({ length: count }, (none, index) => make(index));

export const trim = (text) => String(text ?? '').trim();
export const toLower = (text) => String(text ?? '').toLowerCase();
export const toUpper = (text) => String(text ?? '').toUpperCase();
export const toString = (value) => (isNothing(value) ? '' : String(value));
export const startsWith = (text, start) => String(text ?? '').startsWith(start);
export const endsWith = (text, end) => String(text ?? '').endsWith(end);
export const split = (text, between) => String(text ?? '').split(between);
export const replace = (text, what, by) => String(text ?? '').replace(what, by);

export const partial = (run, ...first) => (...rest) => run(...first, ...rest);
export const partialRight = (run, ...last) => (...first) => run(...first, ...last);
export const bind = (run, self, ...first) => run.bind(self, ...first);
export const bindAll = (object, ...names) => {
  for (const name of names.flat()) object[name] = object[name].bind(object);
  return object;
};
export const negate = (test) => (...args) => !test(...args);
export const once = (run) => {
  let done = false;
  let value;
  return (...args) => {
    if (!done) value = run(...args);
    done = true;
    return value;
  };
};
export const wrap = (value, around) => (...args) => around(value, ...args);
export const flow = (...functions) => (...args) => functions.flat().reduce((value, run, index) => (index === 0 ? run(...args) : run(value)), undefined);
export const flowRight = (...functions) => flow(...functions.flat().reverse());
export const compose = flowRight;
export const attempt = (run, ...args) => {
  try {
    return run(...args);
  } catch (error) {
    return error;
  }
};
export const tap = (value, then) => (then(value), value);
export const thru = (value, then) => then(value);

const lists = {
  assign, at, castArray, clone, cloneDeep, compact, concat, defaults, defaultsDeep, difference, drop, each, extend, filter, flatMap,
  flatten, flattenDeep, forEach, forOwn, fromPairs, groupBy, initial, intersection, invert, keyBy, keys, map, mapKeys, mapValues,
  merge, omit, omitBy, pick, pickBy, pluck, reject, reverse, set, tail, take, tap, thru, times, toPairs, union, uniq, values, where,
  without, zipObject,
};
const ends = {
  any, contains, every, find, findIndex, findKey, findWhere, first, get, has, head, includes, indexOf, isArray, isEmpty, isEqual,
  isNil, isString, join, last, reduce, result, size, some, toArray, toString, trim,
};
const wrapped = (value, isExplicit) => {
  const chained = { value: () => value, valueOf: () => value, commit: () => wrapped(value, isExplicit) };
  for (const [name, run] of Object.entries(lists)) chained[name] = (...args) => wrapped(run(value, ...args), isExplicit);
  for (const [name, run] of Object.entries(ends)) {
    chained[name] = (...args) => (isExplicit ? wrapped(run(value, ...args), true) : run(value, ...args));
  }
  return chained;
};
export const chain = (value) => wrapped(value, true);
`;

const functions = [...text.matchAll(/^export const (\w+)/gm)].map(([, name]) => name!);

export const lodash = `${text}export default Object.assign((value) => wrapped(value, false), { ${functions.join(', ')} });
`;

/** `lodash/get` and `lodash.get` are that one function. */
export const lodashFunctions: [string, string][] = functions.flatMap((name) => {
  const text = `export { ${name} as default } from 'lodash';`;
  return [`lodash/${name}`, `lodash.${name.toLowerCase()}`, `lodash-es/${name}`].map((key): [string, string] => [
    key,
    text,
  ]);
});
