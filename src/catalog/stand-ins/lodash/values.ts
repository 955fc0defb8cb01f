/** What is asked of values, and the shorthands for such questions. */
export const values = `
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
`;
