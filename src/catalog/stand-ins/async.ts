import { withDefault } from './default-export.ts';

/** https://caolan.github.io/async/v3/docs.html. What it tells apart by how much runs at once means the same for one request. */
export const asyncControl = withDefault(
  `
import { isAsync } from 'authlint';

const ask = (run, args, done) => (isAsync(run) ? run(...args).then((value) => done(null, value), done) : run(...args, done));
const ending = (done, body) => {
  if (done) return body(done);
  return new Promise((resolve, reject) => body((error, result) => (error ? reject(error) : resolve(result))));
};

export const waterfall = (tasks, done) =>
  ending(done, (end) => {
    const run = (index, args) => {
      if (index >= tasks.length) return end(null, ...args);
      return ask(tasks[index], args, (error, ...results) => (error ? end(error) : run(index + 1, results)));
    };
    run(0, []);
  });
export const map = (collection, to, done) =>
  ending(done, (end) => {
    const list = Array.isArray(collection) ? collection : Object.values(collection);
    const run = (index, results) => {
      if (index >= list.length) return end(null, results);
      return ask(to, [list[index]], (error, result) => (error ? end(error) : run(index + 1, [...results, result])));
    };
    run(0, []);
  });
export const mapSeries = map;
export const mapLimit = (collection, limit, to, done) => map(collection, to, done);
export const each = (collection, then, done) => ending(done, (end) => map(collection, then, (error) => end(error)));
export const eachSeries = each;
export const forEach = each;
export const forEachSeries = each;
export const eachLimit = (collection, limit, then, done) => each(collection, then, done);
export const series = (tasks, done) =>
  ending(done, (end) =>
    map(
      Object.values(tasks),
      (task, next) => ask(task, [], next),
      (error, results) => {
        const names = Object.keys(tasks);
        if (error || Array.isArray(tasks)) end(error, results);
        else end(null, Object.fromEntries(names.map((name, index) => [name, results[index]])));
      },
    ),
  );
export const parallel = series;
export const parallelLimit = (tasks, limit, done) => series(tasks, done);
export const some = (list, test, done) => ending(done, (end) => map(list, test, (error, results) => end(error, results?.some((one) => one))));
export const every = (list, test, done) => ending(done, (end) => map(list, test, (error, results) => end(error, results?.every((one) => one))));
`,
  '{}',
);
