import { closeSync, openSync, readSync } from 'node:fs';
import { kindOf, readBytes } from '../files/read.ts';

const CHUNK = 1 << 20;
/** After so many parts the file is read as a whole. */
const FEW = 32;

/** A file of two lines and a rest, of which most runs need next to nothing. */
export class PackFile {
  readonly seal: string;
  readonly line: Buffer;
  readonly #path: string;
  /** Where the rest begins. */
  readonly #start: number;
  #whole: Buffer | null = null;
  #asked = 0;

  private constructor(path: string, start: Buffer, sealed: number, end: number) {
    this.seal = start.toString('latin1', 0, sealed);
    this.line = start.subarray(sealed + 1, end);
    this.#path = path;
    this.#start = end + 1;
  }

  static at(path: string): PackFile | null {
    // A pipe planted here would be waited for.
    if (kindOf(path) !== 'file') return null;
    let start: Buffer = Buffer.alloc(0);
    for (;;) {
      const more = readAt(path, start.length, CHUNK);
      start = start.length === 0 ? more : Buffer.concat([start, more]);
      const sealed = start.indexOf(10);
      const end = sealed < 0 ? -1 : start.indexOf(10, sealed + 1);
      if (end >= 0) return new PackFile(path, start, sealed, end);
      if (more.length === 0) return null;
    }
  }

  /** Bytes of the rest; fewer, or others, where the file is another meanwhile. */
  part(from: number, to: number): Buffer {
    if (!this.#whole && ++this.#asked > FEW) {
      const read = readBytes(this.#path);
      if (read.ok) this.#whole = read.bytes;
    }
    const [start, end] = [this.#start + from, this.#start + to];
    return this.#whole?.subarray(start, end) ?? readAt(this.#path, start, end - start);
  }
}

function readAt(path: string, position: number, length: number): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, position));
    } finally {
      closeSync(file);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
