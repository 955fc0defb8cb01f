import { withDefault } from './default-export.ts';

/** http://bluebirdjs.com/docs/api-reference.html: promises of the language, with more ways to make them. */
export const bluebird = withDefault(
  `
import { promisify as promisified } from 'node:util';

const waiting = (list) => Promise.resolve(list).then((known) => Promise.all(known));

export const resolve = (value) => Promise.resolve(value);
export const cast = resolve;
export const reject = (error) => Promise.reject(error);
export const all = waiting;
export const race = (list) => Promise.race(list);
export const any = (list) => Promise.any(list);
export const map = (list, to) => waiting(list).then((known) => Promise.all(known.map(to)));
export const mapSeries = map;
export const each = map;
export const filter = (list, which) => waiting(list).then((known) => known.filter(which));
export const props = async (object) => {
  const known = {};
  for (const [name, value] of Object.entries(await object)) known[name] = await value;
  return known;
};
export const join = (...values) => {
  const then = values[values.length - 1];
  return typeof then === 'function' ? Promise.all(values.slice(0, -1)).then((known) => then(...known)) : Promise.all(values);
};
export const attempt = async (run) => run();
export { attempt as try };
export const method = (run) => async function (...args) { return run.apply(this, args); };
export const promisify = (run, options) => promisified(options?.context ? run.bind(options.context) : run);
export const delay = async (time, value) => value;
export const coroutine = (run) => async (...args) => run(...args);

function Bluebird(executor) {
  return new Promise(executor);
}
`,
  'Object.assign(Bluebird, { try: attempt })',
);
