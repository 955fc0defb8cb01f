/** Texts, functions made of others, and chains. */
export const functions = `
export const trim = (text) => String(text ?? '').trim();
export const toLower = (text) => String(text ?? '').toLowerCase();
export const toUpper = (text) => String(text ?? '').toUpperCase();
export const toString = (value) => (isNothing(value) ? '' : String(value));
export const startsWith = (text, start) => String(text ?? '').startsWith(start);
export const endsWith = (text, end) => String(text ?? '').endsWith(end);
export const split = (text, between) => String(text ?? '').split(between);
export const escapeRegExp = (text) => String(text ?? '').replace(/[\\\\^$.*+?()[\\]{}|]/g, '\\\\$&');
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
