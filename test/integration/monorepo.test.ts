import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith } from '../support/folder.ts';
import { root } from '../support/modules.ts';
import { repositoryWith } from '../support/repository.ts';
import { LATE_GUARD } from '../support/run.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

function snippet(name: string): string {
  const [, text] = readme.split(`<!-- turborepo: ${name} -->`)[1]?.match(/^\s*```\w+\n(.*?)```/s) ?? [];
  if (text === undefined) throw new Error(`the README shows no ${name} for Turborepo`);
  return text;
}

/** Turborepo's remote cache: https://turborepo.com/docs/openapi */
const artifacts = new Map<string, Buffer>();
const server = createServer((request, response) => {
  const name = request.url!.replace(/\?.*/, '');
  if (!name.startsWith('/v8/artifacts/')) return response.writeHead(404).end();
  if (request.method !== 'PUT') {
    const found = artifacts.get(name);
    return response.writeHead(found ? 200 : 404).end(request.method === 'HEAD' ? undefined : found);
  }
  const parts: Buffer[] = [];
  request.on('data', (part) => parts.push(part));
  return request.on('end', () => {
    artifacts.set(name, Buffer.concat(parts));
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"urls":[]}');
  });
});
beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise<void>((done) => void server.close(() => done())));

const manifest = (name: string) => ({
  name,
  version: '1.0.0',
  scripts: { 'authlint:facts': 'authlint facts --out .authlint' },
});
const OPEN = 'export const check = (req, res, next) => next();\n';
const CLOSED = LATE_GUARD.match(/import jwt.*\n|function requireUser[\s\S]*?\n}\n/g)!
  .join('export ')
  .replace('requireUser', 'check');
const workspace = {
  'package.json': { name: 'acme', private: true, packageManager: 'npm@11.0.0', workspaces: ['apps/*', 'packages/*'] },
  'package-lock.json': {
    lockfileVersion: 3,
    packages: {
      '': { name: 'acme', workspaces: ['apps/*', 'packages/*'] },
      'apps/shop': { name: '@acme/shop', version: '1.0.0' },
      'node_modules/@acme/guards': { resolved: 'packages/guards', link: true },
      'node_modules/@acme/shop': { resolved: 'apps/shop', link: true },
      'packages/guards': { name: '@acme/guards', version: '1.0.0' },
    },
  },
  'turbo.json': snippet('turbo.json'),
  '.gitignore': 'node_modules\n.authlint\n.turbo\n',
  'apps/shop/package.json': manifest('@acme/shop'),
  'apps/shop/server.js': LATE_GUARD.replace(
    'const app = express();',
    "import { check } from '@acme/guards';\nconst app = express();\napp.use(check);",
  ),
  'packages/guards/package.json': manifest('@acme/guards'),
  'packages/guards/index.js': OPEN,
};

/** A folder of its own, as another machine would have it. */
function machine() {
  const repository = repositoryWith(workspace);
  const { cwd } = repository;
  const tools = folderWith({ 'bin/.keep': '', 'cache/.keep': '' });
  symlinkSync(join(root, 'bin/authlint.js'), join(tools, 'bin/authlint'));
  symlinkSync(join(root, 'node_modules/turbo/bin/turbo'), join(tools, 'bin/turbo'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${join(tools, 'bin')}:${process.env['PATH']}`,
    AUTHLINT_CACHE_DIR: join(tools, 'cache'),
    TURBO_API: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    TURBO_TOKEN: 'token',
    TURBO_TEAM: 'acme',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
  const run = async (command: string, more: NodeJS.ProcessEnv = {}) => {
    const [name, ...args] = command.replace(/^npx | *#.*$/g, '').split(' ');
    try {
      const { stdout, stderr } = await promisify(execFile)(name!, args, { cwd, env: { ...env, ...more } });
      return { code: 0, stdout, stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  };
  return { ...repository, run };
}

const [perPackage, atTheEnd] = snippet('stage').trim().split('\n');
const WITHOUT_PARSER = { NODE_OPTIONS: `--require=${join(root, 'test/support/without-parser.cjs')}` };

test('facts that one machine worked out are what another one links, and it needs no parser for that', {
  timeout: 60_000,
}, async () => {
  const first = machine();
  const whole = await first.run('authlint --no-cache');
  expect(whole).toMatchObject({ code: 1, stdout: expect.stringContaining('late-authentication'), stderr: '' });
  expect((await first.run(perPackage!)).stdout).toMatch(/Cached: +0 cached, 2 total/);
  expect(artifacts.size).toBe(2);

  const second = machine();
  expect(await second.run('authlint', WITHOUT_PARSER)).toMatchObject({ code: 2, stderr: /no parser/ });
  expect((await second.run(perPackage!)).stdout).toMatch(/Cached: +2 cached, 2 total/);
  expect(await second.run(atTheEnd!, WITHOUT_PARSER)).toEqual(whole);

  second.write({ 'packages/guards/index.js': CLOSED });
  const stale = await second.run(atTheEnd!);
  expect(stale).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/1 file was parsed anew.*: packages\/guards\/index\.js/),
  });
  expect((await second.run(perPackage!)).stdout).toMatch(/Cached: +1 cached, 2 total/);
  expect(await second.run(`${atTheEnd} --format compact`, WITHOUT_PARSER)).toMatchObject({ code: 0, stderr: '' });
});
