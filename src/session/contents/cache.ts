import { homedir } from 'node:os';
import { type Files, onDisk, onDiskWith } from '../files/files.ts';
import { git, gitRoot } from '../files/git.ts';
import { GitIndex } from '../files/git-index.ts';
import { absolute, ancestors, isWithin, join, relative } from '../files/paths.ts';
import { kindOf } from '../files/read.ts';
import { Vault } from './vault.ts';

export interface Cache {
  readonly vault: Vault;
  /** The files that were asked for, with git's word for their contents. */
  readonly files: Files;
  /** Folders of facts that others have worked out. */
  readonly handed: readonly Vault[];
}

/**
 * Opens the cache for a run in `cwd`. `place`: a folder, true for the usual one, false for none. Null also when the folder
 * is part of the repository: whoever writes the code must not write what was found in it. The same goes for `handed`.
 */
export function openCache(
  cwd: string,
  place: boolean | string,
  from: Files = onDisk,
  handed: readonly string[] = [],
): Cache | null {
  if (place === false) return null;
  const folder = typeof place === 'string' ? absolute(cwd, place) : cacheFolder(cwd);
  const root = gitRoot(cwd);
  // Only the disk is read by way of it, and to read it takes longer than most other questions.
  const index = root === null || from !== onDisk ? null : GitIndex.of(root);
  const isForeign = (at: string) => root !== null && isWithin(root, at) && (index?.holds(at) ?? isCommitted(root, at));
  if (isForeign(folder)) return null;
  const believed = handed.map((one) => absolute(cwd, one)).filter((one) => !isForeign(one));
  return {
    vault: new Vault(folder),
    files: index ? onDiskWith(index) : from,
    handed: believed.map((one) => new Vault(one)),
  };
}

/**
 * `AUTHLINT_CACHE_DIR`; else `node_modules/.cache/authlint` in the nearest folder with a `node_modules`, not above the
 * repository; else `authlint` in the user's cache folder.
 */
export function cacheFolder(cwd: string, env: NodeJS.ProcessEnv = process.env): string {
  const named = env['AUTHLINT_CACHE_DIR'];
  if (named) return absolute(cwd, named);
  const top = gitRoot(cwd) ?? cwd;
  for (const at of ancestors(cwd)) {
    if (kindOf(join(at, './node_modules')) === 'folder') return join(at, './node_modules/.cache/authlint');
    if (at === top) break;
  }
  return absolute('/', `${env['XDG_CACHE_HOME'] || `${homedir()}/.cache`}/authlint`);
}

function isCommitted(root: string, folder: string): boolean {
  const answer = git(root, ['ls-files', '-z', '--', relative(root, folder)]);
  return !answer.ok || answer.out.length > 0;
}

export interface CacheReport {
  readonly folder: string;
  /** True when it is not used because it is part of the repository. */
  readonly refused: boolean;
  readonly kinds: readonly {
    readonly name: string;
    readonly files: number;
    readonly bytes: number;
    readonly used: number | null;
  }[];
}

const KINDS = { facts: 'facts', model: 'models', verdict: 'findings' };

/** What is kept for runs in `cwd`. */
export function cacheReport(cwd: string): CacheReport {
  const folder = cacheFolder(cwd);
  const vault = new Vault(folder);
  const kinds = Object.entries(KINDS).map(([kind, name]) => {
    const files = vault.list(kind);
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return { name, files: files.length, bytes, used: files[0]?.used ?? null };
  });
  return { folder, refused: openCache(absolute(cwd, '.'), true) === null, kinds };
}

/** Removes what authlint keeps, and nothing else that may lie in the folder. */
export function clearCache(cwd: string): { readonly folder: string; readonly removed: number; readonly left: number } {
  const folder = cacheFolder(cwd);
  const vault = new Vault(folder);
  const files = Object.keys(KINDS).flatMap((kind) => vault.list(kind));
  const removed = files.filter(({ name }) => vault.remove(name)).length;
  return { folder, removed, left: files.length - removed };
}
