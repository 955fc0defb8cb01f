import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_EXCLUDES } from '../src/session/files/excludes.ts';
import { globMatcher } from '../src/session/files/glob.ts';
import { type ListOptions, list } from '../src/session/files/list.ts';
import { decode } from '../src/session/files/read.ts';
import { openProject } from '../src/session/project/open-project.ts';
import { type Contents, folderWith } from './support/folder.ts';

function gitFolderWith(contents: Contents): string {
  const folder = folderWith(contents);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  return folder;
}

async function listed(cwd: string, options: Omit<ListOptions, 'cwd'> = {}): Promise<string[]> {
  const { candidates } = await list({ cwd, ...options });
  return candidates.map((path) => path.slice(cwd.length + 1));
}

async function notes(cwd: string, options: Omit<ListOptions, 'cwd'> = {}) {
  return Object.fromEntries((await list({ cwd, ...options })).notes.map(({ file, reason }) => [file, reason]));
}

const everyKind = {
  'a.ts': '',
  'b.tsx': '',
  'c.mts': '',
  'd.cts': '',
  'e.js': '',
  'f.jsx': '',
  'g.mjs': '',
  'h.cjs': '',
};

for (const [where, make] of [
  ['in a git tree', gitFolderWith],
  ['outside of git', folderWith],
] as const) {
  test(`${where}, sources are listed and nothing else`, async () => {
    const cwd = make({ ...everyKind, 'x.json': '{}', 'y.d.ts': '', 'z.css': '', 'src/[id].ts': '', 'src/é.ts': '' });
    expect(await listed(cwd)).toEqual([...Object.keys(everyKind), 'src/[id].ts', 'src/é.ts']);
    expect(await listed(cwd, { paths: ['src/[id].ts'] })).toEqual(['src/[id].ts']);
  });

  test(`${where}, tests, builds and vendored files are left out unless they are named`, async () => {
    const cwd = make({
      'src/app.ts': '',
      'src/app.spec.ts': '',
      'src/app.e2e-spec.ts': '',
      'src/__tests__/x.ts': '',
      'integration_tests/x.ts': '',
      'src/testutils/x.ts': '',
      'test/server/app.ts': '',
      'test/server/app.test.ts': '',
      'test/server/dist/app.js': '',
      'public/lib.min.js': '',
      'vendor/lib.js': '',
      'node_modules/x/index.js': '',
      'latest/contest.ts': '',
    });
    expect(await listed(cwd)).toEqual(['latest/contest.ts', 'src/app.ts']);
    expect(await listed(cwd, { paths: ['test/server'] })).toEqual(['test/server/app.ts']);
    expect(await listed(join(cwd, 'test/server'))).toEqual(['app.ts']);
    expect(await listed(cwd, { paths: ['src/app.spec.ts'] })).toEqual(['src/app.spec.ts']);
    expect(await listed(cwd, { paths: ['test/**/*.ts'] })).toEqual(['test/server/app.ts']);
    expect(await listed(cwd, { include: ['test'] })).toEqual(['test/server/app.ts']);
    expect(await listed(cwd, { include: ['src/**', 'test/server/*'] })).toEqual(['src/app.ts', 'test/server/app.ts']);
    expect(await listed(cwd, { exclude: ['latest'] })).toEqual(['src/app.ts']);
    expect(await listed(cwd, { paths: ['src/app.ts'], exclude: ['src/*.ts'] })).toEqual([]);
    expect(await listed(cwd, { defaultExcludes: ['src/**'] })).toContain('vendor/lib.js');
  });

  test(`${where}, special files are noted and never opened`, async () => {
    const cwd = make({ 'good.ts': '', 'folder.ts/inside.ts': '', 'other/x.ts': '' });
    const outside = folderWith({ 'secret.ts': '' });
    execFileSync('mkfifo', [join(cwd, 'pipe.ts')]);
    symlinkSync('nowhere.ts', join(cwd, 'dangling.ts'));
    symlinkSync('loop.ts', join(cwd, 'loop.ts'));
    symlinkSync(join(outside, 'secret.ts'), join(cwd, 'out.ts'));
    symlinkSync('good.ts', join(cwd, 'again.ts'));
    symlinkSync('.', join(cwd, 'other/self'));
    expect(await listed(cwd)).toEqual(['folder.ts/inside.ts', 'good.ts', 'other/x.ts']);
    expect(await notes(cwd)).toMatchObject({
      'dangling.ts': 'a link that leads nowhere',
      'loop.ts': 'a link that leads to itself',
      'out.ts': 'a link that leads out of the analysed folder',
    });
    expect(await notes(cwd, { paths: ['pipe.ts'] })).toEqual({ 'pipe.ts': 'a pipe' });
    expect(await notes(cwd, { paths: ['/dev/null'] })).toEqual({
      [relative(cwd, '/dev/null')]: 'not a JavaScript or TypeScript file',
    });
  });
}

test('outside of git a pipe, a socket and a folder called x.ts are noted', async () => {
  const cwd = folderWith({ 'good.ts': '' });
  execFileSync('mkfifo', [join(cwd, 'pipe.ts')]);
  mkdirSync(join(cwd, 'folder.ts'));
  const server = createServer().listen(join(cwd, 'socket.ts'));
  await new Promise((ready) => server.once('listening', ready));
  expect(await notes(cwd)).toEqual({ 'pipe.ts': 'a pipe', 'folder.ts': 'a folder', 'socket.ts': 'a socket' });
  server.close();
});

test('outside of git, files that start with a dot are read, folders that do are not', async () => {
  const cwd = folderWith({ 'a.ts': '', 'routes/.autohooks.ts': '', '.kept/b.ts': '' });
  expect(await listed(cwd)).toEqual(['a.ts', 'routes/.autohooks.ts']);
});

test('git decides what is ignored, and a deleted file is no news', async () => {
  const cwd = gitFolderWith({ 'a.ts': '', 'gone.ts': '', '.gitignore': 'generated\n', 'generated/x.ts': '' });
  rmSync(join(cwd, 'gone.ts'));
  writeFileSync(join(cwd, 'untracked.ts'), '');
  expect(await listed(cwd)).toEqual(['a.ts', 'untracked.ts']);
  expect(await notes(cwd)).toEqual({});
  expect(await listed(cwd, { paths: ['generated'] })).toEqual(['generated/x.ts']);
});

test('nested repositories are part of the tree', async () => {
  const cwd = gitFolderWith({ 'a.ts': '' });
  mkdirSync(join(cwd, 'inner'));
  writeFileSync(join(cwd, 'inner/b.ts'), '');
  execFileSync('git', ['init', '-q'], { cwd: join(cwd, 'inner') });
  expect(await listed(cwd)).toEqual(['a.ts', 'inner/b.ts']);
});

test('nothing that the repository configures is run', async () => {
  const cwd = gitFolderWith({ 'a.ts': '' });
  const trap = join(cwd, 'trap');
  writeFileSync(trap, `#!/bin/sh\ntouch ${cwd}/sprung\n`);
  chmodSync(trap, 0o755);
  for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.editor', 'core.pager', 'credential.helper']) {
    execFileSync('git', ['config', key, trap], { cwd });
  }
  expect(await listed(cwd)).toEqual(['a.ts']);
  expect(() => execFileSync('test', ['-e', join(cwd, 'sprung')])).toThrow();
});

test('a name that is not UTF-8 is noted and the others are kept', async () => {
  for (const cwd of [gitFolderWith({ 'good.ts': '' }), folderWith({ 'good.ts': '' })]) {
    writeFileSync(Buffer.concat([Buffer.from(`${cwd}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.ts')]), '');
    expect(await listed(cwd)).toEqual(['good.ts']);
    expect(Object.values(await notes(cwd))).toEqual(['its name is not valid UTF-8']);
  }
});

test('what is missing, too large or unreadable is noted', async () => {
  const cwd = folderWith({ 'a.ts': 'export {}', 'large.ts': ' '.repeat(2000) });
  expect(await notes(cwd, { paths: ['nope', 'x/*.ts'] })).toEqual({
    nope: 'no such file or folder',
    'x/*.ts': 'no such file or folder',
  });
  expect(await notes(cwd, { maxFileSize: 1000 })).toEqual({ 'large.ts': 'larger than 1000 bytes' });
});

test.skipIf(process.getuid?.() === 0)('a closed file or folder is noted and the others are kept', async () => {
  for (const make of [gitFolderWith, folderWith]) {
    const cwd = make({ 'a.ts': 'export {}' });
    mkdirSync(join(cwd, 'closed'), { mode: 0 });
    writeFileSync(join(cwd, 'closed.ts'), '', { mode: 0 });
    const project = await openProject({ cwd, needles: [] });
    expect(project.notes.toSorted((a, b) => a.file.localeCompare(b.file))).toEqual([
      { file: 'closed', reason: 'no permission to read it' },
      { file: 'closed.ts', reason: 'no permission to read it' },
    ]);
    expect(project.files).toEqual(['a.ts']);
  }
});

test('a link whose target is not a candidate stands for it', async () => {
  const cwd = folderWith({ 'test/real.ts': '', 'a.ts': '' });
  symlinkSync('test/real.ts', join(cwd, 'link.ts'));
  symlinkSync('test/real.ts', join(cwd, 'link2.ts'));
  expect(await listed(cwd)).toEqual(['a.ts', 'link.ts']);
});

test.each([
  ['utf-8', Buffer.from('const é = 1'), false],
  ['utf-8', Buffer.from('\ufeffconst é = 1'), false],
  ['utf-16le', Buffer.from('\ufeffconst é = 1', 'utf16le'), false],
  ['utf-16be', Buffer.from('\ufeffconst é = 1', 'utf16le').swap16(), false],
  ['utf-8', Buffer.from('const é = 1', 'latin1'), true],
])('%s is decoded (%#)', (encoding, bytes, lossy) => {
  expect(decode(bytes)).toMatchObject({ text: lossy ? 'const \ufffd = 1' : 'const é = 1', encoding, lossy });
});

test('a project notes a lossy file once and still reads it', async () => {
  const cwd = folderWith({ 'a.ts': Buffer.from("import e from 'express' // é", 'latin1') });
  const project = await openProject({ cwd, needles: ['express'] });
  expect(project.marked).toEqual(['a.ts']);
  expect(project.textOf('a.ts')).toContain('express');
  expect(project.textOf('a.ts')).toContain('\ufffd');
  expect(project.notes).toHaveLength(1);
});

test.each([
  ['**/*.d.{ts,mts}', 'a/b.d.mts', true],
  ['**/*.d.ts', 'b.d.ts', true],
  ['**/{test,e2e}/**', 'a/e2e/b/c.ts', true],
  ['**/{test,e2e}/**', 'a/e2e.ts', false],
  ['src/**', 'src/a/b.ts', true],
  ['src/**/x.ts', 'src/x.ts', true],
  ['src/*/x.ts', 'src/a/b/x.ts', false],
  ['./src/?.ts', 'src/a.ts', true],
  ['src/[a-c].ts', 'src/b.ts', true],
  ['src/[!a-c].ts', 'src/b.ts', false],
  ['**/*.min.js', 'a/min.js', false],
  ['a\\*b', 'a*b', true],
  ['*.{js', 'x.{js', true],
])('%s on %s: %s', (pattern, path, expected) => {
  expect(globMatcher([pattern])(path)).toBe(expected);
});

test('no pattern makes matching slow', () => {
  const start = performance.now();
  expect(globMatcher(['*a'.repeat(200)])('a'.repeat(5000).concat('b'))).toBe(false);
  expect(globMatcher(['**/a/'.repeat(100).concat('b')])('a/'.repeat(2000).concat('c'))).toBe(false);
  globMatcher(['{a,b}'.repeat(150)])('x');
  expect(performance.now() - start).toBeLessThan(1000);
});

test('matching agrees with regular expressions on small patterns', () => {
  const segment = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 4 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 });
  const pattern = fc.array(fc.oneof(segment, fc.constant('**')), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(pattern, fc.array(name, { minLength: 1, maxLength: 4 }), (segments, parts) => {
      const source = segments.map((one) =>
        one === '**' ? '(?:[^/]+/)*' : `${one.replace(/\*+/g, '[^/]*').replace(/\?/g, '[^/]')}/`,
      );
      const expected = new RegExp(`^${source.join('')}$`).test(`${parts.join('/')}/`);
      expect(globMatcher([segments.join('/')])(parts.join('/'))).toBe(
        // A trailing `/**` wants at least a name, a folder is not among its own contents.
        expected,
      );
    }),
    { numRuns: 3000 },
  );
});

test('the default patterns are few and sane', () => {
  for (const pattern of DEFAULT_EXCLUDES) expect(pattern.startsWith('**/')).toBe(true);
});
