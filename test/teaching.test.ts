import { describe, expect, test } from 'vitest';
import { authlint, project } from './support/run.ts';

const FILES = {
  'server.js': `import express from 'express';
import { guard, wrap } from './house.js';
import { role } from '@house/auth';
const app = express();
app.get('/a', guard, (req, res) => res.json(1));
app.get('/b', role('admin'), (req, res) => res.json(1));
app.get('/c', guard, wrap((req, res) => res.json(1)));
app.get('/status', (req, res) => res.json(1));
app.listen(1);
`,
  'house.js': `import { check } from 'unheard-of';
export const guard = check();
export function wrap(handler) {
  return check.wrap(handler);
}
`,
};

const CONFIG = JSON.stringify({
  publicRoutes: ['GET /status'],
  catalog: {
    './house.js#guard': { step: 'authenticate', scheme: 'house' },
    './house.js#wrap': { wrapper: 0 },
    '@house/auth#role': { step: 'authorize', factory: true },
  },
});

interface RouteRow {
  readonly path: string;
  readonly access: string;
  readonly schemes: readonly string[];
  readonly declaredPublic: boolean;
}

async function routes(config: string | null): Promise<Record<string, RouteRow>> {
  const root = project(config === null ? FILES : { ...FILES, 'authlint.config.json': config });
  const { out } = await authlint(root, ['routes', '--format', 'json']);
  const rows: RouteRow[] = JSON.parse(out).routes;
  return Object.fromEntries(rows.map((row) => [row.path, row]));
}

describe('the configuration teaches', () => {
  test('exports of packages', async () => {
    expect((await routes(null))['/b']?.access).toBe('unknown');
    expect((await routes(CONFIG))['/b']?.access).toBe('authenticated');
  });

  test('public routes', async () => {
    expect((await routes(null))['/status']?.declaredPublic).toBe(false);
    expect((await routes(CONFIG))['/status']?.declaredPublic).toBe(true);
  });

  test('exports of own files', async () => {
    const taught = await routes(CONFIG);
    expect(taught['/a']).toMatchObject({ access: 'authenticated', schemes: ['house'] });
    expect(taught['/c']?.access).toBe('authenticated');
  });

  test('and without it, what cannot be resolved is unknown, not anonymous', async () => {
    expect((await routes(null))['/a']?.access).toBe('unknown');
  });
});
