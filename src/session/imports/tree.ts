import { isData } from '#extract';
import type { Files } from '../files/files.ts';
import { isSource, type Listing } from '../files/list.ts';
import { isWithin, parent } from '../files/paths.ts';
import { LARGEST_DATA } from '../files/read.ts';
import { asAbsent, asListed, asThere, type Trace } from './trace.ts';

/**
 * Which source files there are. Below the listed folders the listing answers and the disk is asked once per file that an
 * import reaches; outside of them, within the roots, only the disk is asked (`check apps/api` may import `packages/x`).
 */
export class Tree {
  readonly roots: ReadonlySet<string>;
  readonly #files: Files;
  readonly #listing: Listing;
  readonly #found = new Map<string, string | null>();
  /** Extensions by path without extension: one look instead of one per extension. */
  readonly #stems = new Map<string, string[]>();
  readonly #folders = new Set<string>();
  readonly #sorted: readonly string[];
  readonly #trace: Trace | undefined;

  constructor(files: Files, listing: Listing, trace?: Trace) {
    this.#trace = trace;
    this.#files = files;
    this.#listing = listing;
    this.roots = listing.roots;
    // The listing has looked at these already.
    for (const file of listing.candidates) this.#found.set(file, file);
    this.#sorted = [...listing.names].sort();
    let last = '';
    for (const file of this.#sorted) {
      const dot = file.lastIndexOf('.');
      const stem = file.slice(0, dot);
      const extensions = this.#stems.get(stem);
      if (extensions) extensions.push(file.slice(dot));
      else this.#stems.set(stem, [file.slice(dot)]);
      const folder = parent(file);
      if (folder !== last) this.#addFolder(folder);
      last = folder;
    }
  }

  /** The file itself, what it links to, or null when there is no such source file, and no such file of data. */
  find(path: string): string | null {
    if (isData(path)) return this.#data(path);
    this.#trace?.probes.add(path);
    return this.#at(path);
  }

  /** Of a size that is read. The disk is asked in any case, so that it is known what follows from the answer. */
  #data(path: string): string | null {
    if (!this.isInside(path) || path.includes('/node_modules/')) return null;
    const found = this.#files.inspect(path, this.roots);
    const file = found.kind === 'file' ? path : found.kind === 'link' && isData(found.target) ? found.target : null;
    if (file === null || !('size' in found) || found.size > LARGEST_DATA) return null;
    if (isKnown(path, this.#listing)) return file;
    this.#trace?.ignored.add(path);
    return null;
  }

  #at(path: string): string | null {
    const known = this.#found.get(path);
    if (known !== undefined) return known;
    if (!this.#listing.names.has(path) && this.#isListed(path)) return null;
    const found = this.#ask(path);
    this.#found.set(path, found);
    return found;
  }

  /** Whether it is data that would be read, were it smaller. */
  isTooLarge(path: string): boolean {
    const found = isData(path) ? this.#files.inspect(path, this.roots) : null;
    return found !== null && 'size' in found && found.size > LARGEST_DATA;
  }

  /** The first of `stem` + extension that is there. */
  findStem(stem: string, extensions: readonly string[]): string | null {
    this.#trace?.probes.add(stem);
    const known = this.#isListed(stem) ? this.#stems.get(stem) : extensions;
    if (known === undefined) return null;
    for (const extension of extensions) {
      const file = known.includes(extension) ? this.#at(stem + extension) : null;
      if (file !== null) return file;
    }
    return null;
  }

  /** False only when there surely is no source file in or below the folder. */
  mayHold(folder: string): boolean {
    const mayHold = this.#folders.has(folder) || !this.#isListed(folder);
    this.#trace?.probes.add(mayHold ? asThere(folder) : asAbsent(folder));
    return mayHold;
  }

  isInside(path: string): boolean {
    for (const root of this.roots) if (isWithin(root, path)) return true;
    return false;
  }

  /** Listed files below a folder, sorted. */
  listed(folder: string): string[] {
    this.#trace?.probes.add(asListed(folder));
    return this.below(folder);
  }

  /** The same, for whom only those count that take part in the program. */
  below(folder: string): string[] {
    const prefix = folder === '/' ? '/' : `${folder}/`;
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < prefix) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (this.#sorted[end]?.startsWith(prefix)) end++;
    return this.#sorted.slice(low, end).filter((file) => this.#at(file) === file);
  }

  #addFolder(folder: string): void {
    for (let at = folder; !this.#folders.has(at); at = parent(at)) this.#folders.add(at);
  }

  #isListed(path: string): boolean {
    return isListed(path, this.#listing);
  }

  #ask(path: string): string | null {
    if (!isSource(path) || !this.isInside(path)) return null;
    const found = this.#files.inspect(path, this.roots);
    if (found.kind === 'file') return path;
    return found.kind === 'link' && isSource(found.target) ? found.target : null;
  }
}

function isListed(path: string, { bases }: Listing): boolean {
  for (const base of bases) if (isWithin(base, path)) return !path.includes('/node_modules/');
  return false;
}

/** Of data. What git ignores is left out, like sources: it is there on some machines only. */
export function isKnown(path: string, listing: Listing): boolean {
  return listing.data.has(path) || !isListed(path, listing);
}
