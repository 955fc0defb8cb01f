import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/modules.ts';
import { repositoryWith } from '../support/repository.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The snippet that the README shows for a file. */
function snippet(file: string): string {
  const [, text] = readme.split(`<!-- hook: ${file} -->`)[1]?.match(/^\s*```\w+\n(.*?)```/s) ?? [];
  if (text === undefined) throw new Error(`the README has no snippet for ${file}`);
  return text;
}

const bin = join(root, 'node_modules/.bin');
// Without the package of that name: its installation sets up hooks of its own.
const lefthook = join(root, `node_modules/lefthook-${process.platform}-${process.arch}/bin`);
const path = `${bin}:${lefthook}:${process.env['PATH']}`;

interface Tool {
  readonly name: string;
  readonly file: string;
  /** Puts the hook in place, as its documentation says. */
  readonly install: readonly string[];
}

const tools: readonly Tool[] = [
  { name: 'pre-commit', file: '.pre-commit-config.yaml', install: ['pre-commit', 'install'] },
  { name: 'lefthook', file: 'lefthook.yml', install: ['lefthook', 'install'] },
  { name: 'husky', file: '.husky/pre-commit', install: ['husky'] },
  { name: 'lint-staged', file: 'lint-staged.config.mjs', install: [] },
];

/** By looking, not by asking: husky takes `--version` for a folder and sets itself up in it. */
function has(tool: string): boolean {
  return path.split(':').some((folder) => existsSync(join(folder, tool)));
}

const app = (...lines: readonly string[]) =>
  `const app = require('express')();\nconst guard = require('./guard');\n${lines.join('\n')}\napp.listen(1);\n`;
const ORDERS = "app.use('/orders', require('./orders'));";
const USE = 'app.use(guard);';
const project = {
  'package.json': '{"private":true}',
  '.gitignore': 'node_modules\n',
  'app.js': app(USE, ORDERS),
  'guard.js':
    "const jwt = require('jsonwebtoken');\nmodule.exports = (req, res, next) => {\n  try { req.user = jwt.verify(req.headers.authorization, process.env.KEY, { algorithms: ['HS256'] }); next(); } catch { res.sendStatus(401); }\n};\n",
  'orders.js':
    "const router = require('express').Router();\nrouter.post('/new', (req, res) => res.json(1));\nmodule.exports = router;\n",
};

for (const { name, file, install } of tools) {
  const isThere = has(name);
  if (!isThere) console.warn(`${name} is not installed here: its recipe is not tried`);
  test.runIf(isThere)(
    `with ${name}, a commit that opens a route is stopped, and its mending is not`,
    { timeout: 120_000 },
    () => {
      const { cwd, git, write } = repositoryWith(project);
      mkdirSync(join(cwd, 'node_modules/.bin'), { recursive: true });
      symlinkSync(join(root, 'bin/authlint.js'), join(cwd, 'node_modules/.bin/authlint'));
      symlinkSync(root, join(cwd, 'node_modules/authlint'));
      write({ [file]: snippet(file) });
      git('add', '-A');
      git('commit', '-qm', 'the hook');
      const env = { ...process.env, PATH: path, GIT_CONFIG_GLOBAL: '/dev/null', HOME: cwd, CI: '', LEFTHOOK: '1' };
      const run = (command: string, ...args: readonly string[]) =>
        spawnSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      const [command, ...args] = install;
      if (command) expect(run(command, ...args)).toMatchObject({ status: 0 });
      else {
        writeFileSync(join(cwd, '.git/hooks/pre-commit'), '#!/bin/sh\nexec lint-staged\n');
        chmodSync(join(cwd, '.git/hooks/pre-commit'), 0o755);
      }
      const commit = () => run('git', '-c', 'user.name=S', '-c', 'user.email=s@example.org', 'commit', '-m', 'change');
      write({ 'app.js': app(ORDERS, USE) });
      git('add', 'app.js');
      // Mended on disk, but not staged.
      if (name !== 'lint-staged') write({ 'orders.js': project['orders.js'].replace('/new', '/other') });
      const stopped = commit();
      expect(stopped.stdout + stopped.stderr).toContain('late-authentication');
      expect(stopped.status).not.toBe(0);
      write({ 'app.js': app(USE, "app.get('/a', (req, res) => res.json(1));", ORDERS) });
      git('add', '-A');
      const passed = commit();
      expect({ status: passed.status, said: passed.status === 0 ? '' : passed.stdout + passed.stderr }).toEqual({
        status: 0,
        said: '',
      });
      expect(existsSync(join(cwd, '.git/index.lock'))).toBe(false);
    },
  );
}

test.runIf(has('pre-commit'))('the hooks that authlint brings are a valid manifest', () => {
  const checked = spawnSync('pre-commit', ['validate-manifest', join(root, '.pre-commit-hooks.yaml')], {
    encoding: 'utf8',
  });
  expect(checked).toMatchObject({ status: 0, stdout: '' });
});
