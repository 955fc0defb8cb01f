import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Something that `init` can set up, and what it would write. */
export interface Offer {
  readonly question: string;
  readonly file: string;
  readonly text: string;
  readonly mode?: number;
}

/** Where a file is already in charge, what a person adds to it by hand; nothing when that was done. */
export interface Advice {
  readonly file: string;
  readonly lines: readonly string[];
}

export const CONFIG_FILE = 'authlint.config.json';

/** The nearest installed package tells editors what a configuration may hold. */
export function schemaPath(cwd: string): string {
  for (let at = cwd; ; at = dirname(at)) {
    const path = join(at, 'node_modules/authlint/schema.json');
    if (existsSync(path)) return relativeTo(cwd, path);
    if (dirname(at) === at) return './node_modules/authlint/schema.json';
  }
}

function relativeTo(cwd: string, path: string): string {
  const way = relative(cwd, path).replaceAll('\\', '/');
  return way.startsWith('.') ? way : `./${way}`;
}

/** The configuration that is already there, if any. */
export function existingConfig(cwd: string): string | null {
  for (const name of [CONFIG_FILE, `${CONFIG_FILE}c`]) if (existsSync(join(cwd, name))) return name;
  const manifest = readJson(join(cwd, 'package.json'));
  return manifest && 'authlint' in manifest ? 'package.json' : null;
}

function readJson(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const STAGED = 'npx --no-install authlint check --staged';

/** A hook for whichever tool keeps the hooks here; without one, git's own. Null outside of the root of a repository. */
export function hookFor(cwd: string): Offer | Advice | null {
  if (!existsSync(join(cwd, '.git'))) return null;
  const names = readdirSync(cwd);
  const lefthook = names.find((name) => /^\.?lefthook\.(?:ya?ml|toml|json)$/.test(name));
  if (lefthook) return advice(cwd, lefthook, ['pre-commit:', '  commands:', '    authlint:', `      run: ${STAGED}`]);
  if (names.includes('.pre-commit-config.yaml')) {
    const hook = ['  - repo: local', '    hooks:', '      - id: authlint', '        name: authlint'];
    const rest = [`        entry: ${STAGED}`, '        language: system', '        pass_filenames: false'];
    return advice(cwd, '.pre-commit-config.yaml', [...hook, ...rest]);
  }
  if (names.includes('.husky')) {
    const file = '.husky/pre-commit';
    if (existsSync(join(cwd, file))) return advice(cwd, file, [STAGED]);
    return { question: `Check what is committed (${file})?`, file, text: `${STAGED}\n`, mode: 0o755 };
  }
  // In a worktree `.git` is a file, and the hooks lie elsewhere.
  if (!statSync(join(cwd, '.git')).isDirectory()) return null;
  const file = '.git/hooks/pre-commit';
  if (existsSync(join(cwd, file))) return advice(cwd, file, [STAGED]);
  return { question: `Check what is committed (${file})?`, file, text: `#!/bin/sh\nexec ${STAGED}\n`, mode: 0o755 };
}

function advice(cwd: string, file: string, lines: readonly string[]): Advice {
  return { file, lines: readFileSync(join(cwd, file), 'utf8').includes('authlint') ? [] : lines };
}

type Manager = 'npm' | 'pnpm' | 'yarn' | 'yarn 1';

/** By the lockfile, here or above. */
function managerOf(cwd: string): Manager {
  for (let at = cwd; ; at = dirname(at)) {
    if (existsSync(join(at, 'pnpm-lock.yaml'))) return 'pnpm';
    const yarn = join(at, 'yarn.lock');
    if (existsSync(yarn)) return readFileSync(yarn, 'utf8').includes('# yarn lockfile v1') ? 'yarn 1' : 'yarn';
    if (existsSync(join(at, 'package-lock.json')) || dirname(at) === at) return 'npm';
  }
}

/** Of npm, and not kept out of the repository: without one `npm ci` fails. */
function hasLock(cwd: string): boolean {
  const ignored = existsSync(join(cwd, '.gitignore'))
    ? readFileSync(join(cwd, '.gitignore'), 'utf8').split(/\r?\n/)
    : [];
  return existsSync(join(cwd, 'package-lock.json')) && !ignored.some((line) => /^\/?package-lock\.json\s*$/.test(line));
}

const INSTALL: Readonly<Record<Manager, readonly string[]>> = {
  npm: ['      - run: npm ci --ignore-scripts'],
  pnpm: ['      - run: corepack enable', '      - run: pnpm install --frozen-lockfile --ignore-scripts'],
  yarn: ['      - run: corepack enable', '      - run: yarn install --immutable --mode=skip-build'],
  'yarn 1': ['      - run: corepack enable', '      - run: yarn install --frozen-lockfile --ignore-scripts'],
};
const RUN: Readonly<Record<Manager, string>> = {
  npm: 'npx --no-install',
  pnpm: 'pnpm exec',
  yarn: 'yarn run',
  'yarn 1': 'yarn run --silent',
};

/** A stage for the CI that is in use; GitHub's when nothing tells. Null outside of the root of a repository. */
export function workflowFor(cwd: string, lock: string): Offer | Advice | null {
  if (!existsSync(join(cwd, '.git'))) return null;
  const manager = managerOf(cwd);
  const run = RUN[manager];
  const isLoose = manager === 'npm' && !hasLock(cwd);
  const installation = isLoose ? ['      - run: npm install --ignore-scripts'] : INSTALL[manager];
  if (existsSync(join(cwd, '.gitlab-ci.yml')) && !existsSync(join(cwd, '.github'))) {
    const job = ['authlint:', '  image: node:24', '  variables:', '    GIT_DEPTH: 0', '  script:'];
    const install = installation.map((line) => line.replace('      - run: ', '    - '));
    return advice(cwd, '.gitlab-ci.yml', [...job, ...install, `    - ${run} authlint`]);
  }
  const file = '.github/workflows/authlint.yml';
  const text = [
    'name: authlint',
    'on:',
    '  pull_request:',
    '  push:',
    `    branches: [${defaultBranch(cwd)}]`,
    'permissions:',
    '  contents: read',
    'jobs:',
    '  authlint:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '        with:',
    '          fetch-depth: 0',
    '          persist-credentials: false',
    '      - uses: actions/setup-node@v4',
    '        with:',
    '          node-version: 24',
    ...installation,
    `      - run: ${run} authlint`,
    `      - run: test ! -f ${lock} || ${run} authlint surface --check`,
    '      - name: What the pull request changes',
    "        if: ${{ !cancelled() && github.event_name == 'pull_request' }}",
    `        run: ${run} authlint diff "origin/$BASE...HEAD" --format markdown >> "$GITHUB_STEP_SUMMARY"`,
    '        env:',
    '          # Not written into the script: a branch may be named like a command.',
    '          BASE: ${{ github.base_ref }}',
    '',
  ].join('\n');
  return { question: `Check every pull request (${file})?`, file, text };
}

/** As the remote calls it; without one, the branch that is checked out, if it is called as such branches are. */
function defaultBranch(cwd: string): string {
  const remote = refIn(join(cwd, '.git/refs/remotes/origin/HEAD'), 'refs/remotes/origin/');
  const own = refIn(join(cwd, '.git/HEAD'), 'refs/heads/');
  return remote ?? (own && /^(?:main|master|trunk|develop)$/.test(own) ? own : 'main');
}

function refIn(path: string, prefix: string): string | null {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const name = text.startsWith(`ref: ${prefix}`) ? text.slice(`ref: ${prefix}`.length).trim() : '';
  return /^[\w./-]+$/.test(name) ? name : null;
}
