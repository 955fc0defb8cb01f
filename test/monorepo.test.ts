import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from './support/folder.ts';
import { authlint, LATE_GUARD } from './support/run.ts';

const manifest = (name: string) => ({ name, dependencies: { express: '^5.1.0' } });

const SHARED = `import jwt from 'jsonwebtoken';
export function requireUser(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.SECRET, { algorithms: ['HS256'] });
  } catch {
    return res.sendStatus(401);
  }
  next();
}
`;

const GUARDED = `import express from 'express';
import { requireUser } from '@acme/guards';
const app = express();
app.use(requireUser);
app.get('/stock', (req, res) => res.json([]));
app.listen(4000);
`;

/** Two servers and a package that both could import. */
const packages = {
  'apps/shop/package.json': manifest('@acme/shop'),
  'apps/shop/server.js': LATE_GUARD,
  'apps/back/package.json': manifest('@acme/back'),
  'apps/back/server.js': GUARDED,
  'packages/guards/package.json': { name: '@acme/guards', main: 'index.js' },
  'packages/guards/index.js': SHARED,
};

const workspaces = {
  npm: { 'package.json': { workspaces: ['apps/*', 'packages/*'] }, 'package-lock.json': {} },
  yarn: { 'package.json': { workspaces: { packages: ['apps/*', 'packages/*'] } }, 'yarn.lock': '' },
  pnpm: {
    'package.json': { name: 'root' },
    'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/*\n',
    'pnpm-lock.yaml': '',
  },
};

const routesOf = async (cwd: string, ...argv: string[]) => {
  const { out } = await authlint(cwd, ['routes', '--format', 'json', ...argv]);
  const { apps, routes } = JSON.parse(out);
  return routes.map(
    (one: { app: number; method: string; path: string; access: string }) =>
      `${apps[one.app].package} ${one.method} ${one.path} ${one.access}`,
  );
};

const rulesOf = async (cwd: string, ...argv: string[]): Promise<string[]> => {
  const { out } = await authlint(cwd, ['--format', 'json', ...argv]);
  return JSON.parse(out).findings.map((one: { package: string; rule: string }) => `${one.package} ${one.rule}`);
};

describe.each(Object.entries(workspaces))('a workspace of %s', (_, files) => {
  const make = () => folderWith({ ...files, ...packages });

  test('one run sees all packages, a guard of another one included, and has a section for each server', async () => {
    const cwd = make();
    expect(await routesOf(cwd)).toEqual([
      'apps/back GET /stock authenticated',
      'apps/shop GET /orders anonymous',
      'apps/shop GET /me authenticated',
    ]);
    const { out } = await authlint(cwd, ['routes']);
    expect(out).toMatch(/\[apps\/back\]\nexpress[\s\S]*\/stock[\s\S]*\[apps\/shop\]\nexpress[\s\S]*\/orders/);
    const check = await authlint(cwd, []);
    expect(check.out).toMatch(/^\[apps\/shop\]\n\napps\/shop\/server\.js\n/);
    expect(check.out).toMatch(/ {2}apps\/back {2}1 route: 1 authenticated · 0 findings\n {2}apps\/shop {2}2 routes: /);
  });

  test.each(['apps/back', '@acme/back', 'back', './apps/back/'])('--app %s', async (app) => {
    expect(await routesOf(make(), '--app', app)).toEqual(['apps/back GET /stock authenticated']);
    expect((await authlint(make(), ['--app', app])).code).toBe(0);
  });
});

describe('--app', () => {
  test('several, for every command that analyses', async () => {
    const cwd = folderWith({ ...workspaces.npm, ...packages });
    expect(await routesOf(cwd, '--app', 'shop', '--app', 'back')).toHaveLength(3);
    expect((await authlint(cwd, ['surface', '--app', 'back'])).out).not.toContain('/orders');
    expect((await authlint(cwd, ['explain', 'GET /stock', '--app', 'back'])).code).toBe(0);
  });

  test('a package that does not exist: what was probably meant; code 2', async () => {
    const cwd = folderWith({ ...workspaces.npm, ...packages });
    expect(await authlint(cwd, ['--app', 'apps/bakc'])).toEqual({
      code: 2,
      out: '',
      err: `authlint: there is no package 'apps/bakc' in this workspace; did you mean 'apps/back'?\n`,
    });
    expect((await authlint(cwd, ['--app', 'back', 'apps'])).err).toContain(`'--app' and paths contradict each other`);
    const twice = folderWith({ ...workspaces.npm, ...packages, 'packages/back/package.json': { name: '@acme/old' } });
    expect((await authlint(twice, ['--app', 'back'])).err).toContain(`could be 'apps/back' or 'packages/back'`);
  });

  test('packages side by side, without a workspace', async () => {
    const { 'apps/shop/package.json': shop, 'apps/shop/server.js': server } = packages;
    const cwd = folderWith({ 'api/package.json': shop, 'api/server.js': server, 'web/package.json': manifest('web') });
    expect(await routesOf(cwd, '--app', 'api')).toEqual(['api GET /orders anonymous', 'api GET /me authenticated']);
  });
});

describe('settings of a package', () => {
  const withApps = (apps: object) =>
    folderWith({
      ...workspaces.npm,
      ...packages,
      'apps/back/server.js': LATE_GUARD,
      'authlint.config.json': { apps },
    });

  test('rules and presets hold for their package only', async () => {
    const cwd = withApps({ 'apps/shop': { rules: { 'late-authentication': 'off' } } });
    const rules = await rulesOf(cwd);
    expect(rules).toContain('apps/back late-authentication');
    expect(rules).not.toContain('apps/shop late-authentication');
    const strict = await rulesOf(withApps({ 'apps/shop': { preset: 'audit' } }));
    const all = await rulesOf(withApps({}), '--preset', 'audit');
    const part = (some: string[], app: string) => some.filter((one) => one.startsWith(app));
    expect(part(strict, 'apps/shop')).toEqual(part(all, 'apps/shop'));
    expect(part(strict, 'apps/back')).toEqual(part(await rulesOf(withApps({})), 'apps/back'));
  });

  test('public routes of one package are not those of another', async () => {
    const cwd = withApps({ 'apps/shop': { publicRoutes: ['GET /orders'] } });
    expect(await rulesOf(cwd, '--rule', 'late-authentication')).toEqual(['apps/back late-authentication']);
  });

  test('they are found from inside the package too', async () => {
    const cwd = withApps({ 'apps/shop': { publicRoutes: ['GET /orders'] } });
    // A configuration further up counts within a repository only.
    execFileSync('git', ['init', '-q'], { cwd });
    expect(await rulesOf(join(cwd, 'apps/shop'), '--rule', 'late-authentication')).toEqual([]);
    expect(await rulesOf(join(cwd, 'apps/back'), '--rule', 'late-authentication')).toHaveLength(1);
  });

  test.each([
    ['apps/shp', 'apps/shop'],
    ['@acme/shop', 'apps/shop'],
  ])('settings for %s, which is no folder, are no settings for nobody', async (named, meant) => {
    const { code, err } = await authlint(withApps({ [named]: { publicRoutes: ['GET /orders'] } }), []);
    expect({ code, err }).toEqual({
      code: 1,
      err: `authlint: 'apps' in the configuration names '${named}', and there is no such folder; did you mean '${meant}'?\n`,
    });
  });

  test('a wrong key has its line and what was probably meant', async () => {
    const cwd = withApps({ 'apps/shop': { publicRotes: [] } });
    const { code, err } = await authlint(cwd, []);
    expect(code).toBe(2);
    expect(err).toMatch(/authlint\.config\.json:1:\d+: .*publicRotes.*did you mean 'publicRoutes'/);
    expect((await authlint(withApps({ 'apps/shop': { rules: { 'late-cross': 'off' } } }), [])).err).toContain(
      `did you mean 'late-cors'`,
    );
  });

  test('the README shows valid ones', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    const [, sample] = /settings of its own[^`]*```jsonc\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(Object.keys(JSON.parse(sample!).apps)).toEqual(['apps/api', 'apps/admin']);
  });
});
