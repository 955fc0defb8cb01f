import { createHash } from 'node:crypto';
import { readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf, readBytes, statOf } from '../files/read.ts';
import { makeFolder, writeWhole } from '../files/write.ts';
import { toolIdentity } from './identity.ts';
import { PackFile } from './pack-file.ts';

export interface KeptFile {
  readonly name: string;
  readonly size: number;
  /** When it was last of use. */
  readonly used: number;
}

const OURS = /^(?:facts|model|verdict)-[\w-]+\.json$/;

/**
 * A folder of files that may be lost, damaged or foreign at any time: each begins with who wrote it and a checksum of the
 * rest, and is a miss when either is not as expected. Only `putPack` throws; what else cannot be kept is not kept.
 */
export class Vault {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What was kept under a name; null when there is nothing of use. */
  read(name: string): Buffer | null {
    const file = this.#read(name);
    return file && file.seal === sealOf(file.body) ? file.body : null;
  }

  /** The same of a file that consists of a line and a rest. The checksum holds for the line alone: it has to tell what the rest is. */
  readPack(name: string): PackFile | null {
    const file = PackFile.at(join(this.folder, name));
    return file && file.seal === sealOf(file.line) ? file : null;
  }

  #read(name: string): { readonly seal: string; readonly body: Buffer } | null {
    const path = join(this.folder, name);
    // A pipe planted here would be waited for.
    const read = kindOf(path) === 'file' ? readBytes(path) : null;
    const end = read?.ok ? read.bytes.indexOf(10) : -1;
    if (!read?.ok || end < 0) return null;
    return { seal: read.bytes.toString('latin1', 0, end), body: read.bytes.subarray(end + 1) };
  }

  /** `sum`: its digest, where that is known. */
  write(name: string, body: Buffer, sum = digest(body)): void {
    this.#attempt(() => this.#put(name, seal(sum), [body], this.folder));
  }

  writePack(name: string, line: string, rest: readonly Buffer[]): void {
    this.#attempt(() => this.putPack(name, line, rest));
  }

  #attempt(put: () => void): void {
    try {
      makeFolder(this.folder);
      put();
    } catch {
      // A read-only folder or a full disk costs time, not the run.
    }
  }

  /** Throws `WriteError`, about the folder as it is `shown`, when it cannot be kept. */
  putPack(name: string, line: string, rest: readonly Buffer[], shown = this.folder): void {
    const bytes = Buffer.from(line);
    this.#put(name, sealOf(bytes), [bytes, NEWLINE, ...rest], shown);
  }

  #put(name: string, seal: string, parts: readonly Buffer[], shown: string): void {
    writeWhole(join(this.folder, name), Buffer.concat([Buffer.from(`${seal}\n`), ...parts]), shown);
  }

  /** Says that a file was of use, for whoever makes room. */
  touch(name: string): void {
    try {
      const now = new Date();
      utimesSync(join(this.folder, name), now, now);
    } catch {
      // As above.
    }
  }

  /** Files of this folder that authlint made, last used first. */
  list(kind: string): KeptFile[] {
    let names: string[];
    try {
      names = readdirSync(this.folder);
    } catch {
      return [];
    }
    const files = names.flatMap((name) => {
      const stats = OURS.test(name) && name.startsWith(kind) ? statOf(join(this.folder, name)) : undefined;
      return stats?.isFile() ? [{ name, size: stats.size, used: stats.mtimeMs }] : [];
    });
    return files.sort((a, b) => b.used - a.used || (a.name < b.name ? -1 : 1));
  }

  /** Keeps the files that were of use last. */
  makeRoom(kind: string, most: number): void {
    for (const { name } of this.list(kind).slice(most)) this.remove(name);
  }

  remove(name: string): boolean {
    try {
      rmSync(join(this.folder, name));
      return true;
    } catch {
      return false;
    }
  }
}

const NEWLINE = Buffer.from('\n');

function sealOf(body: Buffer): string {
  return seal(digest(body));
}

function seal(sum: string): string {
  return `authlint ${toolIdentity()} ${sum}`;
}

export function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url');
}
