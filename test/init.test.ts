import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '#config';
import { rules } from '#rules';
import { folderWith } from './support/folder.ts';
import { repositoryWith } from './support/repository.ts';
import { authlint, LATE_GUARD, project } from './support/run.ts';

const manifest = { name: 'shop', dependencies: { express: '^5.1.0', 'unheard-of-guard': '^1.0.0' } };

const UNKNOWN = `import express from 'express';
import { check } from 'unheard-of-guard';
const app = express();
app.get('/a', check({ strict: true }), (req, res) => res.json('a'));
app.get('/b', check({ strict: true }), (req, res) => res.json('b'));
app.listen(3000);
`;

const files = (cwd: string) =>
  readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(cwd.length + 1))
    .filter((name) => !name.startsWith('.git/') || name === '.git/hooks/pre-commit')
    .sort();
const text = (cwd: string, file: string) => readFileSync(join(cwd, file), 'utf8');

const shop = (server = LATE_GUARD, more: Readonly<Record<string, string>> = {}) =>
  repositoryWith({ 'package.json': manifest, 'package-lock.json': '{}', 'server.js': server, ...more }).cwd;

describe('init --yes', () => {
  test('writes a small, valid configuration, the lock, a hook and a workflow; a second run changes nothing', async () => {
    const cwd = shop();
    const before = files(cwd);
    const first = await authlint(cwd, ['init', '--yes', '--no-baseline']);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('Servers: express');
    expect(first.out).toContain('Guards: requireUser');
    const written = files(cwd).filter((name) => !before.includes(name));
    expect(written).toEqual([
      '.git/hooks/pre-commit',
      '.github/workflows/authlint.yml',
      'auth-surface.lock',
      'authlint.config.json',
    ]);
    const config = text(cwd, 'authlint.config.json');
    expect(parseConfig({ file: 'c', text: config, embedded: false }, rules)).toEqual({
      $schema: './node_modules/authlint/schema.json',
      preset: 'recommended',
    });
    expect(statSync(join(cwd, '.git/hooks/pre-commit')).mode & 0o111).toBe(0o111);
    expect((await authlint(cwd, ['surface', '--check'])).code).toBe(0);
    const contents = written.map((name) => text(cwd, name));
    const second = await authlint(cwd, ['init', '--yes', '--no-baseline']);
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(second.out).not.toContain('wrote');
    expect(written.map((name) => text(cwd, name))).toEqual(contents);
  });

  test('what the baseline holds from the first day on is not lost sight of', async () => {
    const cwd = shop();
    const { code, out } = await authlint(cwd, ['init', '--yes', '--no-hook', '--no-workflow']);
    expect(code).toBe(0);
    expect(out).toContain('authlint-baseline.txt: 1 entry for 1 finding.');
    expect(out).toContain("Now run 'npx authlint', and 'npx authlint --no-ignores' for what the baseline holds.");
    expect((await authlint(cwd, [])).code).toBe(0);
    const all = await authlint(cwd, ['--no-ignores']);
    expect(all).toMatchObject({ code: 1, out: expect.stringContaining('late-authentication') });
  });

  test('a lockfile that is not committed cannot be installed from', async () => {
    const install = async (more: Readonly<Record<string, string>>) => {
      const cwd = shop(LATE_GUARD, more);
      await authlint(cwd, ['init', '--yes', '--no-baseline']);
      return text(cwd, '.github/workflows/authlint.yml').match(/npm (?:ci|install)/)?.[0];
    };
    expect(await install({})).toBe('npm ci');
    expect(await install({ '.gitignore': 'node_modules\npackage-lock.json\n' })).toBe('npm install');
  });

  test('the stage speaks to the package manager that is in use, about the branch that is there', async () => {
    const stage = async (lock: string, branch: string) => {
      const { cwd, git } = repositoryWith({ 'package.json': manifest, 'server.js': LATE_GUARD, 'yarn.lock': lock });
      git('symbolic-ref', 'HEAD', `refs/heads/${branch}`);
      await authlint(cwd, ['init', '--yes', '--no-baseline']);
      return text(cwd, '.github/workflows/authlint.yml');
    };
    const classic = await stage('# yarn lockfile v1\n', 'master');
    expect(classic).toContain('yarn install --frozen-lockfile --ignore-scripts');
    expect(classic).toContain('branches: [master]');
    const berry = await stage('__metadata:\n  version: 8\n', 'feature/x');
    expect(berry).toContain('yarn install --immutable --mode=skip-build');
    expect(berry).toContain('branches: [main]');
  });

  test('what is there stays as it is, whatever it is called', async () => {
    const own = {
      'authlint.config.jsonc': '// mine\n{}',
      '.husky/pre-commit': 'npm test\n',
      'auth-surface.lock': 'mine',
    };
    const cwd = shop(LATE_GUARD, own);
    const { out } = await authlint(cwd, ['init', '--yes', '--no-baseline']);
    expect(out).toContain('kept authlint.config.jsonc');
    expect(out).toContain('.husky/pre-commit is yours; add to it:\n    npx --no-install authlint check --staged');
    expect(existsSync(join(cwd, 'authlint.config.json'))).toBe(false);
    for (const [name, content] of Object.entries(own)) expect(text(cwd, name)).toBe(content);
    const inManifest = project({ 'server.js': LATE_GUARD, 'package.json': '{ "authlint": {} }' });
    expect((await authlint(inManifest, ['init', '--yes'])).out).toContain('kept package.json');
  });

  test('hooks and stages of other tools are theirs: it says what to add', async () => {
    const own = { 'lefthook.yml': 'pre-push: {}\n', '.gitlab-ci.yml': 'stages: []\n' };
    const cwd = shop(LATE_GUARD, own);
    const { out } = await authlint(cwd, ['init', '--yes', '--no-baseline']);
    expect(out).toMatch(/lefthook\.yml is yours; add to it:\n {4}pre-commit:/);
    expect(out).toMatch(/\.gitlab-ci\.yml is yours; add to it:\n {4}authlint:/);
    expect(files(cwd)).not.toContain('.github/workflows/authlint.yml');
    expect(text(cwd, 'lefthook.yml')).toBe('pre-push: {}\n');
    const python = shop(LATE_GUARD, { '.pre-commit-config.yaml': 'repos: []\n' });
    expect((await authlint(python, ['init', '--yes', '--no-baseline'])).out).toContain('        id: authlint'.trim());
  });

  test('nothing to analyse, nothing to write', async () => {
    const cwd = folderWith({ 'package.json': {}, 'a.js': '' });
    expect(await authlint(cwd, ['init', '--yes'])).toMatchObject({ code: 3, out: '' });
    expect(files(cwd)).toEqual(['a.js', 'package.json']);
  });

  test('a step that it cannot judge is named and not taught', async () => {
    const cwd = shop(UNKNOWN);
    const { out } = await authlint(cwd, ['init', '--yes']);
    expect(out).toContain('Steps that could not be judged: check() (unheard-of-guard#check)');
    expect(text(cwd, 'authlint.config.json')).not.toContain('catalog');
  });
});

describe('init', () => {
  test('needs somebody who answers', async () => {
    const cwd = shop();
    const { code, out, err } = await authlint(cwd, ['init']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      `authlint: init asks questions, and nobody can answer them here; 'authlint init --yes' takes every offer\n`,
    );
    expect(files(cwd)).not.toContain('authlint.config.json');
  });

  test.each([
    ['y', 'authenticated'],
    ['n', 'anonymous'],
    ['skip', 'unknown'],
  ])('asks about a step that it cannot judge: %s', async (answer, access) => {
    const cwd = shop(UNKNOWN);
    const { out } = await authlint(cwd, ['init', '--no-baseline'], { answers: [answer, 'n', 'n', 'n'] });
    expect(out).toContain('check() stands in front of 2 routes. Does it reject anonymous callers?');
    expect(files(cwd)).toContain('authlint.config.json');
    expect(files(cwd)).not.toContain('auth-surface.lock');
    const { routes } = JSON.parse((await authlint(cwd, ['routes', '--format', 'json'])).out);
    expect(routes.map((one: { access: string }) => one.access)).toEqual([access, access]);
  });

  test('writes what was agreed to', async () => {
    const cwd = shop();
    await authlint(cwd, ['init', '--no-baseline'], { answers: ['', 'no', 'y'] });
    expect(files(cwd)).toContain('auth-surface.lock');
    expect(files(cwd)).toContain('.github/workflows/authlint.yml');
    expect(files(cwd)).not.toContain('.git/hooks/pre-commit');
  });
});
