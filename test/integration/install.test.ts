import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { folderWith } from '../support/folder.ts';
import { root } from '../support/modules.ts';
import { repositoryWith } from '../support/repository.ts';
import { LATE_GUARD } from '../support/run.ts';

const SLOW = 180_000;
const CLEAN = LATE_GUARD.replace(/app\.get\('\/orders'.*\n/, '');

function run(cwd: string, command: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

/** What git would bring: nothing is built. The tools to build with are those that are here. */
function checkout(): string {
  const folder = folderWith({});
  const { stdout } = run(root, 'git ls-files -z --cached --others --exclude-standard');
  for (const file of stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

let tarball: string;
let packed: string;
beforeAll(() => {
  const folder = checkout();
  // Word for word as pre-commit and npm do with a repository.
  packed = run(folder, 'npm pack').stdout;
  tarball = join(folder, packed.trim());
}, SLOW);

describe('a checkout in which nothing is built', () => {
  test('is packed, and nothing is printed but the name of the package: pre-commit takes all of it for that', () => {
    expect(packed).toBe(`authlint-${manifest.version}.tgz\n`);
  });

  test('gives the command, the API with its types, and the plugin, in a project that has none of it', {
    timeout: SLOW,
  }, () => {
    const project = folderWith({ 'package.json': { private: true, type: 'module' }, 'server.js': LATE_GUARD });
    const installed = run(
      project,
      `npm install --silent --no-audit --no-fund --prefer-offline --ignore-scripts --save-dev ${tarball}`,
    );
    expect(installed).toMatchObject({ status: 0 });
    const files = [
      'dist/index.d.ts',
      'dist/eslint.d.ts',
      'dist/licenses.txt',
      'rules/late-authentication.md',
      'schema.json',
    ];
    expect(files.filter((file) => !existsSync(join(project, 'node_modules/authlint', file)))).toEqual([]);
    expect(run(project, 'npx --no-install authlint').status).toBe(1);
    const api = "import { lint } from 'authlint'; console.log((await lint()).findings.map((one) => one.rule).join());";
    expect(run(project, `node --input-type=module -e "${api}"`).stdout).toBe('late-authentication\n');
    symlinkSync(join(root, 'node_modules/eslint'), join(project, 'node_modules/eslint'));
    writeFileSync(
      join(project, 'eslint.config.js'),
      "import authlint from 'authlint/eslint';\nexport default [authlint.configs.recommended];\n",
    );
    const linted = run(project, 'node node_modules/eslint/bin/eslint.js server.js');
    expect(linted).toMatchObject({ status: 1, stdout: expect.stringContaining('authlint/late-authentication') });
    // npm refuses to install beside another major of what is only an optional peer.
    const { peerDependencies } = JSON.parse(readFileSync(join(project, 'node_modules/authlint/package.json'), 'utf8'));
    expect(peerDependencies).toBeUndefined();
  });

  test('runs beside TypeScript 7, as the package that other tools look for too', { timeout: SLOW }, () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const install = /npm install --save-dev (eslint-plugin-authlint@file:\S+)`/.exec(readme)![1];
    const line = /and an `index.cjs` of one line:\n`(.*)`/.exec(readme)![1]!;
    const project = folderWith({
      'package.json': { private: true, type: 'module' },
      'server.ts': LATE_GUARD.replace('(req, res, next)', '(req: any, res: any, next: () => void)'),
      'tools/eslint-plugin-authlint/package.json': {
        name: 'eslint-plugin-authlint',
        version: '1.0.0',
        main: 'index.cjs',
      },
      'tools/eslint-plugin-authlint/index.cjs': line,
      'eslint.config.js': `import authlint from 'eslint-plugin-authlint';
export default [{ files: ['**/*.ts'], languageOptions: { parser: authlint.parser } }, authlint.configs.recommended];
`,
    });
    const options = '--silent --no-audit --no-fund --prefer-offline --ignore-scripts --save-dev';
    const installed = run(project, `npm install ${options} ${tarball} ${install} typescript@^7 eslint@^10`);
    expect(installed).toMatchObject({ status: 0 });
    const { version } = JSON.parse(readFileSync(join(project, 'node_modules/typescript/package.json'), 'utf8'));
    expect(version).toMatch(/^7\./);
    expect(run(project, 'npx --no-install authlint').status).toBe(1);
    expect(run(project, 'npx --no-install eslint .')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('authlint/late-authentication'),
    });
  });

  const isThere = (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, 'pre-commit')));
  if (!isThere) console.warn('pre-commit is not installed here: the hooks of the repository are not tried');
  test.runIf(isThere)('its hooks run by pre-commit', { timeout: SLOW }, () => {
    const { devDependencies: _, workspaces: __, ...rest } = manifest;
    const { prepare: ___, ...scripts } = rest.scripts;
    const hooks = repositoryWith({
      '.pre-commit-hooks.yaml': readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'),
      '.npmrc': readFileSync(join(root, '.npmrc'), 'utf8'),
    });
    expect(run(hooks.cwd, `tar -xzf ${tarball} --strip-components=1`).status).toBe(0);
    // What is built is there already, so that it need not be built with all tools once more.
    hooks.write({ 'package.json': JSON.stringify({ ...rest, scripts }) });
    hooks.git('add', '-A', '-f');
    hooks.git('commit', '-qm', 'built');
    const revision = hooks.git('rev-parse', 'HEAD').trim();
    const project = repositoryWith({
      'package.json': { private: true, type: 'module' },
      'server.js': CLEAN,
      '.pre-commit-config.yaml': `repos:\n  - repo: ${hooks.cwd}\n    rev: ${revision}\n    hooks: [{ id: authlint }, { id: authlint-all }]\n`,
    });
    const env = { PRE_COMMIT_HOME: folderWith({}), GIT_CONFIG_GLOBAL: '/dev/null' };
    project.write({ 'server.js': LATE_GUARD });
    project.git('add', '-A');
    const refused = run(project.cwd, 'pre-commit run', env);
    expect(refused).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/late-authentication[\s\S]*late-authentication/),
    });
    project.write({ 'server.js': CLEAN.replace("'/me'", "'/you'") });
    project.git('add', '-A');
    const passed = run(project.cwd, 'pre-commit run', env);
    expect({ status: passed.status, said: passed.status === 0 ? '' : passed.stdout }).toEqual({ status: 0, said: '' });
  });
});
