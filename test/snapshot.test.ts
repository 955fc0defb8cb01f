import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stagedChange } from '../src/session/check/changes.ts';
import { lint } from '../src/session/check/lint.ts';
import { list } from '../src/session/files/list.ts';
import { openSnapshot, Snapshot, STAGED } from '../src/session/files/snapshot.ts';
import { openProject } from '../src/session/project/open-project.ts';
import { type Contents, folderWith } from './support/folder.ts';
import { repositoryWith } from './support/repository.ts';

const open = "const app = require('express')();\napp.get('/a', (req, res) => res.json(1));\napp.listen(1);\n";

async function filesOf(cwd: string, state: string | typeof STAGED, paths: readonly string[] = []) {
  const { candidates } = await list({ cwd, paths, from: openSnapshot(cwd, state) });
  return candidates.map((path) => path.slice(cwd.length + 1));
}

function textIn(cwd: string, state: string | typeof STAGED, file: string): string | null {
  const read = openSnapshot(cwd, state).read(join(cwd, file));
  return read.ok ? read.bytes.toString('utf8') : null;
}

test('a revision, the index and the disk are three states', async () => {
  const { cwd, git, write } = repositoryWith({ 'a.ts': 'one', 'gone.ts': '', 'b.ts': 'one' });
  write({ 'a.ts': 'two', 'new file é.ts': 'staged' });
  git('add', '-A');
  git('rm', '-q', '--cached', 'gone.ts');
  write({ 'a.ts': 'three', 'untracked.ts': '' });
  rmSync(join(cwd, 'b.ts'));
  expect(await filesOf(cwd, 'HEAD')).toEqual(['a.ts', 'b.ts', 'gone.ts']);
  expect(await filesOf(cwd, STAGED)).toEqual(['a.ts', 'b.ts', 'new file é.ts']);
  expect([textIn(cwd, 'HEAD', 'a.ts'), textIn(cwd, STAGED, 'a.ts')]).toEqual(['one', 'two']);
  expect(textIn(cwd, STAGED, 'new file é.ts')).toBe('staged');
  expect(textIn(cwd, STAGED, 'b.ts')).toBe('one');
});

test('paths and patterns name parts of a state, from a subfolder too', async () => {
  const { cwd } = repositoryWith({
    'pkg/a/x.ts': '',
    'pkg/b/y.ts': '',
    'pkg/b/.hidden.ts': '',
    'top.ts': '',
    'n.md': '',
  });
  expect(await filesOf(cwd, 'HEAD', ['pkg/b'])).toEqual(['pkg/b/.hidden.ts', 'pkg/b/y.ts']);
  expect(await filesOf(cwd, 'HEAD', ['pkg/**/*.ts'])).toEqual(['pkg/a/x.ts', 'pkg/b/y.ts']);
  expect(await filesOf(join(cwd, 'pkg/a'), 'HEAD')).toEqual(['x.ts']);
  expect(await filesOf(cwd, 'HEAD', ['top.ts', 'absent.ts'])).toEqual(['top.ts']);
});

test('before the first commit there is only the index', async () => {
  const cwd = folderWith({ 'a.ts': '' });
  execFileSync('git', ['init', '-q'], { cwd });
  execFileSync('git', ['add', '.'], { cwd });
  expect(await filesOf(cwd, STAGED)).toEqual(['a.ts']);
  expect(() => openSnapshot(cwd, 'HEAD')).toThrow("git knows no revision 'HEAD'");
  expect(() => openSnapshot(cwd, '--help')).toThrow("git knows no revision '--help'");
  expect(() => openSnapshot(folderWith({}), 'HEAD')).toThrow('is not in a git repository');
});

test('links lead where the state says', async () => {
  const { cwd, git } = repositoryWith({ 'src/a.ts': 'linked' });
  symlinkSync('src/a.ts', join(cwd, 'to-file.ts'));
  symlinkSync('nowhere.ts', join(cwd, 'dangling.ts'));
  symlinkSync('loop.ts', join(cwd, 'loop.ts'));
  symlinkSync('/etc/hostname', join(cwd, 'out.ts'));
  symlinkSync('src', join(cwd, 'folder.ts'));
  git('add', '-A');
  const snapshot = openSnapshot(cwd, STAGED);
  const found = ['to-file', 'dangling', 'loop', 'out', 'folder'].map((name) =>
    snapshot.inspect(join(cwd, `${name}.ts`), new Set([cwd])),
  );
  expect(found).toEqual([
    { kind: 'link', target: join(cwd, 'src/a.ts'), size: 6 },
    { kind: 'special', reason: 'a link that leads nowhere' },
    { kind: 'special', reason: 'a link that leads to itself' },
    { kind: 'special', reason: 'a link that leads out of the analysed folder' },
    { kind: 'special', reason: 'a link to a folder' },
  ]);
  expect(textIn(cwd, STAGED, 'to-file.ts')).toBe('linked');
  expect(snapshot.kind(`${join(cwd, 'folder.ts')}/`)).toBe('folder');
});

test('a submodule is read at the commit that the state names', async () => {
  const inner = repositoryWith({ 'lib.ts': 'one' });
  const { cwd, git } = repositoryWith({ 'a.ts': '' });
  git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.cwd, 'sub mod');
  git('commit', '-qm', 'submodule');
  writeFileSync(join(cwd, 'sub mod/lib.ts'), 'two');
  expect(await filesOf(cwd, 'HEAD')).toEqual(['a.ts', 'sub mod/lib.ts']);
  expect(textIn(cwd, 'HEAD', 'sub mod/lib.ts')).toBe('one');
});

test('what was committed is told by what is staged, as it is read', () => {
  const inner = repositoryWith({ 'lib.ts': 'one' });
  const text = 'a line that is long enough to be known again\n'.repeat(5);
  const { cwd, git, write } = repositoryWith({ 'a.ts': 'one', 'gone.ts': 'two', 'old é.ts': text, 'kept.ts': '' });
  symlinkSync('kept.ts', join(cwd, 'link.ts'));
  git('add', '-A');
  git('commit', '-qm', 'with a link');
  const told = () => {
    const state = ({ entries }: Snapshot) =>
      [...entries].map(([path, { kind, id, size }]) => [path, kind, id, size]).sort();
    const { before } = stagedChange(cwd);
    expect(before instanceof Snapshot && state(before)).toEqual(state(openSnapshot(cwd, 'HEAD')));
  };
  git('mv', 'old é.ts', 'new é.ts');
  git('rm', '-q', 'gone.ts', 'link.ts');
  write({ 'a.ts': 'another', 'added.ts': 'added', 'meant.ts': '', 'link.ts': 'no link any more' });
  git('add', 'a.ts', 'added.ts', 'link.ts');
  git('add', '-N', 'meant.ts');
  told();
  git('commit', '-qm', 'all of it', 'a.ts', 'added.ts');
  git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.cwd, 'sub mod');
  told();
});

test('the index that git prepared for a hook is the staged state', async () => {
  const { cwd, git, write } = repositoryWith({ 'a.ts': 'one', 'b.ts': 'one' });
  write({ 'a.ts': 'two', 'b.ts': 'two' });
  mkdirSync(join(cwd, '.git/hooks'), { recursive: true });
  const seen = join(cwd, '.git/seen');
  writeFileSync(
    join(cwd, '.git/hooks/pre-commit'),
    `#!/bin/sh\nprintf %s "$GIT_INDEX_FILE" > '${seen}'\ncp "$GIT_INDEX_FILE" '${seen}.index'\n`,
    {
      mode: 0o755,
    },
  );
  git('commit', '-qm', 'only a', 'a.ts');
  process.env['GIT_INDEX_FILE'] = `${seen}.index`;
  try {
    expect([textIn(cwd, STAGED, 'a.ts'), textIn(cwd, STAGED, 'b.ts')]).toEqual(['two', 'one']);
    expect(textIn(repositoryWith({ 'a.ts': 'foreign' }).cwd, STAGED, 'a.ts')).toBe('foreign');
  } finally {
    delete process.env['GIT_INDEX_FILE'];
  }
});

test('manifests, versions and configuration come from the state, installed packages from the disk', async () => {
  const lock = (version: string): string =>
    JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/express': { version } } });
  const manifest = JSON.stringify({ dependencies: { express: '*', cors: '*' } });
  const { cwd, git, write } = repositoryWith({
    'package.json': manifest,
    'package-lock.json': lock('4.18.2'),
    'app.js': open,
    'authlint.config.json': '{ "preset": "audit" }',
  });
  write({ 'package-lock.json': lock('5.1.0'), 'node_modules/cors/package.json': '{"version":"2.8.5"}' });
  git('add', 'package-lock.json');
  write({ 'authlint.config.json': '{ "broken' });
  const versions = async (state: string | typeof STAGED) => {
    const project = await openProject({ cwd, needles: ['express'], from: openSnapshot(cwd, state) });
    return [project.version('express', 'app.js')?.version, project.version('cors', 'app.js')?.version];
  };
  expect(await versions('HEAD')).toEqual(['4.18.2', '2.8.5']);
  expect(await versions(STAGED)).toEqual(['5.1.0', '2.8.5']);
  const { configFile, model } = await lint({ cwd, from: openSnapshot(cwd, 'HEAD') });
  expect([configFile, model.routes.length]).toEqual(['authlint.config.json', 1]);
});

test('the model of a state is the model of its checkout', async () => {
  const contents: Contents = { 'app.js': open, 'package.json': '{}', 'lib/b.js': "require('../app')" };
  const { cwd, write } = repositoryWith(contents);
  const before = await lint({ cwd, preset: 'audit' });
  write({ 'app.js': '', 'lib/b.js': '' });
  const after = await lint({ cwd, preset: 'audit', from: openSnapshot(cwd, 'HEAD') });
  expect(after.model).toEqual(before.model);
  expect(after.findings).toEqual(before.findings);
  expect(after.summary).toEqual(before.summary);
});

test('nothing that the repository configures is run', () => {
  const { cwd, git, write } = repositoryWith({ 'a.ts': 'one', '.gitattributes': '*.ts filter=evil diff=evil' });
  const sentinel = join(cwd, 'ran');
  const run = `sh -c 'touch "${sentinel}"; cat'`;
  for (const key of [
    'filter.evil.clean',
    'filter.evil.smudge',
    'diff.evil.textconv',
    'core.fsmonitor',
    'diff.external',
  ])
    git('config', key, run);
  write({ 'a.ts': 'two' });
  rmSync(sentinel, { force: true });
  expect(textIn(cwd, STAGED, 'a.ts')).toBe('one');
  expect(textIn(cwd, 'HEAD', 'a.ts')).toBe('one');
  expect(existsSync(sentinel)).toBe(false);
});
