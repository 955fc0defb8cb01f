/** For packages whose decorators say what a constructor's parameters and a class's fields are given. */
export const asking = `
const note = (key, entry, owner) => Reflect.defineMetadata(key, [...(Reflect.getMetadata(key, owner) ?? []), entry], owner);

/** Several may say something of one parameter: \`@inject(X) @named('one') @optional()\`. */
const asking = (what) => (target, key, index) => {
  if (index === undefined) merge('container:fields', { key, ...what }, target.constructor, (one) => one.key === key);
  else merge('container:parameters', { index, ...what }, target, (one) => one.index === index);
};
const merge = (table, entry, owner, isSame) => {
  const others = Reflect.getMetadata(table, owner) ?? [];
  const same = others.find(isSame);
  Reflect.defineMetadata(table, [...others.filter((one) => !isSame(one)), same ? { ...same, ...entry } : entry], owner);
};
`;
