import type { Facts } from '#facts';
import { PackRows, printed, type Row } from './pack-rows.ts';
import type { Scan } from './scan.ts';
import { digest, type KeptFile, type Vault } from './vault.ts';

/** What extraction made of a content. */
export interface Extracted {
  readonly facts: Facts | null;
  readonly problem: string | null;
  /** The encoding in which some bytes had no meaning; null when all had. */
  readonly lossy: string | null;
}

/** Facts as they are written, and what they have to be. */
interface Packed {
  readonly bytes: () => Buffer;
  readonly check: string;
}

interface Content {
  readonly size: number;
  scan: Scan | null;
  /** By dialect: decoded, or still as written. */
  readonly extracted: Map<string, Extracted | Packed>;
}

interface Pack {
  readonly name: string;
  readonly size: number;
  readonly rows: PackRows;
}

const MOST_PACKS = 6;
const MOST_BYTES = 64 * 1024 * 1024;
/** After so many milliseconds without a use nobody is expected to run the version again that wrote a pack. */
const FORGOTTEN = 14 * 24 * 3_600_000;

/**
 * What was worked out from single contents, by the content's id in git: the byte scan and the facts. Kept in a few packs,
 * each an index line and then all facts one behind the other, because thousands of files are slow to open; facts are
 * looked at only when asked for, each with a checksum of its own. A run adds one pack with what is new.
 */
export class KeptFacts {
  readonly #vault: Vault | null;
  readonly #needles: string;
  readonly #contents = new Map<string, Content>();
  readonly #packs: Pack[] = [];
  readonly #sources: PackRows[] = [];
  /** Of these it is known what the packs say. */
  readonly #looked = new Set<string>();
  #isComplete = false;
  /** Those of another version, and damaged ones. */
  readonly #useless: KeptFile[] = [];
  readonly #fresh = new Set<string>();
  readonly #used = new Set<string>();

  /** `needles`: what the scan looked for; scans for other needles are of no use. `handed`: what others have worked out. */
  constructor(vault: Vault | null, needles: readonly string[], handed: readonly Vault[] = []) {
    this.#vault = vault;
    this.#needles = digest(JSON.stringify(needles));
    for (const one of vault ? [vault, ...handed] : handed) {
      for (const file of one.list('facts')) {
        const pack = one.readPack(file.name);
        const rows = pack && new PackRows(pack);
        if (rows) this.#sources.push(rows);
        if (one !== vault) continue;
        if (rows) this.#packs.push({ name: file.name, size: file.size, rows });
        else this.#useless.push(file);
      }
    }
  }

  /** `size` guards against a content that git keeps differently from the disk: line ends. */
  scan(id: string, size: number): Scan | null {
    return this.#at(id, size)?.scan ?? null;
  }

  extracted(id: string, size: number, dialect: string): Extracted | null {
    const content = this.#at(id, size);
    const found = content?.extracted.get(dialect);
    if (!content || !found) return null;
    if (!('bytes' in found)) return found;
    const bytes = found.bytes();
    const decoded = checkOf(bytes) === found.check ? (JSON.parse(bytes.toString()) as Extracted) : null;
    if (decoded) content.extracted.set(dialect, decoded);
    else content.extracted.delete(dialect);
    return decoded;
  }

  keepScan(id: string, size: number, scan: Scan): void {
    this.#made(id, size).scan = scan;
    this.#fresh.add(id);
  }

  keepExtracted(id: string, size: number, dialect: string, extracted: Extracted): void {
    this.#made(id, size).extracted.set(dialect, extracted);
    this.#fresh.add(id);
  }

  /** Writes what is new; puts packs together when there are many, and leaves out what has become old when they are large. */
  save(): void {
    if (!this.#vault || this.#fresh.size === 0) return;
    const { ids, instead } = this.#toWrite();
    const { name: made, line, parts } = this.#pack(ids);
    this.#vault.writePack(made, line, parts);
    const old = this.#useless.filter(({ used }) => Date.now() - used > FORGOTTEN);
    for (const { name } of [...instead, ...old]) if (name !== made) this.#vault.remove(name);
    this.#fresh.clear();
  }

  #toWrite(): { readonly ids: Iterable<string>; readonly instead: readonly Pack[] } {
    if (this.#packs.length < MOST_PACKS) return { ids: this.#fresh, instead: [] };
    const sizes = this.#packs.map(({ size }) => size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (total > MOST_BYTES) return { ids: this.#used, instead: this.#packs };
    // The first run writes nearly all there is: to write that again for every few edits would cost more than the edits.
    const largest = Math.max(...sizes);
    if (2 * largest < total) return { ids: this.#all(), instead: this.#packs };
    const instead = this.#packs.toSpliced(sizes.indexOf(largest), 1);
    return { ids: new Set([...instead.flatMap(({ rows }) => rows.ids), ...this.#fresh]), instead };
  }

  /** Writes all there is as the only pack of a folder, and says how many bytes that are. Throws `WriteError`, as `putPack` does. */
  hand(vault: Vault, shown: string): number {
    const { name: made, line, parts } = this.#pack(this.#all());
    vault.putPack(made, line, parts, shown);
    for (const { name } of vault.list('facts')) if (name !== made) vault.remove(name);
    return parts.reduce((sum, { length }) => sum + length, line.length);
  }

  #at(id: string, size: number): Content | null {
    const content = this.#find(id);
    if (content?.size !== size) return null;
    this.#used.add(id);
    return content;
  }

  #find(id: string): Content | undefined {
    if (!this.#looked.has(id) && !this.#isComplete) {
      this.#looked.add(id);
      for (const rows of this.#sources) {
        const row = rows.find(id);
        if (row) this.#add(row, rows);
      }
    }
    return this.#contents.get(id);
  }

  /** The ids of all contents. */
  #all(): Iterable<string> {
    if (!this.#isComplete)
      for (const rows of this.#sources) for (const row of rows.all) if (!this.#looked.has(row[0])) this.#add(row, rows);
    this.#isComplete = true;
    return this.#contents.keys();
  }

  #made(id: string, size: number): Content {
    let content = this.#find(id);
    if (content?.size !== size) {
      content = { size, scan: null, extracted: new Map() };
      this.#contents.set(id, content);
    }
    this.#used.add(id);
    return content;
  }

  #add([id, size, scan, extracted]: Row, rows: PackRows): void {
    let content = this.#contents.get(id);
    if (!content) {
      content = { size, scan: null, extracted: new Map() };
      this.#contents.set(id, content);
    }
    if (scan && rows.needles === this.#needles) content.scan ??= { marked: scan[0] === 1, specifiers: scan[1] };
    for (const [dialect, from, to, check] of extracted)
      if (!content.extracted.has(dialect)) content.extracted.set(dialect, { bytes: () => rows.part(from, to), check });
  }

  #pack(ids: Iterable<string>): { readonly name: string; readonly line: string; readonly parts: readonly Buffer[] } {
    const rows: Row[] = [];
    const parts: Buffer[] = [];
    let at = 0;
    for (const id of [...ids].sort()) {
      const content = this.#find(id);
      if (!content) continue;
      const extracted: Row[3] = [];
      for (const [dialect, one] of content.extracted) {
        const { bytes: read, check } = 'bytes' in one ? one : packed(one);
        const bytes = read();
        extracted.push([dialect, at, at + bytes.length, check]);
        parts.push(bytes);
        at += bytes.length;
      }
      const { scan } = content;
      rows.push([id, content.size, scan && [scan.marked ? 1 : 0, scan.specifiers], extracted]);
    }
    const line = printed({ needles: this.#needles, rows });
    return { name: `facts-${digest(line).slice(0, 16)}.json`, line, parts };
  }
}

function packed(extracted: Extracted): Packed {
  const bytes = Buffer.from(JSON.stringify(extracted));
  return { bytes: () => bytes, check: checkOf(bytes) };
}

function checkOf(bytes: Buffer): string {
  return digest(bytes).slice(0, 16);
}
