import type { LineTable } from '#text';
import { safe } from './safe.ts';
import { type Colors, widthOf, wrap } from './style.ts';

/** One marked range of a file; columns are 1-based, the end exclusive. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly primary: boolean;
  /** Stands behind the underline; the primary mark's sentence stands above the frame. */
  readonly label: string;
}

export interface FrameLook {
  readonly colors: Colors;
  readonly width: number;
  readonly paint: (text: string) => string;
}

const CONTEXT = 1;
const MOST_MARKED_LINES = 12;

/** Several marks of one file in one view: their lines with a little context, `⋮` where lines are left out. */
export function frame(table: LineTable, marks: readonly Mark[], look: FrameLook): string[] {
  const sorted = [...marks].sort((a, b) => a.line - b.line || a.column - b.column).slice(0, MOST_MARKED_LINES);
  const shown = linesToShow(sorted, table.lineCount);
  const gutter = String(shown.at(-1) ?? 1).length;
  const { dim } = look.colors;
  const out: string[] = [];
  let before: number | null = null;
  for (const number of shown) {
    if (before !== null && number > before + 1) out.push(dim(`${' '.repeat(gutter + 1)} ⋮`));
    const mine = sorted.filter((mark) => mark.line === number);
    const view = window(table.line(number), mine[0], look.width - gutter - 5);
    out.push(`${lineNumber(number, gutter, mine, look)} ${dim('│')} ${view.text}`.trimEnd());
    for (const mark of mine) out.push(...underline(mark, view, gutter, look));
    before = number;
  }
  return out;
}

function linesToShow(marks: readonly Mark[], lineCount: number): number[] {
  const lines = new Set<number>();
  for (const { line } of marks) {
    for (let at = line - CONTEXT; at <= line + CONTEXT; at++) if (at >= 1 && at <= lineCount) lines.add(at);
  }
  return [...lines].sort((a, b) => a - b);
}

function lineNumber(number: number, gutter: number, marks: readonly Mark[], look: FrameLook): string {
  const primary = marks.some((mark) => mark.primary);
  const text = String(number).padStart(gutter);
  return primary ? look.paint(`▶${text}`) : look.colors.dim(` ${text}`);
}

interface View {
  readonly source: string;
  readonly text: string;
  /** The part of the source line that is shown. */
  readonly from: number;
  readonly to: number;
  readonly lead: string;
}

/** Minified files have lines of a megabyte: only the surroundings of the mark are shown. */
function window(source: string, mark: Mark | undefined, width: number): View {
  const room = Math.max(20, width);
  const start = mark ? mark.column - 1 : 0;
  const long = source.length > room;
  const from = long && start > room * 0.6 ? align(source, start - Math.floor(room * 0.3)) : 0;
  const to = long ? align(source, from + room - 2) : source.length;
  const lead = from > 0 ? '…' : '';
  return { source, from, to, lead, text: `${lead}${visible(source.slice(from, to))}${to < source.length ? '…' : ''}` };
}

/** Not into the middle of a surrogate pair. */
function align(source: string, at: number): number {
  const code = source.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : Math.min(at, source.length);
}

function underline(mark: Mark, view: View, gutter: number, look: FrameLook): string[] {
  const start = clamp(mark.column - 1, view.from, view.to);
  const lineEnd = mark.endLine > mark.line ? view.source.trimEnd().length : mark.endColumn - 1;
  const end = clamp(lineEnd, start, view.to);
  const before = view.lead.length + widthOf(visible(view.source.slice(view.from, start)));
  const length = Math.max(1, widthOf(visible(view.source.slice(start, end))));
  const paint = mark.primary ? look.paint : look.colors.cyan;
  const margin = `${' '.repeat(gutter + 1)} ${look.colors.dim('·')} `;
  const line = (mark.primary ? '^' : '─').repeat(length);
  const label = safe(mark.label);
  const room = look.width - gutter - 5;
  if (before + length + 1 + widthOf(label) <= room || label === '') {
    return [`${margin}${' '.repeat(before)}${paint(label ? `${line} ${label}` : line)}`];
  }
  // No room behind the line: the sentence goes below it, and starts further left when it is long.
  const indent = ' '.repeat(Math.max(0, Math.min(before, room - widthOf(label))));
  const below = wrap(label, room, indent).split('\n');
  return [`${margin}${' '.repeat(before)}${paint(line)}`, ...below.map((text) => margin + paint(text))];
}

function visible(source: string): string {
  return safe(source.replaceAll('\t', '  '));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
