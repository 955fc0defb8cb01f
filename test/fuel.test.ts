import { expect, test, vi } from 'vitest';
import { link } from '#link';
import { runRules } from '#rule';
import { rules } from '../rules/index.ts';
import { Choices } from '../src/link/request/paths/choices.ts';
import type { Change } from '../src/link/values/changes.ts';
import { Delayed } from '../src/link/values/delayed.ts';
import { memoryProgram } from './support/memory-program.ts';

const server = `
import express from 'express';
const app = express();
app.get('/open', (req, res) => res.json([]));
app.use((req, res, next) => (req.headers.authorization === process.env.KEY ? next() : res.status(401).end()));
app.use((req, res, next) => (req.url.startsWith('/x') ? next('route') : next()));
app.get('/first', (req, res) => res.json([]));
app.get('/second', (req, res) => res.json([]));
app.listen(3000);
`;

function verdicts(trialFuel?: number) {
  const program = memoryProgram({ 'server.js': server }, { express: '5.1.0' });
  const model = link(program, trialFuel === undefined ? {} : { trialFuel });
  return { access: model.routes.map(({ access }) => access), gaps: model.gaps, model };
}

test('a value that is made anew under one condition after another does not use the fuel of the set-up up', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `if (process.env.A${index}) query = query.where(${index});`);
  const text = `
import express from 'express';
import knex from 'knex';
const app = express();
let query = knex({});
${lines.join('\n')}
app.get('/open', (req, res) => res.json([]));
app.listen(3000);
`;
  const { routes, gaps } = link(memoryProgram({ 'server.js': text }, { express: '5.1.0' }));
  expect(routes.map(({ access }) => access)).toEqual(['anonymous']);
  expect(gaps).toEqual([]);
});

test('where the fuel for trials ends, what is left is unknown, never open and never closed', () => {
  const whole = verdicts();
  expect(whole).toMatchObject({ access: ['anonymous', 'authenticated', 'authenticated'], gaps: [] });
  let known = 0;
  for (const fuel of [1, 150, 300, 600, 900, 1_200, 1_500, 2_000, 3_000, 5_000]) {
    const { access, gaps, model } = verdicts(fuel);
    for (const [index, one] of access.entries()) expect([whole.access[index], 'unknown']).toContain(one);
    const left = access.filter((one) => one === 'unknown').length;
    known += access.length - left;
    if (left > 0)
      expect(gaps).toEqual([
        {
          isEnd: true,
          reason: expect.stringContaining('takes too long to be judged'),
          at: expect.objectContaining({ file: 'server.js' }),
        },
      ]);
    expect(JSON.stringify(verdicts(fuel).model.routes)).toBe(JSON.stringify(model.routes));
  }
  expect(verdicts(1).access).toEqual(['unknown', 'unknown', 'unknown']);
  expect(known).toBeGreaterThan(0);
});

/** A step with many ways, which asks of the path only how it ends. */
const limited = (routes: number) => `
import express from 'express';
import { store } from './store.js';
const app = express();
app.use(async (req, res, next) => {
  const path = \`\${req.prefix ?? ''}\${req.path}\`.toLowerCase();
  const key = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const token = req.headers.authorization;
  const ids = token ? [await store.find(token)] : [req.ip];
  if (await store.blocks(key, ids)) return res.status(429).end();
  if (await store.slow(key)) res.set('x-slow', '1');
  next();
});
${Array.from({ length: routes }, (_, index) => `app.get('/a${index}', (req, res) => res.json([]));`).join('\n')}
app.listen(3000);
`;

test('a step that asks little of the path is judged once for all paths that answer alike', () => {
  const spent = (routes: number) => {
    const files = { 'server.js': limited(routes), 'store.js': 'export const store = globalThis.store;' };
    for (let fuel = 1_000; ; fuel += 1_000) {
      const { gaps } = link(memoryProgram(files, { express: '5.1.0' }), { trialFuel: fuel });
      if (!gaps.some(({ reason }) => /too long to be judged/.test(reason))) return fuel;
    }
  };
  // What is added is the handlers' own.
  expect(spent(12)).toBeLessThan(spent(2) + 10 * 1_000);
});

/** How many ways are followed for a server with so many routes. */
function waysOf(server: (routes: string) => string, routes: number): number {
  const each = Array.from(
    { length: routes },
    (_, index) => `app.get('/a${index}', GUARD, (req, res) => res.json([]));`,
  );
  const text = `import express from 'express';
import { expressjwt } from 'express-jwt';
import { store } from './store.js';
const app = express();
${server(each.join('\n'))}
app.listen(3000);`;
  const files = { 'server.js': text, 'store.js': 'export const store = globalThis.store;' };
  const next = vi.spyOn(Choices.prototype, 'next');
  try {
    link(memoryProgram(files, { express: '5.1.0', 'express-jwt': '8.5.1' }));
    return next.mock.results.filter(({ value }) => value === true).length;
  } finally {
    next.mockRestore();
  }
}

/** How many more are followed for ten routes more. */
function growthOf(server: (routes: string) => string): number {
  return waysOf(server, 12) - waysOf(server, 2);
}

const unguarded = (text: string) => text.replaceAll('GUARD, ', '');

test.each([
  ['to compare the path with a text', "req.path === '/health'"],
  ['to compare it where that is only one of several reasons', "req.prefix || req.path === '/health'"],
  ['to search it', "req.originalUrl.includes('/login')"],
  ['to ask where it is mounted', "req.originalUrl.slice(0, req.originalUrl.length - req.url.length) === '/v1'"],
  ['to put parts of it together', 'req.baseUrl + req.path !== req.originalUrl'],
])('%s is to read no more of it than that', (_, test) => {
  const step = `app.use(async (req, res, next) => {
    if (${test}) return next();
    const ids = req.headers.authorization ? [await store.find(req.headers.authorization)] : [req.ip];
    if (await store.blocks(ids)) return res.status(429).end();
    next();
  });`;
  expect(growthOf((routes) => step + unguarded(routes))).toBe(growthOf(unguarded));
});

test.each([
  ['of a library', "expressjwt({ secret: process.env.SECRET, algorithms: ['HS256'] }), "],
  [
    "of the program's own",
    "(req, res, next) => (req.headers.authorization === process.env.KEY ? next() : next(new Error('who?'))), ",
  ],
])('an error handler is tried once with errors %s that are alike', (_, guard) => {
  const handler = `app.use((error, req, res, next) => {
    const known = store.find(error.name) ?? store.look(error.message);
    if (store.has(known)) return res.status(store.statusOf(known)).json({ message: 'no' });
    next(error);
  });`;
  const guarded = (text: string) => text.replaceAll('GUARD, ', guard);
  expect(growthOf((routes) => guarded(routes) + handler)).toBe(growthOf(guarded));
});

test('a step that looks at nothing that was left for a caller does for all what it does for one', () => {
  const guard = `app.use((req, res, next) => {
    if (req.headers.authorization !== process.env.KEY) return res.status(401).end();
    req.user = { name: 'one' };
    next();
  });`;
  const step = `app.use((req, res, next) => {
    for (const word of req.path.split('/')) if (store.has(word)) res.set('x-word', word);
    next();
  });`;
  const growth =
    growthOf((routes) => guard + step + unguarded(routes)) - growthOf((routes) => guard + unguarded(routes));
  expect(growth).toBe(growthOf((routes) => step + unguarded(routes)) - growthOf(unguarded));
});

test('what asynchronous functions do within each other is noted once for each of them', () => {
  const journal: Change[] = [];
  const delayed = new Delayed(journal);
  const variable = { value: 0 };
  const wait = (levels: number): void =>
    delayed.within(() => {
      delayed.suspend();
      if (levels > 0) {
        wait(levels - 1);
        delayed.arrive();
        return;
      }
      journal.push({ born: 0, kind: 'field', of: variable, key: 'value', old: 0 });
      variable.value = 1;
    });
  wait(10);
  expect(variable.value).toBe(0);
  delayed.arrive();
  expect(variable.value).toBe(1);
  expect(journal.length).toBeLessThan(30);
});

test('no rule speaks above `low` of a program that was not judged to its end', () => {
  const findings = (fuel?: number) => runRules(verdicts(fuel).model, rules, { preset: 'audit' });
  expect(findings().map(({ rule, confidence }) => [rule, confidence])).toContainEqual(['late-authentication', 'high']);
  const spent = [1, 300, 600, 900].flatMap((fuel) => findings(fuel));
  expect(spent.length).toBeGreaterThan(0);
  expect(new Set(spent.map(({ confidence }) => confidence))).toEqual(new Set(['low']));
});

/** Tests that change nothing stand in front of what decides, in functions that wait, fail and are called within each other. */
const rejoining = `
import express from 'express';
import { store } from './store.js';
const app = express();
const known = new Map();
function level(what) {
  if (store.isQuiet(what)) return 'none';
  if (store.isLoud(what)) return 'all';
  return store.usual(what) ? 'some' : 'few';
}
async function note(what) {
  const kept = [];
  if (await store.slow(what)) kept.push(level(what));
  try {
    if (level(kept) === store.word) throw new Error('full');
  } catch (error) {
    level(error);
  }
}
async function look(req, found) {
  await note(req.ip);
  level(req.ip);
  if (store.keeps(found)) known.set('last', found);
  note(found);
  return store.has(found) ? { user: await store.user(found) } : null;
}
app.use(async (req, res, next) => {
  const token = req.headers.authorization;
  if (!token) return res.status(401).end();
  const who = await look(req, token);
  if (!who) return res.status(403).end();
  req.user = who.user;
  next();
});
app.get('/mine', (req, res) => res.json(known.get('last')));
app.get('/all', async (req, res) => res.json(await look(req, req.query.id)));
app.listen(3000);
`;

test('a path begins where it differs from the one before, and ends as if it had begun at the beginning', () => {
  const program = memoryProgram({ 'server.js': rejoining, 'store.js': 'export * from "store";' }, { express: '5.1.0' });
  const goBack = vi.spyOn(Choices.prototype, 'goBack');
  try {
    const model = link(program);
    expect(goBack.mock.results.filter(({ value }) => value === true).length).toBeGreaterThan(10);
    goBack.mockReturnValue(false);
    expect(JSON.stringify(link(program))).toBe(JSON.stringify(model));
    expect(model.routes.map(({ access }) => access)).toEqual(['authenticated', 'authenticated']);
  } finally {
    goBack.mockRestore();
  }
});

test('a step with paths that are many and long takes no more than it is worth', () => {
  const guard = (path: string) => `
app.get('${path}', async (req, res, next) => {
  let known = '';
  for (const word of [${Array.from({ length: 400 }, (_, index) => index).join()}]) known = known.concat(word, '.');
  ${Array.from({ length: 12 }, (_, index) => `if (store.has(${index}, known)) known += ${index};`).join('\n  ')}
  if (req.headers.authorization !== process.env.KEY) return res.status(401).end();
  next();
}, (req, res) => res.json([]));`;
  const server = `
import express from 'express';
import { store } from './store.js';
const app = express();
${['/a', '/b'].map(guard).join('\n')}
app.listen(3000);`;
  const files = { 'server.js': server, 'store.js': 'export * from "store";' };
  const { routes, gaps } = link(memoryProgram(files, { express: '5.1.0' }), { trialFuel: 1_200_000 });
  expect(gaps.filter(({ isEnd }) => isEnd)).toEqual([]);
  expect(new Set(routes.map(({ access }) => access))).toEqual(new Set(['unknown']));
});

test('what a step may leave on a path that was not followed keeps nobody out', () => {
  const server = (flags: number) => `
import express from 'express';
import { store } from './store.js';
const app = express();
app.use(async (req, res, next) => {
  const isStrict = await store.isStrict();
  let flags = isStrict ? 'strict' : '';
  ${Array.from({ length: flags }, (_, index) => `if (store.has(${index})) flags += ${index};`).join('\n  ')}
  const token = req.headers.authorization;
  if (token) req.db = await store.connect(token, flags);
  else if (isStrict) return res.status(401).end();
  ${flags > 1 ? 'else req.db = store.guest();' : ''}
  next();
});
app.get('/used', (req, res, next) => (req.db.use(), next()), (req, res) => res.json([]));
app.get('/asked', (req, res, next) => (req.db ? next() : res.status(401).end()), (req, res) => res.json([]));
app.listen(3000);
`;
  const accessOf = (flags: number) => {
    const files = { 'server.js': server(flags), 'store.js': 'export * from "store";' };
    return link(memoryProgram(files, { express: '5.1.0' })).routes.map(({ access }) => access);
  };
  expect(accessOf(9)).toEqual(['unknown', 'unknown']);
  expect(accessOf(1)).toEqual(['authenticated', 'authenticated']);
});
