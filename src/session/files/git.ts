import { spawnSync } from 'node:child_process';
import { absolute, ancestors, isWithin, join } from './paths.ts';
import { statOf } from './read.ts';

/** A repository under analysis is not trusted: whatever its configuration could make git execute is switched off. */
const HARDENED = [
  '--no-optional-locks',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'diff.external=',
  '-c',
  'core.attributesFile=/dev/null',
  '-c',
  'protocol.allow=never',
  '-c',
  'safe.bareRepository=explicit',
];

/** Set when authlint itself runs inside a git hook; they would point git at another repository or index. */
const REDIRECTING = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_EXTERNAL_DIFF',
]);

export type GitAnswer =
  | { readonly ok: true; readonly out: Buffer; readonly warnings: string }
  | { readonly ok: false; readonly reason: string };

export interface GitOptions {
  readonly input?: string;
  /** Another index than the repository's own. */
  readonly index?: string | null;
}

/** Runs git in a folder. The arguments are passed as they are; no shell ever sees them. */
export function git(folder: string, args: readonly string[], options: GitOptions = {}): GitAnswer {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) if (!REDIRECTING.has(name)) environment[name] = value;
  if (options.index) environment['GIT_INDEX_FILE'] = options.index;
  const run = spawnSync('git', [...HARDENED, ...args], {
    cwd: folder,
    env: { ...environment, GIT_TERMINAL_PROMPT: '0', GIT_ATTR_NOSYSTEM: '1', LC_ALL: 'C' },
    maxBuffer: 1 << 30,
    input: options.input ?? '',
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  if (run.error) return { ok: false, reason: run.error.message };
  if (run.status === 0) return { ok: true, out: run.stdout, warnings: run.stderr.toString('utf8') };
  return { ok: false, reason: run.stderr.toString('utf8').trim().split('\n')[0] || `git ended with ${run.status}` };
}

/**
 * The index that a hook was started for: `git commit -a` and `git commit <file>` prepare one of their own. Null outside of
 * hooks, and when it belongs to another repository.
 */
export function hookIndex(root: string): string | null {
  const named = process.env['GIT_INDEX_FILE'];
  if (!named) return null;
  const folder = git(root, ['rev-parse', '--absolute-git-dir']);
  const at = absolute(root, named);
  return folder.ok && isWithin(absolute('/', folder.out.toString('utf8').trimEnd()), at) && statOf(at) ? at : null;
}

/** The folder that holds `.git`, found without starting git: most folders outside a git tree then cost no process. */
export function gitRoot(folder: string): string | null {
  for (const at of ancestors(folder)) if (statOf(join(at, './.git'))) return at;
  return null;
}
