/** https://rxjs.dev/api: an observable is taken for the promise of its last value, which has `pipe` and `subscribe` too. */
export const rxjs = `
export const of = (...values) => Promise.resolve(values[values.length - 1]);
export const from = (value) => Promise.resolve(Array.isArray(value) ? value[value.length - 1] : value);
export const defer = (make) => Promise.resolve().then(make);
export const iif = (test, one, other) => defer(() => (test() ? one : other));
export const firstValueFrom = (value) => Promise.resolve(value);
export const lastValueFrom = (value) => Promise.resolve(value);
export const timer = () => Promise.resolve(0);
export const interval = timer;
export const throwError = (error) => Promise.reject(typeof error === 'function' ? error() : error);

export class EmptyError extends Error {}
export const EMPTY = Promise.reject(new EmptyError());
export const forkJoin = (sources) => Promise.all(sources);

export const filter = (test) => (source) =>
  source.then((value) => {
    if (!test(value)) throw new EmptyError();
    return value;
  });
const ifEmpty = (then) => (source) =>
  source.catch((error) => {
    if (error instanceof EmptyError) return then();
    throw error;
  });
export const defaultIfEmpty = (value) => ifEmpty(() => value);
export const throwIfEmpty = (make = () => new EmptyError()) =>
  ifEmpty(() => {
    throw make();
  });

const flattening = (then) => (source) => source.then(then);
export const map = flattening;
export const switchMap = flattening;
export const mergeMap = flattening;
export const concatMap = flattening;
export const exhaustMap = flattening;
export const catchError = (recover) => (source) => source.catch(recover);
export const tap = (observer) => (source) =>
  source.then((value) => {
    const next = typeof observer === 'function' ? observer : observer?.next;
    next?.(value);
    return value;
  });

const same = () => (source) => source;
export const first = same;
export const last = same;
export const take = same;
export const delay = same;
export const timeout = same;
export const share = same;
export const shareReplay = same;
export const finalize = same;
`;
