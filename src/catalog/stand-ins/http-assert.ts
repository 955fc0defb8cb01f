/** https://github.com/jshttp/http-assert#api. Koa has it as `ctx.assert`. */
export const httpAssert = `
import createError from 'http-errors';

const isPlain = (value) => value !== null && typeof value === 'object';
const isSame = (a, b) => {
  if (!isPlain(a) || !isPlain(b)) return a == b;
  return Object.entries(a).every(([name, value]) => isSame(value, b[name]));
};

const assert = (value, status, ...how) => {
  if (!value) throw createError(status ?? 500, ...how);
};
assert.ok = assert;
assert.fail = (status, ...how) => assert(false, status, ...how);
assert.equal = (a, b, status, ...how) => assert(a == b, status, ...how);
assert.notEqual = (a, b, status, ...how) => assert(a != b, status, ...how);
assert.strictEqual = (a, b, status, ...how) => assert(a === b, status, ...how);
assert.notStrictEqual = (a, b, status, ...how) => assert(a !== b, status, ...how);
assert.deepEqual = (a, b, status, ...how) => assert(isSame(a, b), status, ...how);
assert.notDeepEqual = (a, b, status, ...how) => assert(!isSame(a, b), status, ...how);

export const { ok, fail, equal, notEqual, strictEqual, notStrictEqual, deepEqual, notDeepEqual } = assert;
export default assert;
`;
