import { lstatSync } from 'node:fs';
import type { Files } from '../files/files.ts';
import { isWithin, parent } from '../files/paths.ts';

/** What tells one state of a path from another without opening it; null when nothing is there. */
interface Stamp {
  readonly inode: number;
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
  /** Younger than a file system's clock is fine: it may change again without looking different. */
  readonly fresh: boolean;
}

/** In milliseconds. Clocks of file systems are as coarse as 10 ms; FAT's 2 s are not met where servers are written. */
const COARSEST_CLOCK = 50;

/**
 * Files that remember what was asked of them, so that later they can tell where the answer may have become another.
 * Folders count as asked when a path in them was, because a new file changes what imports and listings find.
 */
export class Watch {
  readonly files: Files;
  readonly #stamps = new Map<string, Stamp | null>();
  readonly #folders = new Set<string>();

  constructor(files: Files) {
    this.files = {
      hash: files.hash,
      exists: (path) => this.#asking(path, () => files.exists(path)),
      known: (path) => this.#asking(path, () => files.known(path)),
      kind: (path) => this.#asking(path, () => files.kind(path)),
      inspect: (path, roots) =>
        this.#asking(path, () => {
          const found = files.inspect(path, roots);
          if (found.kind === 'link') this.#asking(found.target, () => null);
          return found;
        }),
      read: (path) => this.#asking(path, () => files.read(path)),
      folders: (path) => this.#asking(path, () => files.folders(path)),
      below: (folder) => files.below(folder),
    };
  }

  /** From now on, what appears in or vanishes from a folder with asked paths is noticed, if the folder is in one of these. */
  followFolders(roots: Iterable<string>): void {
    const tops = [...roots];
    for (const path of this.#stamps.keys()) this.#folders.add(parent(path));
    for (const folder of this.#folders) {
      if (tops.some((top) => isWithin(top, folder))) this.#asking(folder, () => null);
      else this.#folders.delete(folder);
    }
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** The paths that may have become another since they were asked or reported last. */
  changed(): string[] {
    const changed: string[] = [];
    const now = Date.now();
    for (const [path, before] of this.#stamps) {
      const after = stampOf(path, now);
      if (same(before, after) && !before?.fresh) continue;
      this.#stamps.set(path, after);
      changed.push(path);
    }
    return changed;
  }

  /** The stamp is taken before the answer: a change between the two is then seen, if anything, once too often. */
  #asking<T>(path: string, answer: () => T): T {
    if (!this.#stamps.has(path)) this.#stamps.set(path, stampOf(path, Date.now()));
    return answer();
  }
}

function stampOf(path: string, now: number): Stamp | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats) return null;
    const { ino, size, mtimeMs, ctimeMs } = stats;
    const fresh = Math.max(mtimeMs, ctimeMs) > now - COARSEST_CLOCK;
    return { inode: ino, size, modified: mtimeMs, changed: ctimeMs, fresh };
  } catch {
    return null;
  }
}

function same(a: Stamp | null, b: Stamp | null): boolean {
  if (a === null || b === null) return a === b;
  return a.inode === b.inode && a.size === b.size && a.modified === b.modified && a.changed === b.changed;
}
