import { existsSync, readdirSync } from 'node:fs';
import type { GitIndex } from './git-index.ts';
import type { Hash } from './ids.ts';
import { type Bytes, type Inspection, inspect, type Kind, kindOf, readBytes } from './read.ts';

export interface Known {
  readonly id: string;
  readonly size: number;
}

/** Where a session finds its files: the disk, the disk under texts that differ from it, or a state of git. Paths are absolute. */
export interface Files {
  /** How contents are named here. */
  readonly hash: Hash;
  /** What stands there, of a link the link itself; null for nothing. A trailing `/` follows a link. */
  kind(path: string): Kind | null;
  /** False when there surely is nothing. Cheaper than `kind`. */
  exists(path: string): boolean;
  /** What stands there more closely, without opening it. Links must lead to a regular file within one of the roots. */
  inspect(path: string, roots: ReadonlySet<string>): Inspection;
  /** Only for paths that `inspect` called a file or a link. */
  read(path: string): Bytes;
  /** The names of the folders in a folder. */
  folders(path: string): readonly string[];
  /** What git calls the content, and its size, where that is known without reading it. */
  known(path: string): Known | null;
  /** Sizes of contents that are known from before, so that nobody has to be asked for them. */
  learn?(contents: Iterable<Known>): void;
  /** All files below a folder; null when the disk has to be asked, through git or by walking. */
  below(folder: string): readonly string[] | null;
}

export const onDisk: Files = {
  hash: 'sha256',
  kind: kindOf,
  exists: existsSync,
  inspect,
  read: readBytes,
  folders(path) {
    try {
      const entries = readdirSync(path, { withFileTypes: true });
      return entries.filter((one) => one.isDirectory()).map((one) => one.name);
    } catch {
      return [];
    }
  },
  known: () => null,
  below: () => null,
};

/** The disk, with git's word for the files that nobody has touched since git saw them: they need not be looked at. */
export function onDiskWith(index: GitIndex): Files {
  return {
    ...onDisk,
    hash: index.hash,
    kind: (path) => (index.find(path) ? 'file' : kindOf(path)),
    inspect(path, roots) {
      const row = index.find(path);
      return row ? { kind: 'file', size: row.size } : inspect(path, roots);
    },
    known: (path) => index.find(path) ?? null,
  };
}

/**
 * The files with other texts in some places: an editor's unsaved buffers. A text whose file is not there counts where an
 * import leads to it or it is named; folders and listings stay those of `files`.
 */
export function withTexts(files: Files, texts: ReadonlyMap<string, string>): Files {
  return {
    hash: files.hash,
    exists: (path) => texts.has(path) || files.exists(path),
    kind: (path) => (texts.has(path) ? 'file' : files.kind(path)),
    inspect(path, roots) {
      const text = texts.get(path);
      return text === undefined ? files.inspect(path, roots) : { kind: 'file', size: Buffer.byteLength(text) };
    },
    read(path) {
      const text = texts.get(path);
      return text === undefined ? files.read(path) : { ok: true, bytes: Buffer.from(text) };
    },
    folders: (path) => files.folders(path),
    known: (path) => (texts.has(path) ? null : files.known(path)),
    below: (folder) => files.below(folder),
  };
}
