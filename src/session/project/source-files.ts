import type { Contents } from '../contents/contents.ts';
import type { Files } from '../files/files.ts';
import type { Listing, Note } from '../files/list.ts';
import { absolute } from '../files/paths.ts';
import { DEFAULT_MAX_FILE_SIZE, tooLarge } from '../files/read.ts';
import type { Tree } from '../imports/tree.ts';

/** Reads the source files of a project, and notes what cannot be read. Files are relative to the working directory. */
export class SourceFiles {
  readonly notes: Note[];
  readonly #files: Files;
  readonly #tree: Tree;
  readonly #cwd: string;
  readonly #limit: number;
  readonly #contents: Contents | undefined;
  /** Candidates that the listing has just inspected: once each, that need not be done again. */
  readonly #unread: Set<string>;
  readonly #noted = new Set<string>();

  constructor(
    files: Files,
    tree: Tree,
    listing: Listing,
    { maxFileSize = DEFAULT_MAX_FILE_SIZE, contents }: { maxFileSize?: number; contents?: Contents | undefined },
  ) {
    this.notes = [...listing.notes];
    this.#files = files;
    this.#tree = tree;
    this.#cwd = listing.cwd;
    this.#limit = maxFileSize;
    this.#contents = contents;
    this.#unread = new Set(listing.candidates);
  }

  /** Where a file really is; null when there is none or it may not be read. */
  place(file: string): string | null {
    const path = this.#tree.find(absolute(this.#cwd, file));
    if (path === null || this.#unread.delete(path)) return path;
    const found = this.#files.inspect(path, this.#tree.roots);
    if (found.kind === 'absent') return null;
    if (found.kind === 'special') return this.note(file, found.reason);
    return found.size > this.#limit ? this.note(file, tooLarge(this.#limit)) : path;
  }

  read(file: string, path: string): Buffer | null {
    const read = this.#files.read(path);
    if (read.ok) return read.bytes;
    this.#contents?.failed();
    return this.note(file, read.reason);
  }

  bytes(file: string): Buffer | null {
    const path = this.place(file);
    return path === null ? null : this.read(file, path);
  }

  note(file: string, reason: string): null {
    const key = `${file}\0${reason}`;
    if (!this.#noted.has(key)) this.notes.push({ file, reason });
    this.#noted.add(key);
    return null;
  }
}
