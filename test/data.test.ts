import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allRules, lint, onDisk, Session } from '#session';
import { lintChange, stagedChange } from '../src/session/check/changes.ts';
import { folderWith } from './support/folder.ts';
import { repositoryWith } from './support/repository.ts';

const APP = `const express = require('express');
const app = express();
const requireKey = (req, res, next) => (req.get('x-api-key') === process.env.KEY ? next() : res.sendStatus(401));
for (const { path, key } of require('./table.json')) app.post(path, ...(key ? [requireKey] : []), (req, res) => res.json(1));
app.listen(1);
`;
const table = (key: boolean) =>
  JSON.stringify([
    { path: '/orders', key: true },
    { path: '/users', key },
  ]);
const project = (text: string) => ({ 'app.js': APP, 'table.json': text, 'package.json': '{}' });

async function access(cwd: string, cache: boolean | string = false) {
  const { model } = await lint({ cwd, cache });
  return model.routes.map((route) => `${route.path} ${route.access}`);
}

test('what a table in JSON says decides about routes, also where it is the only thing that has changed', async () => {
  const { cwd, git, write } = repositoryWith(project(table(true)));
  const cache = folderWith({});
  expect(await access(cwd, cache)).toEqual(['/orders authenticated', '/users authenticated']);
  write({ 'table.json': table(false) });
  expect(await access(cwd, cache)).toEqual(['/orders authenticated', '/users anonymous']);
  git('add', '-A');
  const { findings } = await lintChange({ cwd }, stagedChange(cwd));
  expect(findings.map(({ rule, key }) => `${rule} ${key}`)).toContain('unauthenticated-route opened');
});

test('an editor learns of it', () => {
  const cwd = folderWith(project(table(true)));
  const session = new Session(cwd, undefined, { sparing: 0 });
  const rules = () => {
    const view = session.view({ path: 'app.js', text: APP, tree: null });
    return allRules.flatMap(({ id: rule }) => (view?.findings({ rule, preset: 'audit' }) ?? []).map(() => rule));
  };
  expect(rules()).not.toContain('unauthenticated-route');
  writeFileSync(join(cwd, 'table.json'), table(false));
  expect(rules()).toContain('unauthenticated-route');
  writeFileSync(join(cwd, 'table.json'), table(true));
  expect(rules()).not.toContain('unauthenticated-route');
});

test('data that cannot be read is a gap where it is imported, and says why', async () => {
  const said = async (text: string) => {
    const { gaps, problems, model } = await lint({ cwd: folderWith(project(text)) });
    expect(model.routes.map((route) => route.access)).toEqual(['unknown']);
    return [...gaps, ...problems].map(({ reason }) => reason).filter((reason) => /json|JSON|nested/.test(reason));
  };
  expect(await said('[\n{,')).toEqual(['table.json could not be parsed', 'not valid JSON: syntax error on line 2']);
  expect(await said('// none\n[]')).toEqual([
    'table.json could not be parsed',
    'not valid JSON: syntax error on line 1',
  ]);
  expect(await said('['.repeat(5000))).toEqual([
    'table.json could not be parsed',
    'nested too deep to analyse (more than 500 levels)',
  ]);
  expect(await said(`[${'1,'.repeat(100_000)}1]`)).toEqual([
    'require of "./table.json": larger than 128 KiB, and not read',
  ]);
});

test('only data that the set-up looks at is read', async () => {
  const words = Array.from({ length: 50 }, (_, index) => [`words/${index}.json`, '{}'] as const);
  const cwd = folderWith({
    ...project(table(true)),
    ...Object.fromEntries(words),
    'page.js': words.map(([file]) => `import '../${file}';`).join('\n'),
    'words.js': `exports.words = () => [${words.map(([file]) => `require('./${file}')`).join()}];`,
  });
  const read: string[] = [];
  const from = { ...onDisk };
  from.read = (path) => {
    read.push(path);
    return onDisk.read(path);
  };
  await lint({ cwd, from, cache: false });
  expect(read.filter((path) => path.endsWith('.json') && !path.endsWith('package.json'))).toEqual([
    join(cwd, 'table.json'),
    join(cwd, 'table.json'),
  ]);
});
