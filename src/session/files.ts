import { readdirSync } from 'node:fs';
import { type Bytes, type Inspection, inspect, type Kind, kindOf, readBytes } from './read.ts';

/** Where a session finds its files: the disk, the disk under texts that differ from it, or a state of git. Paths are absolute. */
export interface Files {
  /** What stands there, of a link the link itself; null for nothing. A trailing `/` follows a link. */
  kind(path: string): Kind | null;
  /** The same more closely, without opening it. Links must lead to a regular file within one of the roots. */
  inspect(path: string, roots: ReadonlySet<string>): Inspection;
  /** Only for paths that `inspect` called a file or a link. */
  read(path: string): Bytes;
  /** The names of the folders in a folder. */
  folders(path: string): readonly string[];
  /** All files below a folder; null when the disk has to be asked, through git or by walking. */
  below(folder: string): readonly string[] | null;
}

export const onDisk: Files = {
  kind: kindOf,
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
  below: () => null,
};

/**
 * The files with other texts in some places: an editor's unsaved buffers. A text whose file is not there counts where an
 * import leads to it or it is named; folders and listings stay those of `files`.
 */
export function withTexts(files: Files, texts: ReadonlyMap<string, string>): Files {
  return {
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
    below: (folder) => files.below(folder),
  };
}
