import { type Dirent, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FileSystemAdapter } from 'fast-glob';
import { join } from './paths.ts';
import { kindOf, reasonOf } from './read.ts';

export type AddNote = (path: string, reason: string) => void;

/**
 * Files below a folder that match a glob and are wanted, as the disk has them: for folders outside of git, and for
 * patterns. Whatever starts with a dot is left alone.
 */
export function walk(base: string, pattern: string, isWanted: (path: string) => boolean, note: AddNote): string[] {
  // Loading it costs more than listing a middle-sized git tree, hence not at the top; and rules of ESLint cannot wait.
  const fastGlob: typeof import('fast-glob') = createRequire(import.meta.url)('fast-glob');
  const found = fastGlob.sync(pattern, {
    cwd: base,
    dot: false,
    followSymbolicLinks: false,
    // Links and special files must come out to be judged; with `onlyFiles` they would vanish without a word.
    onlyFiles: false,
    objectMode: true,
    suppressErrors: true,
    fs: { readdirSync: noting(note) },
    ignore: ['**/node_modules/**', '**/.git/**'],
  });
  const files: string[] = [];
  for (const entry of found) {
    const path = join(base, `./${entry.path}`);
    if (!isWanted(path)) continue;
    if (entry.path.includes('\ufffd') && !kindOf(path)) note(path, 'its name is not valid UTF-8');
    else files.push(path);
  }
  return files;
}

/** fast-glob either fails as a whole on a closed folder or passes over it in silence. */
function noting(note: AddNote): FileSystemAdapter['readdirSync'] {
  function read(path: string, options: { withFileTypes: true }): Dirent[];
  function read(path: string): string[];
  function read(path: string, options?: { withFileTypes: true }): Dirent[] | string[] {
    try {
      return options ? readdirSync(path, options) : readdirSync(path);
    } catch (error) {
      note(path.replaceAll('\\', '/'), reasonOf(error));
      return [];
    }
  }
  return read;
}
