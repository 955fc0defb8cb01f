import type { PackFile } from './pack-file.ts';

/** What is kept of one content. */
export type Row = [
  id: string,
  size: number,
  scan: [marked: 0 | 1, specifiers: readonly string[]] | null,
  extracted: [dialect: string, from: number, to: number, check: string][],
];

interface Head {
  readonly needles: string;
  readonly rows: readonly Row[];
}

/** Between rows. No text that is written as JSON holds it. */
const BREAK = '\r';
/** From so many rows on it takes less to read them all. */
const FEW = 100;

/** The index of a pack: a hook asks it for a handful of rows, and to read thousands of them takes as long as all else. */
export class PackRows {
  readonly needles: string;
  readonly #file: PackFile;
  #asked = 0;
  #rows: ReadonlyMap<string, Row> | null = null;

  constructor(file: PackFile) {
    this.#file = file;
    const end = file.line.indexOf(BREAK);
    this.needles = (JSON.parse(`${file.line.toString('utf8', 0, end)}]}`) as Head).needles;
  }

  get all(): readonly Row[] {
    return [...this.#table().values()];
  }

  get ids(): readonly string[] {
    return [...this.#table().keys()];
  }

  find(id: string): Row | undefined {
    if (this.#rows || ++this.#asked > FEW) return this.#table().get(id);
    const { line } = this.#file;
    const start = line.indexOf(`${BREAK}["${id}",`) + 1;
    if (start === 0) return undefined;
    const end = line.indexOf(BREAK, start);
    return JSON.parse(line.toString('utf8', start, line[end - 1] === COMMA ? end - 1 : end)) as Row;
  }

  /** Bytes of the rest. */
  part(from: number, to: number): Buffer {
    return this.#file.part(from, to);
  }

  #table(): ReadonlyMap<string, Row> {
    this.#rows ??= new Map((JSON.parse(this.#file.line.toString()) as Head).rows.map((row) => [row[0], row]));
    return this.#rows;
  }
}

const COMMA = 44;

export function printed({ needles, rows }: Head): string {
  const head = JSON.stringify({ needles, rows: [] }).slice(0, -2);
  return `${head}${BREAK}${rows.map((row) => JSON.stringify(row)).join(`,${BREAK}`)}${BREAK}]}`;
}
