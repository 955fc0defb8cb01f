import type { PathPattern } from '#model';
import type { Place } from '#text';

/** How a finding could be mended. Only what was proven by running servers before and after is `safe`. */
export interface Fix {
  /** An imperative: `Write '/orders'`. */
  readonly title: string;
  /** True when it may be applied without a person looking at it. */
  readonly safe: boolean;
  readonly changes: readonly Change[];
}

/** What to change, in words that need no source text; where the text is not of that kind, there is no fix. */
export type Change =
  /** The string literal at the place gets another value and keeps its quotes. */
  | { readonly kind: 'literal'; readonly at: Place; readonly from: string; readonly to: string }
  /** The call at the place gets one more argument, behind the one that stands last at `last`. */
  | { readonly kind: 'argument'; readonly at: Place; readonly last: Place; readonly text: string }
  /** The function at the place gets one more parameter. */
  | { readonly kind: 'parameter'; readonly at: Place; readonly text: string }
  /** The expression statement at the place returns. */
  | { readonly kind: 'return'; readonly at: Place }
  /** The comment at the place goes, and its line if nothing else stands there. */
  | { readonly kind: 'comment'; readonly at: Place };

/** The place gets this text instead of what it holds. */
export interface Edit {
  readonly at: Place;
  readonly text: string;
}

/**
 * Writes a path pattern as the installed version wants it; none where nobody knows how. Only a missing slash has one meaning:
 * another spelling of a wildcard may match other requests.
 */
export function respelling({ text, at, defect }: PathPattern, mayServe: boolean): Fix | undefined {
  const to = defect?.suggestion;
  if (!to) return undefined;
  return {
    title: `Write '${to}'`,
    safe: to === `/${text}` && !mayServe,
    changes: [{ kind: 'literal', at, from: text, to }],
  };
}

/** The edits of a fix for files as they are; null when a place does not hold what it should. */
export function editsOf(fix: Fix, textOf: (file: string) => string | null): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const change of fix.changes) {
    const text = textOf(change.at.file);
    const edit = text === null ? null : editOf(change, text);
    if (!edit) return null;
    edits.push(edit);
  }
  return edits;
}

function editOf(change: Change, text: string): Edit | null {
  const { at } = change;
  const held = text.slice(at.start, at.end);
  const insert = (offset: number, inserted: string): Edit => ({
    at: { file: at.file, start: offset, end: offset },
    text: inserted,
  });
  if (change.kind === 'literal') {
    const quote = /^(['"`])/.exec(held)?.[1];
    if (!quote || held !== quote + change.from + quote || /['"`\\\n$]/.test(change.to)) return null;
    return { at, text: quote + change.to + quote };
  }
  if (change.kind === 'argument') {
    const { last } = change;
    const isLast = last.file === at.file && /^\s*\)$/.test(text.slice(last.end, at.end));
    return isLast ? insert(last.end, `, ${change.text}`) : null;
  }
  if (change.kind === 'parameter') {
    const head = /^(?:async\s+)?(function\b\s*[\w$]*)?\s*\(([^()'"`={}]*?),?\s*\)/.exec(held);
    if (!head || head[2]!.trim() === '') return null;
    // An arrow function in a call is given the types of its parameters; a function that stands alone would have to say them.
    if (head[1] !== undefined && head[2]!.includes(':')) return null;
    const open = head[0].indexOf('(');
    return insert(at.start + open + 1 + head[2]!.length, `, ${change.text}`);
  }
  if (change.kind === 'return') {
    // The place of a chained call begins at its last member: `res.status(401).json()`.
    const receiver = /(?:[\w$]+(?:\([^()\n]*\))?\s*\.\s*)*$/.exec(text.slice(0, at.start))![0];
    const start = at.start - receiver.length;
    const before = /[{};)]\s*$|\belse\s*$/.test(text.slice(0, start));
    const after = /^\s*(?:;|\}|$|\n)/.test(text.slice(at.end));
    return before && after ? insert(start, 'return ') : null;
  }
  return { at: wholeLine(text, at), text: '' };
}

function wholeLine(text: string, at: Place): Place {
  const before = text.slice(0, at.start).search(/[ \t]*$/);
  const rest = /^[ \t]*(\r\n|\n|\r|$)/.exec(text.slice(at.end));
  const isAlone = before === 0 || /[\r\n]/.test(text[before - 1]!);
  if (!rest) return at;
  return isAlone ? { ...at, start: before, end: at.end + rest[0].length } : { ...at, start: before };
}

/** A text after edits that do not overlap. */
export function withEdits(text: string, edits: readonly Edit[]): string {
  let changed = text;
  for (const { at, text: inserted } of [...edits].sort((a, b) => b.at.start - a.at.start))
    changed = changed.slice(0, at.start) + inserted + changed.slice(at.end);
  return changed;
}
