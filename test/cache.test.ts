import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LintOptions, lint } from '../src/session/check/lint.ts';
import { cacheFolder } from '../src/session/contents/cache.ts';
import { toolIdentity } from '../src/session/contents/identity.ts';
import { Vault } from '../src/session/contents/vault.ts';
import { openSnapshot } from '../src/session/files/snapshot.ts';
import { answersAfterEdits, outcome } from './support/edit-sequences.ts';
import { folderWith } from './support/folder.ts';
import { repositoryWith } from './support/repository.ts';

const seed = Number(process.env['AUTHLINT_SEED'] ?? 20261122);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 80);

test(`with the cache and without it, the answer is the same, whatever is edited in between (AUTHLINT_SEED=${seed})`, {
  timeout: 240_000,
}, async () => {
  const answers = await answersAfterEdits(seed, runs);
  expect(answers.size).toBeGreaterThan(runs / 10);
});

test('the code that runs is recognised from a checkout, else each process would keep entries of its own', () => {
  expect(toolIdentity()).toMatch(/^[\w-]{22}$/);
});

const server = {
  'app.js': "const app = require('express')();\napp.get('/a', (req, res) => res.json(1));\napp.listen(1);\n",
};

/** Whether a run reads what sources say: a look-up reads it of those alone that have changed, to compare. */
async function links(options: LintOptions): Promise<boolean> {
  let isLinking = false;
  await lint({ ...options, onProgress: () => (isLinking = true) });
  return isLinking;
}

/** Lints once; then, whether texts that are written make it link again. It says the same with and without the cache. */
async function linted(cwd: string, write: (contents: Readonly<Record<string, string>>) => void) {
  const cache = folderWith({});
  await lint({ cwd, cache });
  return async (contents: Readonly<Record<string, string>>): Promise<boolean> => {
    write(contents);
    const linked = await links({ cwd, cache });
    expect(await outcome({ cwd, cache })).toBe(await outcome({ cwd }));
    return linked;
  };
}

/** Linking leaves a new model behind, a look-up does not. */
async function looksUp(options: LintOptions, cache: string): Promise<boolean> {
  const before = readdirSync(cache).filter((name) => name.startsWith('model-'));
  await lint({ ...options, cache });
  const after = readdirSync(cache).filter((name) => name.startsWith('model-'));
  return before.length > 0 && after.every((name) => before.includes(name));
}

test('an unchanged project is looked up, also elsewhere, and a file that cannot matter may change', async () => {
  const contents = { ...server, 'web/page.ts': 'export const a = 1;', 'package.json': '{}' };
  const cache = folderWith({});
  const { cwd, git, write } = repositoryWith(contents);
  expect(await looksUp({ cwd }, cache)).toBe(false);
  expect(await looksUp({ cwd }, cache)).toBe(true);
  expect(await looksUp({ cwd: repositoryWith(contents).cwd }, cache)).toBe(true);
  expect(await looksUp({ cwd, from: openSnapshot(cwd, 'HEAD') }, cache)).toBe(true);
  write({ 'web/page.ts': 'export const a = 2;' });
  expect(await looksUp({ cwd }, cache)).toBe(true);
  write({ 'web/page.ts': "import '../app.js';" });
  expect(await looksUp({ cwd }, cache)).toBe(false);
  write({ 'package.json': '{"dependencies":{"express":"4.0.0"}}' });
  expect(await looksUp({ cwd }, cache)).toBe(false);
  git('commit', '-qam', 'more');
  expect(await looksUp({ cwd }, cache)).toBe(true);
});

test('a file that says the same in other places costs no new model, however often it is edited', async () => {
  const { cwd, write } = repositoryWith({ ...server, 'package.json': '{}' });
  const cache = folderWith({});
  await lint({ cwd, cache });
  const [file, text] = Object.entries(server)[0]!;
  for (let edit = 0; edit < 10; edit++) {
    const comment = edit % 3 === 2 ? '// authlint-disable-next-line unauthenticated-route -- known\n' : '// and more\n';
    write({ [file]: `${'// moved\n'.repeat(edit)}${text}${comment}` });
    expect(await links({ cwd, cache })).toBe(false);
    expect(await outcome({ cwd, cache })).toBe(await outcome({ cwd }));
  }
  // What only the first run has seen is no longer needed.
  for (const { name } of new Vault(cache).list('model-').slice(1)) rmSync(join(cache, name));
  write({ [file]: `${text}// and less\n` });
  expect(await links({ cwd, cache })).toBe(false);
  expect(await outcome({ cwd, cache })).toBe(await outcome({ cwd }));
  write({ [file]: `${text}\nexport const more = 1;\n` });
  expect(await links({ cwd, cache })).toBe(true);
});

test('a function that nobody looks into may say something else at no cost, however often it is edited', async () => {
  const store = (called: string, uncalled: string) =>
    `exports.isOpen = (req) => { ${called} };\nexports.all = (query) => { ${uncalled} };\n`;
  const app = `const { isOpen } = require('./store');\nconst app = require('express')();
app.use((req, res, next) => (isOpen(req) ? next() : res.sendStatus(401)));
app.get('/a', (req, res) => res.json(1));\napp.listen(1);\n`;
  const { cwd, write } = repositoryWith({
    'app.js': app,
    'store.js': store('return false;', ''),
    'package.json': '{}',
  });
  const isLinked = await linted(cwd, write);
  for (const body of ['return query;', 'if (query) throw query;', 'const one = () => query.a;'])
    expect(await isLinked({ 'store.js': store('return false;', body) })).toBe(false);
  const importing = (source: string) => store('return false;', `require('${source}')`);
  expect(await isLinked({ 'store.js': importing('lodash'), 'more.js': 'exports.more = 1;\n' })).toBe(false);
  expect(await isLinked({ 'store.js': importing('./more') })).toBe(false);
  expect(await isLinked({ 'store.js': importing('./app') })).toBe(true);
  expect(await isLinked({ 'store.js': store('return true;', '') })).toBe(true);
  expect(await isLinked({ 'store.js': store('return true;', 'return 1;') })).toBe(false);
});

test('what nobody asks for may be imported at no cost', async () => {
  const store = (imports: string, body = 'return false;') =>
    `${imports}\nexport const isOpen = (req) => { ${body} };\nexport const all = () => [fs, sizes];\n`;
  const app = `import express from 'express';\nimport { isOpen } from './store.js';\nconst app = express();
app.use((req, res, next) => (isOpen(req) ? next() : res.sendStatus(401)));
app.get('/a', (req, res) => res.json(1));\napp.listen(1);\n`;
  const { cwd, write } = repositoryWith({
    'app.js': app,
    'store.js': store(''),
    'sizes.js': 'export const sizes = 1;\n',
  });
  const isLinked = await linted(cwd, write);
  expect(await isLinked({ 'store.js': store("import fs from 'node:fs';") })).toBe(false);
  expect(await isLinked({ 'store.js': store("import { sizes } from './sizes.js';\nimport fs from 'fs';") })).toBe(
    false,
  );
  expect(await isLinked({ 'store.js': store("import { type sizes } from './sizes.js';") })).toBe(false);
  expect(await isLinked({ 'app.js': app.replace('isOpen }', 'all, isOpen }') })).toBe(false);
  // It leads to the server, or a framework.
  expect(await isLinked({ 'store.js': store("import { sizes } from './app.js';") })).toBe(true);
  expect(await isLinked({ 'store.js': store("import { sizes } from 'koa';") })).toBe(true);
  const looking = store('', 'return sizes === 1;');
  expect(await isLinked({ 'store.js': looking })).toBe(true);
  expect(await isLinked({ 'store.js': `import { sizes } from './sizes.js';${looking}` })).toBe(true);
});

test('files that lead to nothing that matters come, go and import others at no cost, as packages do that nobody asks for', async () => {
  const manifest = (more: string) => `{"dependencies":{"express":"^5.0.0"${more}}}`;
  const lock = (more: string) =>
    `{"lockfileVersion":3,"packages":{"":{},"node_modules/express":{"version":"5.1.0"}${more}}}`;
  const around = { 'package.json': manifest(''), 'package-lock.json': lock(''), 'web/page.ts': "import './part';\n" };
  const { cwd, write } = repositoryWith({ ...server, ...around });
  const cache = folderWith({});
  const isLinked = async (contents: Readonly<Record<string, string>>) => {
    const packs = () => readdirSync(cache).filter((name) => name.startsWith('facts'));
    const before = packs();
    write(contents);
    expect(await outcome({ cwd, cache })).toBe(await outcome({ cwd }));
    return packs().join() !== before.join();
  };
  expect(await isLinked({})).toBe(true);
  expect(await isLinked({ 'web/form.ts': "import 'vue';\nimport './page';\n", 'web/form.test.ts': '' })).toBe(false);
  expect(await isLinked({ 'web/form.ts': "import './page';\nimport './table';\n" })).toBe(false);
  rmSync(join(cwd, 'web/form.test.ts'));
  expect(await isLinked({ 'web/form.ts': 'export const form = 1;\n' })).toBe(false);
  const vue = { 'package.json': manifest(',"vue":"^3.0.0"') };
  expect(await isLinked({ ...vue, 'package-lock.json': lock(',"node_modules/vue":{"version":"3.5.0"}') })).toBe(false);
  expect(await isLinked({ 'package-lock.json': lock('').replace('5.1.0', '5.2.0') })).toBe(true);
  // An import was looking for it, it leads to the server, it names a framework.
  expect(await isLinked({ 'web/part.ts': 'export const part = 1;\n' })).toBe(true);
  expect(await isLinked({ 'web/new.ts': "import '../app.js';\n" })).toBe(true);
  expect(await isLinked({ 'web/other.ts': "import 'express';\n" })).toBe(true);
});

test('what an excluded file says costs no new model where nobody asks for it', async () => {
  const tool = { 'tool.js': "import './tool.test.js';\n", 'tool.test.js': 'export const one = 1;\n' };
  const { cwd, write } = repositoryWith({ ...server, ...tool, 'package.json': '{}' });
  const cache = folderWith({});
  await lint({ cwd, cache });
  const before = readdirSync(cache);
  write({ 'tool.test.js': 'export const one = [1, 2, 3];\n' });
  expect(await outcome({ cwd, cache })).toBe(await outcome({ cwd }));
  const models = (names: readonly string[]) => names.filter((name) => name.startsWith('model'));
  expect(models(readdirSync(cache))).toEqual(models(before));
});

test('nothing in the cache names a folder of this machine', async () => {
  const cache = folderWith({});
  const { cwd } = repositoryWith({ ...server, 'tsconfig.json': '{}', 'package.json': '{}' });
  await lint({ cwd, cache });
  const names = readdirSync(cache);
  expect([...new Set(names.map((name) => name.split('-')[0]!))].sort()).toEqual(['facts', 'model', 'verdict']);
  for (const name of names) expect(readFileSync(join(cache, name), 'utf8')).not.toContain(cwd);
});

const damages: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  empty: () => Buffer.alloc(0),
  'cut short': (bytes) => bytes.subarray(0, bytes.length >> 1),
  'without its last byte': (bytes) => bytes.subarray(0, -1),
  longer: (bytes) => Buffer.concat([bytes, bytes]),
  'changed in one bit': (bytes) => {
    const copy = Buffer.from(bytes);
    copy[copy.length - 20]! ^= 1;
    return copy;
  },
  'by another tool': (bytes) => Buffer.from(bytes.toString('utf8').replace(/^authlint \S+/, 'authlint someone-else')),
  'all zeros': (bytes) => Buffer.alloc(bytes.length),
  'no text at all': (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)),
};

test.each(Object.entries(damages))('kept files that are %s are ignored and made anew', async (_, damage) => {
  const cache = folderWith({});
  const { cwd } = repositoryWith(server);
  const before = await outcome({ cwd, cache });
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    writeFileSync(path, damage(readFileSync(path)));
  }
  expect(await outcome({ cwd, cache })).toBe(before);
  expect(await looksUp({ cwd }, cache)).toBe(true);
});

test('foreign files in the folder are neither read nor removed', async () => {
  const cache = folderWith({ 'model-mine.txt': 'keep me', 'facts-x.json': '{}' });
  mkdirSync(join(cache, 'model-folder.json'));
  const { cwd } = repositoryWith(server);
  expect(await outcome({ cwd, cache })).toBe(await outcome({ cwd }));
  expect(readFileSync(join(cache, 'model-mine.txt'), 'utf8')).toBe('keep me');
});

test('what a version wrote that nobody runs any more is removed', async () => {
  const cache = folderWith({
    'facts-old.json': 'authlint another-version x\n{}\n',
    'facts-new.json': 'authlint y z\n',
  });
  const month = new Date(Date.now() - 30 * 24 * 3_600_000);
  utimesSync(join(cache, 'facts-old.json'), month, month);
  await lint({ cwd: repositoryWith(server).cwd, cache });
  const left = readdirSync(cache);
  expect([left.includes('facts-old.json'), left.includes('facts-new.json')]).toEqual([false, true]);
});

test('a folder that is a file, or lies below one, costs time and nothing else', async () => {
  const { cwd } = repositoryWith(server);
  const cache = join(folderWith({ file: '' }), 'file');
  const plain = await outcome({ cwd });
  expect(await outcome({ cwd, cache })).toBe(plain);
  expect(await outcome({ cwd, cache: join(cache, 'below') })).toBe(plain);
  expect(await outcome({ cwd, cache: '/proc/nowhere' })).toBe(plain);
});

test('a cache that is committed with the code is not believed', async () => {
  const { cwd, git, write } = repositoryWith(server);
  const cache = join(cwd, 'kept');
  const clean = await outcome({ cwd, cache });
  git('add', '-A');
  git('commit', '-qm', 'with its own findings');
  const names = readdirSync(cache);
  write({ 'app.js': `${server['app.js']}app.get('/b', (req, res) => res.json(2));\n` });
  expect(await outcome({ cwd, cache })).not.toBe(clean);
  expect(readdirSync(cache)).toEqual(names);
});

test('filters of the repository are never run, and their files are read', async () => {
  const { cwd, git, write } = repositoryWith({ ...server, '.gitattributes': '*.js filter=evil' });
  const sentinel = join(cwd, 'ran');
  git('config', 'filter.evil.clean', `sh -c 'touch "${sentinel}"; cat'`);
  const cache = folderWith({});
  await lint({ cwd, cache });
  write({ 'app.js': server['app.js'].replace('/a', '/b') });
  rmSync(sentinel, { force: true });
  const { model } = await lint({ cwd, cache });
  expect(model.routes.map(({ path }) => path)).toEqual(['/b']);
  expect(existsSync(sentinel)).toBe(false);
});

test('line ends that git keeps differently do not shift places', async () => {
  const { cwd, git } = repositoryWith({ ...server, '.gitattributes': '* text=auto eol=crlf' });
  const cache = folderWith({});
  await lint({ cwd, cache, from: openSnapshot(cwd, 'HEAD') });
  rmSync(join(cwd, 'app.js'));
  git('checkout', '-q', '--', 'app.js');
  expect(readFileSync(join(cwd, 'app.js'), 'utf8')).toContain('\r\n');
  expect(await outcome({ cwd, cache })).toBe(await outcome({ cwd }));
});

test('it lies beside the installed packages, where the environment says, or in the home folder', () => {
  const top = folderWith({ 'node_modules/x/index.js': '', '.git/HEAD': '', 'packages/a/x.js': '' });
  expect(cacheFolder(join(top, 'packages/a'), {})).toBe(join(top, 'node_modules/.cache/authlint'));
  expect(cacheFolder(top, { AUTHLINT_CACHE_DIR: 'kept' })).toBe(join(top, 'kept'));
  const bare = folderWith({ '.git/HEAD': '' });
  expect(cacheFolder(bare, { XDG_CACHE_HOME: '/var/cache/somebody' })).toBe('/var/cache/somebody/authlint');
});

test('many runs leave few files behind', { timeout: 60_000 }, async () => {
  const cache = folderWith({});
  const { cwd, write } = repositoryWith(server);
  for (let run = 0; run < 14; run++) {
    write({ 'app.js': server['app.js'].replace('/a', `/${run}`) });
    await lint({ cwd, cache });
  }
  const names = readdirSync(cache);
  expect(names.filter((name) => name.startsWith('facts-')).length).toBeLessThanOrEqual(7);
  expect(names.filter((name) => name.startsWith('model-')).length).toBe(8);
  expect(await looksUp({ cwd }, cache)).toBe(true);
});
