import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedLines } from '../src/session/check/changed-lines.ts';
import { changeSince, lintChange, stagedChange } from '../src/session/check/changes.ts';
import { folderWith } from './support/folder.ts';
import { repositoryWith } from './support/repository.ts';
import { authlint } from './support/run.ts';

const guard =
  "const jwt = require('jsonwebtoken');\nmodule.exports = (req, res, next) => {\n  try { req.user = jwt.verify(req.headers.authorization, process.env.KEY, { algorithms: ['HS256'] }); next(); } catch { res.sendStatus(401); }\n};\n";
const router = (file: string, path: string) => ({
  [file]: `const router = require('express').Router();\nrouter.post('${path}', (req, res) => res.json(1));\nmodule.exports = router;\n`,
});
const app = (...lines: readonly string[]) =>
  `const app = require('express')();\nconst guard = require('./guard');\n${lines.join('\n')}\napp.listen(1);\n`;
const ORDERS = "app.use('/orders', require('./routes/orders'));";
const USERS = "app.use('/users', require('./routes/users é'));";
const USE = 'app.use(guard);';
const project: Readonly<Record<string, string>> = {
  'app.js': app(USE, ORDERS, USERS),
  'guard.js': guard,
  ...router('routes/orders.js', '/new'),
  ...router('routes/users é.js', '/new'),
};

async function staged(cwd: string) {
  const { findings, older } = await lintChange({ cwd }, stagedChange(cwd));
  return { found: findings.map(({ rule, at }) => `${rule} ${at.file}`), older };
}

async function since(cwd: string, revision: string) {
  const { findings, older } = await lintChange({ cwd }, changeSince(cwd, revision));
  return { found: findings.map(({ rule, at }) => `${rule} ${at.file}`), older };
}

const LATE = ['late-authentication routes/orders.js'];

test('what is staged counts, not what stands on disk', async () => {
  const { cwd, git, write } = repositoryWith(project);
  expect(await staged(cwd)).toEqual({ found: [], older: 0 });
  write({ 'app.js': app(ORDERS, USE, USERS) });
  expect(await staged(cwd)).toEqual({ found: [], older: 0 });
  git('add', 'app.js');
  // Partly staged: the mended text is not what will be committed.
  write({ 'app.js': app(USE, ORDERS, USERS) });
  expect(await staged(cwd)).toEqual({ found: LATE, older: 0 });
  git('commit', '-qm', 'late');
  expect(await staged(cwd)).toEqual({ found: [], older: 1 });
});

test('a finding in an unchanged file is reported when the change causes it', async () => {
  const { cwd, git, write } = repositoryWith(project);
  write({ 'app.js': app(USERS, USE, ORDERS) });
  git('add', '-A');
  expect(await staged(cwd)).toEqual({ found: ['late-authentication routes/users é.js'], older: 0 });
});

test('a change that takes guards away is told, though nothing else asks for a credential any more', async () => {
  const { cwd, git, write } = repositoryWith(project);
  write({ 'app.js': app(ORDERS, USERS) });
  git('add', '-A');
  const { findings } = await lintChange({ cwd }, stagedChange(cwd));
  const opened = findings.find(({ key }) => key === 'opened');
  expect(opened).toMatchObject({ rule: 'unauthenticated-route', severity: 'error', routes: [0, 1] });
  expect(opened?.message).toContain('POST /orders/new and POST /users/new');
  git('commit', '-qm', 'open');
  expect(await staged(cwd)).toEqual({ found: [], older: 0 });
  expect((await since(cwd, 'HEAD~1')).found).toContain('unauthenticated-route routes/orders.js');
  write({ 'app.js': app(USE, ORDERS, USERS) });
  expect(await since(cwd, 'HEAD')).toEqual({ found: [], older: 0 });
});

test('a route that a change opened is told once, though its handler takes the user for granted', async () => {
  const own = (guards: string) => `app.get('/me', ${guards}(req, res) => res.json(req.user.id));`;
  const { cwd, git, write } = repositoryWith({ ...project, 'app.js': app(own('guard, '), USE, ORDERS) });
  write({ 'app.js': app(own(''), USE, ORDERS) });
  git('add', '-A');
  expect((await staged(cwd)).found).toEqual(['unauthenticated-route app.js']);
});

test('routes that nobody can judge any more are told, and are no finding', async () => {
  const { cwd, git } = repositoryWith(project);
  git('mv', 'guard.js', 'guards.js');
  const { code, err } = await authlint(cwd, ['check', '--staged']);
  expect(code).toBe(0);
  expect(err).toMatch(/^authlint: POST \/orders\/new and 1 more asked for a credential before the change, and cannot/);
  git('mv', 'guards.js', 'guard.js');
  expect((await authlint(cwd, ['check', '--staged'])).err).toBe('');
});

test('routes that are declared public may lose their guard', async () => {
  const { cwd, git, write } = repositoryWith(project);
  write({ 'app.js': app(USERS, USE, ORDERS), 'authlint.config.json': '{"publicRoutes":["/users/**"]}' });
  git('add', '-A');
  expect(await staged(cwd)).toEqual({ found: [], older: 0 });
});

test('what is older is left out unless its lines are touched', async () => {
  const { cwd, git, write } = repositoryWith({ ...project, 'app.js': app(ORDERS, USE, USERS) });
  write({ 'routes/users é.js': `// a comment\n${project['routes/users é.js']}` });
  git('add', '-A');
  expect(await staged(cwd)).toEqual({ found: [], older: 1 });
  write({ 'routes/orders.js': `// above, where nothing is found\n${project['routes/orders.js']}` });
  git('add', '-A');
  expect(await staged(cwd)).toEqual({ found: [], older: 1 });
  write({ 'routes/orders.js': project['routes/orders.js']!.replace('res.json(1)', 'res.json(2)') });
  git('add', '-A');
  expect(await staged(cwd)).toEqual({ found: LATE, older: 0 });
});

test('a deleted guard, a renamed router and a name with a space', async () => {
  const { cwd, git, write } = repositoryWith({ ...project, 'app.js': app(ORDERS, USE, USERS) });
  renameSync(join(cwd, 'routes/orders.js'), join(cwd, 'routes/moved orders.js'));
  write({ 'app.js': app(ORDERS.replace('routes/orders', 'routes/moved orders'), USE, USERS) });
  git('add', '-A');
  expect(await staged(cwd)).toEqual({ found: [], older: 1 });
  git('commit', '-qm', 'moved');
  rmSync(join(cwd, 'app.js'));
  git('rm', '-q', '--cached', 'app.js');
  expect(await staged(cwd)).toEqual({ found: [], older: 0 });
});

test('before the first commit everything is new', async () => {
  const cwd = folderWith({ ...project, 'app.js': app(ORDERS, USE, USERS) });
  execFileSync('git', ['init', '-q'], { cwd });
  execFileSync('git', ['add', '-A'], { cwd });
  expect(await staged(cwd)).toEqual({ found: LATE, older: 0 });
});

test('a repository in a folder above, and settings of each state', async () => {
  const inner = Object.fromEntries(Object.entries(project).map(([name, text]) => [`server/${name}`, text]));
  const { cwd, git, write } = repositoryWith({ ...inner, 'server/app.js': app(ORDERS, USE, USERS) });
  const folder = join(cwd, 'server');
  expect(await staged(folder)).toEqual({ found: [], older: 1 });
  write({ 'server/authlint.config.json': '{"rules":{"late-authentication":"off"}}' });
  git('add', '-A');
  expect(await staged(folder)).toEqual({ found: [], older: 0 });
  git('commit', '-qm', 'silenced');
  git('rm', '-q', 'server/authlint.config.json');
  expect(await staged(folder)).toEqual({ found: LATE, older: 0 });
});

test('since a revision: commits, staged and unstaged changes, from where the branch began', async () => {
  const { cwd, git, write } = repositoryWith({ ...project, 'app.js': app(USE, ORDERS, USERS) });
  git('checkout', '-qb', 'topic');
  write({ 'app.js': app(ORDERS, USE, USERS) });
  expect(await since(cwd, 'main')).toEqual({ found: LATE, older: 0 });
  git('commit', '-qam', 'late');
  expect(await since(cwd, 'main')).toEqual({ found: LATE, older: 0 });
  expect(await since(cwd, 'HEAD')).toEqual({ found: [], older: 1 });
  expect(await since(cwd, 'main...topic')).toEqual({ found: LATE, older: 0 });
  expect(await since(cwd, 'topic..main')).toEqual({ found: [], older: 0 });
  expect(() => changeSince(cwd, 'nowhere')).toThrow("git knows no revision 'nowhere'");
});

test('the cache changes nothing of it', async () => {
  const { cwd, git, write } = repositoryWith(project);
  const cache = folderWith({});
  write({ 'app.js': app(ORDERS, USE, USERS) });
  git('add', '-A');
  for (let run = 0; run < 2; run++) {
    const { findings, older } = await lintChange({ cwd, cache }, stagedChange(cwd));
    expect([findings.map(({ at }) => at.file), older]).toEqual([['routes/orders.js'], 0]);
  }
});

test('changed lines: with them taken out, the lines before are left', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const isChanged = changedLines(before.join('\n'), after.join('\n'));
      const kept = after
        .join('\n')
        .split('\n')
        .filter((_, index) => !isChanged(index + 1, index + 1));
      // What is kept stands in the old text too, in the same order.
      const old = before.join('\n').split('\n');
      for (const line of kept) {
        const at = old.indexOf(line);
        expect(at).toBeGreaterThanOrEqual(0);
        old.splice(0, at + 1);
      }
    }),
  );
  expect(changedLines('a\nb\nc', 'a\nc')(1, 2)).toBe(true);
  expect([1, 2].map((line) => changedLines('a\nb\nc', 'a\nc')(line, line))).toEqual([false, false]);
  expect([1, 2, 3].map((line) => changedLines('a\nc', 'a\nb\nc')(line, line))).toEqual([false, true, false]);
});
