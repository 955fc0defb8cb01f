import type { Facts } from '#facts';
import type { Scan } from './scan.ts';
import { digest, type Vault } from './vault.ts';

/** What extraction made of a content. */
export interface Extracted {
  readonly facts: Facts | null;
  readonly problem: string | null;
  /** The encoding in which some bytes had no meaning; null when all had. */
  readonly lossy: string | null;
}

interface Content {
  readonly size: number;
  scan: Scan | null;
  /** By dialect: decoded, or still as written. */
  readonly extracted: Map<string, Extracted | Buffer>;
}

type Row = [
  id: string,
  size: number,
  scan: [marked: 0 | 1, specifiers: readonly string[]] | null,
  extracted: [dialect: string, from: number, to: number][],
];

interface Head {
  readonly needles: string;
  readonly rows: readonly Row[];
}

const MOST_PACKS = 6;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What was worked out from single contents, by the content's id in git: the byte scan and the facts. Kept in a few packs,
 * each an index line and then all facts one behind the other, because thousands of files are slow to open; facts are
 * decoded only when asked for. A run adds one pack with what is new.
 */
export class KeptFacts {
  readonly #vault: Vault | null;
  readonly #needles: string;
  readonly #contents = new Map<string, Content>();
  readonly #packs: string[] = [];
  readonly #fresh = new Set<string>();
  readonly #used = new Set<string>();

  /** `needles`: what the scan looked for; scans for other needles are of no use. `handed`: what others have worked out. */
  constructor(vault: Vault | null, needles: readonly string[], handed: readonly Vault[] = []) {
    this.#vault = vault;
    this.#needles = digest(JSON.stringify(needles));
    for (const one of vault ? [vault, ...handed] : handed) {
      for (const { name } of one.list('facts')) {
        const body = one.read(name);
        if (!body) continue;
        this.#load(body);
        if (one === vault) this.#packs.push(name);
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
    if (!Buffer.isBuffer(found)) return found;
    const decoded = JSON.parse(found.toString('utf8')) as Extracted;
    content.extracted.set(dialect, decoded);
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
    const isCrowded = this.#packs.length >= MOST_PACKS;
    const total = this.#vault.list('facts').reduce((sum, { size }) => sum + size, 0);
    const wanted = total > MOST_BYTES ? this.#used : this.#contents.keys();
    const { name: made, body } = this.#pack(isCrowded ? wanted : this.#fresh);
    this.#vault.write(made, body);
    if (isCrowded) for (const name of this.#packs) if (name !== made) this.#vault.remove(name);
  }

  /** Writes all there is as the only pack of a folder, and says how many bytes that are. Throws `WriteError`, as `put` does. */
  hand(vault: Vault, shown: string): number {
    const { name: made, body } = this.#pack(this.#contents.keys());
    vault.put(made, body, shown);
    for (const { name } of vault.list('facts')) if (name !== made) vault.remove(name);
    return body.length;
  }

  #at(id: string, size: number): Content | null {
    const content = this.#contents.get(id);
    if (content?.size !== size) return null;
    this.#used.add(id);
    return content;
  }

  #made(id: string, size: number): Content {
    let content = this.#contents.get(id);
    if (content?.size !== size) {
      content = { size, scan: null, extracted: new Map() };
      this.#contents.set(id, content);
    }
    this.#used.add(id);
    return content;
  }

  #load(body: Buffer): void {
    const end = body.indexOf(10);
    const { needles, rows } = JSON.parse(body.toString('utf8', 0, end)) as Head;
    for (const [id, size, scan, extracted] of rows) {
      let content = this.#contents.get(id);
      if (!content) {
        content = { size, scan: null, extracted: new Map() };
        this.#contents.set(id, content);
      }
      if (scan && needles === this.#needles) content.scan ??= { marked: scan[0] === 1, specifiers: scan[1] };
      for (const [dialect, from, to] of extracted)
        if (!content.extracted.has(dialect))
          content.extracted.set(dialect, body.subarray(end + 1 + from, end + 1 + to));
    }
  }

  #pack(ids: Iterable<string>): { readonly name: string; readonly body: Buffer } {
    const rows: Row[] = [];
    const parts: Buffer[] = [];
    let at = 0;
    for (const id of [...ids].sort()) {
      const content = this.#contents.get(id);
      if (!content) continue;
      const extracted: Row[3] = [];
      for (const [dialect, one] of content.extracted) {
        const bytes = Buffer.isBuffer(one) ? one : Buffer.from(JSON.stringify(one));
        extracted.push([dialect, at, at + bytes.length]);
        parts.push(bytes);
        at += bytes.length;
      }
      const { scan } = content;
      rows.push([id, content.size, scan && [scan.marked ? 1 : 0, scan.specifiers], extracted]);
    }
    const head: Head = { needles: this.#needles, rows };
    const body = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]);
    return { name: `facts-${digest(body).slice(0, 16)}.json`, body };
  }
}
