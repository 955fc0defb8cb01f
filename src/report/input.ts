import type { Condition, Gap, Model } from '#model';
import type { Finding, Suppressed } from '#rule';
import { LineTable, type Place } from '#text';

export interface Note {
  readonly file: string;
  readonly reason: string;
}

/** What every report is made of; a lint result fits. */
export interface ReportInput {
  readonly model: Model;
  readonly notes: readonly Note[];
  /** Files that could not be parsed. */
  readonly problems: readonly (Note & { readonly line?: number })[];
  readonly summary: {
    readonly files: number;
    readonly analysed: number;
    readonly apps: number;
    readonly routes: number;
    readonly access: Readonly<Record<'authenticated' | 'optional' | 'anonymous' | 'unknown', number>>;
  };
  textOf(file: string): string | null;
  /** The section that a file belongs to: a package of a monorepo, '' at the top. */
  appOf(file: string): string;
}

export interface FindingsInput extends ReportInput {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

export interface Located {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Letters of a condition. */
const longest = 80;

/** Turns offsets into lines and columns; a file that can no longer be read counts as one empty line. */
export class Locator {
  readonly #textOf: (file: string) => string | null;
  readonly #tables = new Map<string, LineTable>();

  constructor(textOf: (file: string) => string | null) {
    this.#textOf = textOf;
  }

  table(file: string): LineTable {
    let table = this.#tables.get(file);
    if (!table) {
      table = new LineTable(this.#textOf(file) ?? '');
      this.#tables.set(file, table);
    }
    return table;
  }

  at(place: Place): Located {
    const table = this.table(place.file);
    const start = table.at(place.start);
    const end = table.at(Math.max(place.start, place.end));
    return { file: place.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  /** `src/server.ts:12`. */
  label(place: Place): string {
    return `${place.file}:${this.at(place).line}`;
  }

  /** `process.env.DOCS === 'on'`, and `!(…)` where it must not hold: what a condition asks, as the program writes it. */
  condition({ kind, text, at, holds, asksOpposite }: Condition): string {
    const isStage = kind === 'development' || kind === 'production';
    if (isStage) return holds ? `NODE_ENV is ${kind}` : `NODE_ENV is not ${kind}`;
    const asked = text || (kind === 'loop' ? 'a list that could not be read has items' : this.#excerpt(at));
    return (text ? holds : holds !== (asksOpposite === true)) ? asked : `!(${asked})`;
  }

  #excerpt({ file, start, end }: Place): string {
    const written = (this.#textOf(file) ?? '').slice(start, end).replace(/\s+/g, ' ');
    return written.length > longest ? `${written.slice(0, longest)}…` : written;
  }
}

/** Every gap once: those of the whole program and those of single routes, by place. */
export function allGaps(model: Model): Gap[] {
  const seen = new Map<string, Gap>();
  for (const gap of [...model.gaps, ...model.routes.flatMap((route) => route.gaps)]) {
    const key = `${gap.at.file}\0${String(gap.at.start).padStart(10, '0')}\0${gap.reason}`;
    if (!seen.has(key)) seen.set(key, gap);
  }
  return [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gap]) => gap);
}
