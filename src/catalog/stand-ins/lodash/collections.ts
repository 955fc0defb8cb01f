/** A collection is walked by its entries, so that one of unknown kind has one turn. */
export const collections = `
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
`;
