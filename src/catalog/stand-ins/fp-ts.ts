/** https://gcanti.github.io/fp-ts/modules/Either.ts.html */
const either = `
export const left = (left) => ({ _tag: 'Left', left });
export const right = (right) => ({ _tag: 'Right', right });
export const of = right;
export const isLeft = (either) => either._tag === 'Left';
export const isRight = (either) => either._tag === 'Right';

export const match = (onLeft, onRight) => (either) => (isLeft(either) ? onLeft(either.left) : onRight(either.right));
export const matchW = match;
export const fold = match;
export const foldW = match;
export const getOrElse = (onLeft) => match(onLeft, (value) => value);
export const getOrElseW = getOrElse;
export const toUnion = getOrElse((value) => value);
export const flatMap = (then) => match(left, then);
export const chain = flatMap;
export const chainW = flatMap;
export const map = (then) => match(left, (value) => right(then(value)));
export const mapLeft = (then) => match((value) => left(then(value)), right);
export const orElse = (then) => match(then, right);
export const orElseW = orElse;
export const fromNullable = (whenMissing) => (value) =>
  value === null || value === undefined ? left(whenMissing) : right(value);
export const fromPredicate = (test, whenFalse) => (value) => (test(value) ? right(value) : left(whenFalse(value)));
export const fromOption = (whenNone) => (option) => (option._tag === 'None' ? left(whenNone()) : right(option.value));
export const tryCatch = (run, onThrow) => {
  try {
    return right(run());
  } catch (error) {
    return left(onThrow(error));
  }
};
`;

/** https://gcanti.github.io/fp-ts/modules/Option.ts.html */
const option = `
export const none = { _tag: 'None' };
export const some = (value) => ({ _tag: 'Some', value });
export const of = some;
export const isNone = (option) => option._tag === 'None';
export const isSome = (option) => option._tag === 'Some';

export const match = (onNone, onSome) => (option) => (isNone(option) ? onNone() : onSome(option.value));
export const matchW = match;
export const fold = match;
export const foldW = match;
export const getOrElse = (onNone) => match(onNone, (value) => value);
export const getOrElseW = getOrElse;
export const toNullable = match(() => null, (value) => value);
export const toUndefined = match(() => undefined, (value) => value);
export const flatMap = (then) => match(() => none, then);
export const chain = flatMap;
export const map = (then) => match(() => none, (value) => some(then(value)));
export const filter = (test) => match(() => none, (value) => (test(value) ? some(value) : none));
export const fromNullable = (value) => (value === null || value === undefined ? none : some(value));
export const fromPredicate = (test) => (value) => (test(value) ? some(value) : none);
export const fromEither = (either) => (either._tag === 'Left' ? none : some(either.right));
export const tryCatch = (run) => {
  try {
    return some(run());
  } catch {
    return none;
  }
};
`;

/** https://gcanti.github.io/fp-ts/modules/TaskEither.ts.html */
const taskEither = `
import * as E from 'fp-ts/Either';

export const left = (value) => async () => E.left(value);
export const right = (value) => async () => E.right(value);
export const of = right;
export const tryCatch = (run, onThrow) => async () => {
  try {
    return E.right(await run());
  } catch (error) {
    return E.left(onThrow(error));
  }
};
export const fromEither = (either) => async () => either;
export const fromOption = (whenNone) => (option) => async () => E.fromOption(whenNone)(option);
export const fromNullable = (whenMissing) => (value) => async () => E.fromNullable(whenMissing)(value);
export const fromPredicate = (test, whenFalse) => (value) => async () => E.fromPredicate(test, whenFalse)(value);

export const flatMap = (then) => (task) => async () => {
  const either = await task();
  return E.isLeft(either) ? either : await then(either.right)();
};
export const chain = flatMap;
export const chainW = flatMap;
export const map = (then) => (task) => async () => E.map(then)(await task());
export const mapLeft = (then) => (task) => async () => E.mapLeft(then)(await task());
export const match = (onLeft, onRight) => (task) => async () => E.match(onLeft, onRight)(await task());
export const matchW = match;
export const getOrElse = (onLeft) => (task) => async () => {
  const either = await task();
  return E.isLeft(either) ? await onLeft(either.left)() : either.right;
};
export const fold = (onLeft, onRight) => (task) => async () => await E.match(onLeft, onRight)(await task())();
export const foldW = fold;
export const matchE = fold;
`;

/** https://gcanti.github.io/fp-ts/modules/function.ts.html */
const functions = `
export const pipe = (value, ...steps) => steps.reduce((before, step) => step(before), value);
export const flow = (first, ...steps) => (...args) => steps.reduce((before, step) => step(before), first(...args));
export const identity = (value) => value;
export const constant = (value) => () => value;
`;

const index = `
export * as either from 'fp-ts/Either';
export * as option from 'fp-ts/Option';
export * as taskEither from 'fp-ts/TaskEither';
export * as function from 'fp-ts/function';
`;

/** Results as values: which of two a test asks for decides who gets in. */
export const fpTs: readonly (readonly [string, string])[] = [
  ['fp-ts', index],
  ...['fp-ts', 'fp-ts/lib', 'fp-ts/es6'].flatMap((folder) => [
    [`${folder}/Either`, either] as const,
    [`${folder}/Option`, option] as const,
    [`${folder}/TaskEither`, taskEither] as const,
    [`${folder}/function`, functions] as const,
  ]),
];
