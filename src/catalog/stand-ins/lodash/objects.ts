/** Members of objects by their path, and objects laid over each other. */
export const objects = `
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
export const cloneDeep = (value) => structuredClone(value);
`;
