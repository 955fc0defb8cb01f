import type { Facts, FunctionExpression } from '#facts';
import { importsBetween, unpackNames } from './imported.ts';
import { Unread } from './unread.ts';

/** Where the places of a text have gone in another text that says the same. */
export interface Shift {
  /** Null when it is not known where the place has gone. */
  place(start: number, end: number): { readonly start: number; readonly end: number } | null;
}

const PLACES = new Set(['at', 'to', 'nameAt']);

/** What became of a text: where its places have gone, and which functions have other bodies than before. */
export interface Changed {
  readonly shift: Moves;
  readonly rewrites: readonly Chain[];
  /** What it did not import before, or imports no more. */
  readonly sources: readonly string[];
}

/** What nobody has asked a file while a model was made. */
export interface Unasked {
  /** Parts of its facts, see `unreadOf`. */
  readonly unread?: string;
  /** All names but these, see `packNames`. */
  readonly asked?: string;
}

/** A function and those around it, outermost first, each as it was and as it is. */
type Chain = readonly (readonly [before: FunctionExpression, after: FunctionExpression])[];

/** Null when more has changed than places, suppressions, what stands in functions and what nobody has asked. */
export function changesBetween(before: Facts, after: Facts, { unread = '', asked }: Unasked = {}): Changed | null {
  const walk = new Walk(unread);
  const imports = asked === undefined ? null : importsBetween(before.imports, after.imports, unpackNames(asked));
  const same =
    before.kind === after.kind &&
    (asked === undefined ? walk.sameButForPlaces(before.imports, after.imports) : imports !== null) &&
    walk.sameButForPlaces(before.exports, after.exports) &&
    walk.sameButForPlaces(before.body, after.body);
  for (const [from, to] of imports?.moves ?? []) walk.moves.add(from, to);
  return same ? { shift: walk.moves, rewrites: walk.rewrites, sources: imports?.sources ?? [] } : null;
}

class Walk {
  readonly rewrites: Chain[] = [];
  readonly moves = new Moves();
  readonly #around: (readonly [FunctionExpression, FunctionExpression])[] = [];
  readonly #unread: Unread;

  constructor(unread: string) {
    this.#unread = new Unread(unread);
  }

  sameButForPlaces(before: unknown, after: unknown): boolean {
    if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
      return Object.is(before, after);
    }
    if (Array.isArray(before)) {
      if (!Array.isArray(after) || before.length !== after.length) return false;
      return before.every((one, index) => this.sameButForPlaces(one, after[index]));
    }
    const a = before as Readonly<Record<string, unknown>>;
    const b = after as Readonly<Record<string, unknown>>;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    let hasBody = a['k'] === 'function' && b['k'] === 'function';
    for (const key of keys) {
      if (PLACES.has(key)) {
        if (typeof b[key] !== 'number') return false;
      } else if (this.#unread.has(a, key)) {
        if (key === 'body') hasBody = false;
      } else if (!(hasBody && key === 'body') && !this.sameButForPlaces(a[key], b[key])) return false;
    }
    if (typeof a['at'] === 'number' && typeof a['to'] === 'number') {
      this.moves.add([a['at'], a['to']], [b['at'] as number, b['to'] as number]);
    }
    if (hasBody) this.#bodies(before as FunctionExpression, after as FunctionExpression);
    return true;
  }

  #bodies(before: FunctionExpression, after: FunctionExpression): void {
    this.#around.push([before, after]);
    const moves = this.moves.size;
    const rewrites = this.rewrites.length;
    if (!this.sameButForPlaces(before.body, after.body)) {
      this.moves.shrink(moves);
      this.rewrites.splice(rewrites, Number.POSITIVE_INFINITY, [...this.#around]);
    }
    this.#around.pop();
  }
}

type Span = readonly [start: number, end: number];

export class Moves implements Shift {
  readonly #moved: (readonly [from: Span, to: Span])[] = [];
  /** By start and end, made when the first place is looked for; null where one old place has gone to two new ones. */
  #spans: Map<number, Map<number, Span | null>> | null = null;

  get size(): number {
    return this.#moved.length;
  }

  place(start: number, end: number): { start: number; end: number } | null {
    if (start === 0 && end === 0) return { start, end };
    const span = this.#index().get(start)?.get(end);
    return span ? { start: span[0], end: span[1] } : null;
  }

  /** Whether all places stand to each other as they did: then whatever compares them finds the same. */
  get keepsOrder(): boolean {
    const offsets = this.#moved.flatMap(([from, to]) => [[from[0], to[0]] as const, [from[1], to[1]] as const]);
    offsets.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return offsets.every(([from, to], index) => {
      const [before, gone] = offsets[index - 1] ?? [-1, -1];
      return from === before ? to === gone : to > gone;
    });
  }

  add(from: Span, to: Span): void {
    this.#moved.push([from, to]);
    this.#spans = null;
  }

  /** Forgets what was added since there were so many. */
  shrink(size: number): void {
    this.#moved.length = size;
    this.#spans = null;
  }

  #index(): ReadonlyMap<number, ReadonlyMap<number, Span | null>> {
    if (this.#spans) return this.#spans;
    const spans = new Map<number, Map<number, Span | null>>();
    for (const [[start, end], to] of this.#moved) {
      const ends = spans.get(start) ?? new Map<number, Span | null>();
      spans.set(start, ends);
      const known = ends.get(end);
      if (known === undefined) ends.set(end, to);
      else if (known !== null && (known[0] !== to[0] || known[1] !== to[1])) ends.set(end, null);
    }
    this.#spans = spans;
    return spans;
  }
}

/** Of a place that is none of the facts', nobody knows where it has gone. */
export class Lost extends Error {}

/**
 * The same with all places where they have gone, by file.
 * @throws {Lost}
 */
export function moved<T>(value: T, shifts: ReadonlyMap<string, Shift>): T {
  // What holds nothing that has moved stays as it is, and that is nearly all.
  const walk = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    const { file, start, end } = node as { file?: unknown; start?: unknown; end?: unknown };
    if (typeof file === 'string' && typeof start === 'number' && typeof end === 'number') {
      const shift = shifts.get(file);
      if (!shift) return node;
      const place = shift.place(start, end);
      if (!place) throw new Lost();
      return { ...node, ...place };
    }
    let copy: Record<string, unknown> | null = null;
    for (const [key, one] of Object.entries(node)) {
      const now = walk(one);
      if (now === one) continue;
      copy ??= (Array.isArray(node) ? [...node] : { ...node }) as Record<string, unknown>;
      copy[key] = now;
    }
    return copy ?? node;
  };
  return walk(value) as T;
}
