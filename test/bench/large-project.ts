import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DOMAINS = 60;

/**
 * Writes an Express 5 server in TypeScript of `files` files with 300 routes: as many routes for its size as the larger public
 * servers have. Each domain has a router, a controller, a service and a repository; the rest is code that the server
 * calls or that stands beside it.
 */
export function writeLargeProject(folder: string, files: number): string[] {
  const written: string[] = [];
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    if (path.endsWith('.ts')) written.push(path);
  };
  write('package.json', JSON.stringify({ name: 'large', type: 'module', dependencies }, null, 2));
  write('package-lock.json', JSON.stringify({ name: 'large', lockfileVersion: 3, packages }, null, 2));
  write('tsconfig.json', '{ "compilerOptions": { "module": "nodenext", "strict": true } }\n');
  write('src/auth/require-user.ts', REQUIRE_USER);
  write('src/auth/require-role.ts', REQUIRE_ROLE);
  for (let domain = 0; domain < DOMAINS; domain++) for (const [path, text] of domainFiles(domain)) write(path, text);
  write('src/app.ts', app());
  for (let n = 0; written.length < files; n++) write(`src/domain${n % DOMAINS}/model/entity${n}.ts`, entity(n));
  return written;
}

const dependencies = { cors: '^2.8.5', express: '^5.1.0', helmet: '^8.0.0', jsonwebtoken: '^9.0.2' };
const packages = {
  '': { dependencies },
  'node_modules/cors': { version: '2.8.5' },
  'node_modules/express': { version: '5.1.0' },
  'node_modules/helmet': { version: '8.0.0' },
  'node_modules/jsonwebtoken': { version: '9.0.2' },
};

const REQUIRE_USER = `import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';

export function requireUser(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.replace(/^Bearer /, '');
  if (!token) return res.status(401).json({ error: 'no token' });
  try {
    res.locals.user = jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    return res.status(401).json({ error: 'bad token' });
  }
  next();
}
`;

const REQUIRE_ROLE = `import type { NextFunction, Request, Response } from 'express';

export function requireRole(role: string) {
  return (_req: Request, res: Response, next: NextFunction) => {
    if (!res.locals.user?.roles?.includes(role)) return res.status(403).json({ error: 'forbidden' });
    next();
  };
}
`;

function app(): string {
  const all = Array.from({ length: DOMAINS }, (_, n) => n);
  return `import cors from 'cors';
import express from 'express';
import helmet from 'helmet';
import { requireUser } from './auth/require-user.js';
${all.map((n) => `import { router as domain${n} } from './domain${n}/routes.js';`).join('\n')}

const app = express();
app.use(helmet());
app.use(cors({ origin: 'https://app.example' }));
app.use(express.json());
app.get('/health', (_req, res) => { res.json({ ok: true }); });
app.use(requireUser);
${all.map((n) => `app.use('/api/domain${n}', domain${n});`).join('\n')}
app.listen(3000);
`;
}

function* domainFiles(n: number): Generator<[path: string, text: string]> {
  yield [
    `src/domain${n}/routes.ts`,
    `import { Router } from 'express';
import { requireRole } from '../auth/require-role.js';
import * as controller from './controller.js';

export const router = Router();
router.get('/', controller.list);
router.get('/:id', controller.read);
router.post('/', controller.create);
router.put('/:id', requireRole('editor'), controller.update);
router.delete('/:id', requireRole('admin'), controller.remove);
`,
  ];
  yield [
    `src/domain${n}/controller.ts`,
    `import type { NextFunction, Request, Response } from 'express';
import { service } from './service.js';

${['list', 'read', 'create', 'update', 'remove']
  .map(
    (verb) => `export async function ${verb}(req: Request, res: Response, next: NextFunction) {
  try {
    const input = { id: req.params.id, page: Number(req.query.page ?? 1), body: req.body, user: res.locals.user };
    const result = await service.${verb}(input);
    if (result === null) return res.status(404).json({ error: 'not found' });
    res.json({ data: result });
  } catch (error) {
    next(error);
  }
}
`,
  )
  .join('\n')}`,
  ];
  yield [
    `src/domain${n}/service.ts`,
    `import { repository } from './repository.js';
import { describe${n} } from './model/entity${n}.js';

class Service {
${['list', 'read', 'create', 'update', 'remove']
  .map(
    (verb) => `  async ${verb}(input: { id?: string; page: number; body: unknown; user: unknown }) {
    const rows = await repository.query('select * from domain${n} where id = $1', [input.id, input.page]);
    if (rows.length === 0) return null;
    const names = rows.map((row) => describe${n}(row.name ?? 'unknown', row.size ?? 0)).filter((name) => name !== '');
    return { verb: '${verb}', names, total: rows.length };
  }
`,
  )
  .join('\n')}}

export const service = new Service();
`,
  ];
  yield [
    `src/domain${n}/repository.ts`,
    `interface Row { name?: string; size?: number }

export const repository = {
  async query(sql: string, values: readonly unknown[]): Promise<Row[]> {
    const answer = await fetch('http://database/query', { method: 'POST', body: JSON.stringify({ sql, values }) });
    return answer.ok ? ((await answer.json()) as Row[]) : [];
  },
};
`,
  ];
}

function entity(n: number): string {
  return `export interface Entity${n} { readonly id: string; readonly name: string; readonly size: number; readonly tags: readonly string[] }

export function describe${n}(name: string, size: number): string {
  const parts = [name.trim().toLowerCase(), String(size)];
  for (const [index, part] of parts.entries()) {
    if (part.length > 20) parts[index] = part.slice(0, 20);
  }
  return parts.filter((part) => part !== '').join('-');
}

export function total${n}(entities: readonly Entity${n}[]): number {
  return entities.reduce((sum, one) => sum + (one.tags.includes('hidden') ? 0 : one.size), 0);
}

export const defaults${n}: Entity${n} = { id: 'entity-${n}', name: 'Entity ${n}', size: ${n}, tags: ['new', 'visible'] };
`;
}
