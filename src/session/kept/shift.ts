import type { Facts, FunctionExpression } from '#facts';

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
}

/** A function and those around it, outermost first, each as it was and as it is. */
type Chain = readonly (readonly [before: FunctionExpression, after: FunctionExpression])[];

/** Null when more has changed than places, suppressions and what stands in functions. */
export function changesBetween(before: Facts, after: Facts): Changed | null {
  const walk = new Walk();
  const same =
    before.kind === after.kind &&
    walk.sameButForPlaces(before.imports, after.imports) &&
    walk.sameButForPlaces(before.exports, after.exports) &&
    walk.sameButForPlaces(before.body, after.body);
  return same ? { shift: walk.moves, rewrites: walk.rewrites } : null;
}

class Walk {
  readonly rewrites: Chain[] = [];
  moves = new Moves();
  readonly #around: (readonly [FunctionExpression, FunctionExpression])[] = [];

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
    const isFunction = a['k'] === 'function' && b['k'] === 'function';
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      if (PLACES.has(key)) {
        if (typeof b[key] !== 'number') return false;
      } else if (!(isFunction && key === 'body') && !this.sameButForPlaces(a[key], b[key])) return false;
    }
    if (typeof a['at'] === 'number' && typeof a['to'] === 'number') {
      this.moves.add([a['at'], a['to']], [b['at'] as number, b['to'] as number]);
    }
    if (isFunction) this.#bodies(before as FunctionExpression, after as FunctionExpression);
    return true;
  }

  #bodies(before: FunctionExpression, after: FunctionExpression): void {
    this.#around.push([before, after]);
    const { moves } = this;
    const rewrites = this.rewrites.length;
    this.moves = new Moves();
    if (this.sameButForPlaces(before.body, after.body)) moves.addAll(this.moves);
    else this.rewrites.splice(rewrites, Number.POSITIVE_INFINITY, [...this.#around]);
    this.moves = moves;
    this.#around.pop();
  }
}

export class Moves implements Shift {
  /** Null where one old place has gone to two new ones. */
  readonly #spans = new Map<number, Map<number, readonly [number, number] | null>>();

  place(start: number, end: number): { start: number; end: number } | null {
    if (start === 0 && end === 0) return { start, end };
    const span = this.#spans.get(start)?.get(end);
    return span ? { start: span[0], end: span[1] } : null;
  }

  addAll(others: Moves): void {
    for (const [start, ends] of others.#spans) {
      for (const [end, to] of ends) this.add([start, end], to);
    }
  }

  add([start, end]: readonly [number, number], to: readonly [number, number] | null): void {
    let ends = this.#spans.get(start);
    if (!ends) {
      ends = new Map();
      this.#spans.set(start, ends);
    }
    const known = ends.get(end);
    if (known === undefined) ends.set(end, to);
    else if (known !== null && (to === null || known[0] !== to[0] || known[1] !== to[1])) ends.set(end, null);
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
