/** https://github.com/supermacro/neverthrow#api-documentation */
export const neverthrow = `
class Ok {
  constructor(value) {
    this.value = value;
  }
  isOk() { return true; }
  isErr() { return false; }
  map(then) { return ok(then(this.value)); }
  mapErr() { return this; }
  andThen(then) { return then(this.value); }
  orElse() { return this; }
  match(onValue) { return onValue(this.value); }
  unwrapOr() { return this.value; }
  _unsafeUnwrap() { return this.value; }
}

class Err {
  constructor(error) {
    this.error = error;
  }
  isOk() { return false; }
  isErr() { return true; }
  map() { return this; }
  mapErr(then) { return err(then(this.error)); }
  andThen() { return this; }
  orElse(then) { return then(this.error); }
  match(onValue, onError) { return onError(this.error); }
  unwrapOr(other) { return other; }
  _unsafeUnwrap() { throw this; }
}

export const ok = (value) => new Ok(value);
export const err = (error) => new Err(error);
export const okAsync = async (value) => ok(value);
export const errAsync = async (error) => err(error);
export const fromPromise = (promise, onError) => promise.then(ok, (error) => err(onError ? onError(error) : error));
export const fromSafePromise = (promise) => promise.then(ok);
export const fromThrowable = (run, onError) => (...args) => {
  try {
    return ok(run(...args));
  } catch (error) {
    return err(onError ? onError(error) : error);
  }
};
export const Result = { fromThrowable };
export const ResultAsync = { fromPromise, fromSafePromise };
export { Ok, Err };
`;

/** https://github.com/scopsy/await-to-js */
export const awaitToJs = `
export const to = (promise) => promise.then((value) => [null, value]).catch((error) => [error, undefined]);
export default to;
`;
