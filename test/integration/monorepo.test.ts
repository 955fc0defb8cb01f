import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { type Contents, folderWith } from '../support/folder.ts';
import { root } from '../support/modules.ts';
import { RemoteCache } from '../support/remote-cache.ts';
import { repositoryWith } from '../support/repository.ts';
import { LATE_GUARD } from '../support/run.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** What the README shows for a build system. */
function snippet(name: string): string {
  const [, text] = readme.split(`<!-- ${name} -->`)[1]?.match(/^\s*```\w+\n(.*?)```/s) ?? [];
  if (text === undefined) throw new Error(`the README shows no ${name}`);
  return text;
}

interface BuildSystem {
  readonly files: Contents;
  readonly stage: string;
  readonly environment: (remote: string) => Readonly<Record<string, string>>;
  /** What it says of tasks that were looked up, of both. */
  readonly lookedUp: (count: number) => RegExp;
}

const turborepo: BuildSystem = {
  files: { 'turbo.json': snippet('turborepo: turbo.json') },
  stage: snippet('turborepo: stage'),
  environment: (remote) => ({
    TURBO_API: remote,
    TURBO_TOKEN: 'token',
    TURBO_TEAM: 'acme',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  }),
  lookedUp: (count) => new RegExp(`Cached: +${count} cached, 2 total`),
};

const nx: BuildSystem = {
  files: { 'nx.json': snippet('nx: nx.json') },
  stage: snippet('nx: stage'),
  environment: (remote) => ({
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: remote,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'token',
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    CI: 'true',
  }),
  lookedUp: (count) => new RegExp(`Cache: +${count}/2 hit`),
};

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
  'package.json': {
    name: 'acme',
    private: true,
    packageManager: 'npm@11.0.0',
    workspaces: ['apps/*', 'packages/*'],
    devDependencies: { authlint: '^0.1.0' },
  },
  'package-lock.json': {
    lockfileVersion: 3,
    packages: {
      '': { name: 'acme', workspaces: ['apps/*', 'packages/*'], devDependencies: { authlint: '^0.1.0' } },
      'apps/shop': { name: '@acme/shop', version: '1.0.0' },
      'node_modules/authlint': { version: '0.1.0', dev: true },
      'node_modules/@acme/guards': { resolved: 'packages/guards', link: true },
      'node_modules/@acme/shop': { resolved: 'apps/shop', link: true },
      'packages/guards': { name: '@acme/guards', version: '1.0.0' },
    },
  },
  '.gitignore': 'node_modules\n.authlint\n.turbo\n.nx\n',
  'apps/shop/package.json': manifest('@acme/shop'),
  'apps/shop/server.js': LATE_GUARD.replace(
    'const app = express();',
    "import { check } from '@acme/guards';\nconst app = express();\napp.use(check);",
  ),
  'packages/guards/package.json': manifest('@acme/guards'),
  'packages/guards/index.js': OPEN,
};

/** A folder of its own, as another machine would have it. */
function machine({ files, environment }: BuildSystem, remote: RemoteCache) {
  const repository = repositoryWith({ ...workspace, ...files });
  const { cwd } = repository;
  const tools = folderWith({ 'bin/.keep': '', 'cache/.keep': '' });
  symlinkSync(join(root, 'bin/authlint.js'), join(tools, 'bin/authlint'));
  for (const name of ['turbo', 'nx']) symlinkSync(join(root, 'node_modules/.bin', name), join(tools, 'bin', name));
  // Nx runs only where it is installed in the workspace.
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(join(root, 'node_modules/nx'), join(cwd, 'node_modules/nx'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${join(tools, 'bin')}:${process.env['PATH']}`,
    AUTHLINT_CACHE_DIR: join(tools, 'cache'),
    ...environment(remote.url),
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

const WITHOUT_PARSER = { NODE_OPTIONS: `--require=${join(root, 'test/support/without-parser.cjs')}` };

test.each([
  ['Turborepo', turborepo],
  ['Nx', nx],
])(
  'facts that one machine worked out are what another one links, and it needs no parser for that: %s',
  {
    timeout: 120_000,
  },
  async (_, system) => {
    const { stage, lookedUp } = system;
    const [perPackage, atTheEnd] = stage.trim().split('\n');
    const remote = new RemoteCache();
    await remote.open();
    onTestFinished(() => remote.close());

    const first = machine(system, remote);
    const whole = await first.run('authlint --no-cache');
    expect(whole).toMatchObject({ code: 1, stdout: expect.stringContaining('late-authentication'), stderr: '' });
    expect((await first.run(perPackage!)).stdout).toMatch(lookedUp(0));
    expect(remote.kept.size).toBe(2);

    const second = machine(system, remote);
    expect(await second.run('authlint', WITHOUT_PARSER)).toMatchObject({ code: 2, stderr: /no parser/ });
    expect((await second.run(perPackage!)).stdout).toMatch(lookedUp(2));
    expect(await second.run(atTheEnd!, WITHOUT_PARSER)).toEqual(whole);

    second.write({ 'packages/guards/index.js': CLOSED });
    const stale = await second.run(atTheEnd!);
    expect(stale).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/1 file was parsed anew.*: packages\/guards\/index\.js/),
    });
    expect((await second.run(perPackage!)).stdout).toMatch(lookedUp(1));
    expect(await second.run(`${atTheEnd} --format compact`, WITHOUT_PARSER)).toMatchObject({ code: 0, stderr: '' });
  },
);
