import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareLock, isSame, parseLock, printLock, type SurfaceRoute } from '#surface';
import { authlint, LATE_GUARD, project } from './support/run.ts';

const LOCK = 'auth-surface.lock';
const read = (root: string) => readFileSync(join(root, LOCK), 'utf8');

function edit(root: string, file: string, change: (text: string) => string): void {
  writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
}

describe('surface', () => {
  test('prints the routes, sorted, without places', async () => {
    const root = project({ 'server.js': LATE_GUARD });
    const { code, out } = await authlint(root, ['surface']);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'GET /me authenticated schemes=jwt',
      'GET /orders anonymous',
      '',
    ]);
    expect((await authlint(root, ['surface', '--write'])).out).toContain(
      'auth-surface.lock written: 2 routes in 1 app',
    );
    expect(read(root)).toBe(out);
  });

  test('tells a slash at the end where it makes another path', async () => {
    const lines = async (text: string) =>
      (await authlint(project({ 'server.js': text }), ['surface'])).out
        .split('\n')
        .filter((line) => line.startsWith('GET'));
    const hono = `import { Hono } from 'hono';
const app = new Hono();
app.get('/a/', (c) => c.json(1));
app.get('/a', (c) => c.json(1));
const inner = new Hono();
inner.get('/', (c) => c.json(1));
app.route('/b', inner);
export default app;
`;
    expect(await lines(hono)).toEqual(['GET /a anonymous', 'GET /a/ anonymous', 'GET /b anonymous']);
    const express = `import express from 'express';
const app = express();
app.get('/a/', (req, res) => res.json(1));
app.listen(3000);
`;
    expect(await lines(express)).toEqual(['GET /a anonymous']);
  });

  test('moved files, other lines, other parameters: the check stays green', async () => {
    const text = LATE_GUARD.replace(`'/me'`, `'/people/:id'`);
    const root = project({ 'server.js': text });
    await authlint(root, ['surface', '--write']);
    mkdirSync(join(root, 'src'));
    renameSync(join(root, 'server.js'), join(root, 'src/main.js'));
    edit(root, 'src/main.js', (old) => `// a comment\n\n${old.replace(':id', ':person')}`);
    edit(root, LOCK, (old) => old.replaceAll('\n', '\r\n'));
    expect(await authlint(root, ['surface', '--check'])).toEqual({ code: 0, out: '', err: '' });
  });

  test('a route that opens, one that comes and one that goes: code 1 and a line for each', async () => {
    const root = project({ 'server.js': LATE_GUARD });
    await authlint(root, ['surface', '--write']);
    const before = read(root);
    edit(root, 'server.js', (old) =>
      old.replace('app.use(requireUser);', `app.post('/open', (req, res) => res.end());`).replace('/orders', '/offers'),
    );
    const { code, out, err } = await authlint(root, ['surface', '--check']);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
      '- GET /me authenticated schemes=jwt',
      expect.stringMatching(/^\+ GET \/me \w+.* {2}\(server\.js:14\)$/),
      '+ GET /offers anonymous  (server.js:12)',
      '+ POST /open anonymous  (server.js:13)',
      '- GET /orders anonymous',
    ]);
    expect(read(root)).toBe(before);
  });

  test('packages have sections, and a package that moves keeps its routes', async () => {
    const root = project({
      'package.json': '{ "workspaces": ["apps/*"] }',
      'apps/shop/package.json': '{ "name": "shop", "dependencies": { "express": "^5.1.0" } }',
      'apps/shop/server.js': LATE_GUARD,
      'apps/back/package.json': '{ "name": "back", "dependencies": { "express": "^5.1.0" } }',
      'apps/back/server.js': LATE_GUARD.replace(`'/orders'`, `'/stock'`),
    });
    await authlint(root, ['surface', '--write']);
    expect(read(root)).toContain('\n[apps/back]\nGET /me authenticated schemes=jwt\nGET /stock anonymous\n');
    expect(read(root)).toContain('\n[apps/shop]\nGET /me authenticated schemes=jwt\nGET /orders anonymous\n');
    renameSync(join(root, 'apps/shop'), join(root, 'apps/store'));
    expect((await authlint(root, ['surface', '--check'])).code).toBe(0);
  });

  test('a lock that is missing, broken, newer or in conflict: one sentence, code 2', async () => {
    const root = project({ 'server.js': LATE_GUARD });
    const complaint = async () => {
      const { code, out, err } = await authlint(root, ['surface', '--check']);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.trim().split('\n')).toHaveLength(1);
      return err;
    };
    expect(await complaint()).toContain(
      `there is no auth-surface.lock to check; write it with 'authlint surface --write'`,
    );
    await authlint(root, ['surface', '--write']);
    edit(root, LOCK, (old) => `${old}<<<<<<< HEAD\n`);
    expect(await complaint()).toContain('auth-surface.lock:5: a merge conflict stands in it');
    writeFileSync(join(root, LOCK), '# authlint surface v9\n');
    expect(await complaint()).toContain('it has version 9 of the format');
    writeFileSync(join(root, LOCK), '{}');
    expect(await complaint()).toContain('auth-surface.lock:1: it does not begin with');
  });

  test('what was not analysed is named beside the lines that are missing for it', async () => {
    const cwd = project({ 'server.js': LATE_GUARD, 'reports.js': 'import "express"; (' });
    const { code, err } = await authlint(cwd, ['surface', '--write']);
    expect(code).toBe(0);
    expect(err).toMatch(/^not analysed, or only in part:\n {2}reports\.js: syntax error/);
  });

  test('nothing analysed: code 3, and no lock that every check would pass', async () => {
    const root = project({ 'a.js': 'export const a = 1;' });
    expect((await authlint(root, ['surface', '--write'])).code).toBe(3);
    expect(() => read(root)).toThrow('ENOENT');
  });

  test('--write and --check together, and a place of its own', async () => {
    const root = project({ 'server.js': LATE_GUARD });
    expect(await authlint(root, ['surface', '--write', '--check'])).toMatchObject({ code: 2, out: '' });
    await authlint(root, ['surface', '--write', '--lock', 'security/surface.txt']);
    expect((await authlint(root, ['surface', '--check', '--lock', 'security/surface.txt'])).code).toBe(0);
  });
});

describe('the lock as text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const route: fc.Arbitrary<SurfaceRoute> = fc.record({
    app: text,
    method: fc.constantFrom('GET', 'POST', 'ALL'),
    path: text.map((path) => `/${path}`),
    access: fc.constantFrom('authenticated', 'optional', 'anonymous', 'unknown'),
    forgeable: fc.boolean(),
    bypassable: fc.boolean(),
    development: fc.boolean(),
    schemes: fc.array(text, { maxLength: 2 }),
    requirements: fc.array(text, { maxLength: 2 }),
    at: fc.constant(null),
  });

  test('says what it was told, in the same bytes, whatever stands in a path', () => {
    fc.assert(
      fc.property(fc.array(route, { maxLength: 8 }), (routes) => {
        const printed = printLock(routes);
        const parsed = parseLock(printed);
        if (!parsed.ok) throw new Error(`${parsed.line}: ${parsed.reason}`);
        expect(parsed.routes).toHaveLength(routes.length);
        expect(printLock(parsed.routes)).toBe(printed);
        expect(printLock([...routes].reverse())).toBe(printed);
        expect(isSame(compareLock(parsed.routes, routes))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a verdict that changes is seen, whatever stands beside it', () => {
    fc.assert(
      fc.property(fc.array(route, { minLength: 1, maxLength: 8 }), fc.nat(), (routes, at) => {
        const index = at % routes.length;
        const changed = routes.map((one, i) => (i === index ? { ...one, forgeable: !one.forgeable } : one));
        expect(isSame(compareLock(routes, changed))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
