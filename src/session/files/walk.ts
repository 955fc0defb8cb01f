import { type Dirent, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FileSystemAdapter } from 'fast-glob';
import { join } from './paths.ts';
import { kindOf, reasonOf } from './read.ts';

export type AddNote = (path: string, reason: string) => void;

/** Files below a folder that are wanted, as the disk has them, outside of git. Folders that start with a dot are left alone. */
export function everythingBelow(base: string, isWanted: (path: string) => boolean, note: AddNote): string[] {
  const read = noting(note);
  const files: string[] = [];
  const folders = [base];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of read(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || (entry.name.startsWith('.') && entry.isDirectory())) continue;
      const path = join(folder, `./${entry.name}`);
      // Links and special files must come out to be judged.
      if (isWanted(path)) keep(path, entry.name, files, note);
      if (entry.isDirectory()) folders.push(path);
    }
  }
  return files;
}

function keep(path: string, name: string, files: string[], note: AddNote): void {
  if (name.includes('\ufffd') && !kindOf(path)) note(path, 'its name is not valid UTF-8');
  else files.push(path);
}

/** Files below a folder that match a glob and are wanted, as the disk has them. Whatever starts with a dot is left alone. */
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
    keep(path, entry.path, files, note);
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
