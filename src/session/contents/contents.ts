import type { Files } from '../files/files.ts';
import { idOf } from '../files/ids.ts';
import type { Extracted, KeptFacts } from './kept-facts.ts';
import type { Scan } from './scan.ts';
import { digest } from './vault.ts';

/** What a run took from one source file. */
export interface Taken {
  readonly file: string;
  readonly id: string;
  readonly size: number;
  /** A digest of what the byte scan found: all that counts of a file whose facts nobody asked for. */
  readonly scan: string;
  readonly facts: boolean;
  /** It names a known package, or leads to a file that does. */
  readonly matters?: boolean;
  /** What of its facts nobody has looked at, and the names that anybody has asked it for: see `Unasked`. */
  readonly unread?: string;
  readonly asked?: string;
}

interface Entry {
  readonly id: string;
  readonly size: number;
  scan: string;
  facts: boolean;
}

/** One run's way to kept facts: by the name of each content, which git often knows without the file being read. */
export class Contents {
  readonly #files: Files;
  readonly #kept: KeptFacts;
  readonly #entries = new Map<string, Entry>();
  #settled = true;

  constructor(files: Files, kept: KeptFacts) {
    this.#files = files;
    this.#kept = kept;
  }

  /** Without reading; null when the file has to be read. */
  scan(file: string, path: string): Scan | null {
    const known = this.#files.known(path);
    const scan = known && this.#kept.scan(known.id, known.size);
    if (!known || !scan) return null;
    this.#entries.set(file, { id: known.id, size: known.size, scan: scanDigest(scan), facts: false });
    return scan;
  }

  scanned(file: string, bytes: Buffer, scan: () => Scan): Scan {
    const id = idOf(bytes, this.#files.hash);
    let found = this.#kept.scan(id, bytes.length);
    if (!found) {
      found = scan();
      this.#kept.keepScan(id, bytes.length, found);
    }
    this.#entries.set(file, { id, size: bytes.length, scan: scanDigest(found), facts: false });
    return found;
  }

  /** Of a file that was scanned. */
  extracted(file: string, dialect: string): Extracted | null {
    const entry = this.#entries.get(file);
    if (!entry) return null;
    entry.facts = true;
    return this.#kept.extracted(entry.id, entry.size, dialect);
  }

  /** A file that could not be read may be readable another time. */
  failed(): void {
    this.#settled = false;
  }

  /** The file was read again: what changed in the meantime belongs to no one state and is not kept. */
  read(file: string, bytes: Buffer): void {
    const entry = this.#entries.get(file);
    if (entry && idOf(bytes, this.#files.hash) === entry.id) return;
    this.#entries.delete(file);
    this.#settled = false;
  }

  /** From now on the file says what stands nowhere on disk. */
  forget(file: string): void {
    this.#entries.delete(file);
    this.#settled = false;
  }

  keep(file: string, dialect: string, extracted: Extracted): void {
    const entry = this.#entries.get(file);
    if (entry) this.#kept.keepExtracted(entry.id, entry.size, dialect, extracted);
  }

  /** All that was taken; null when the files did not hold still. `more`: what else is known of a file. */
  taken(more: (file: string) => Pick<Taken, 'matters' | 'unread' | 'asked'>): Taken[] | null {
    return this.#settled ? [...this.#entries].map(([file, entry]) => ({ file, ...entry, ...more(file) })) : null;
  }
}

export function scanDigest({ marked, specifiers }: Scan): string {
  return digest(`${marked}\0${specifiers.join('\0')}`).slice(0, 12);
}
