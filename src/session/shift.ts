import type { Facts } from '#facts';

/** Where the places of a text have gone in another text that says the same. */
export interface Shift {
  /** Null when it is not known where the place has gone. */
  place(start: number, end: number): { readonly start: number; readonly end: number } | null;
}

const PLACES = new Set(['at', 'to', 'nameAt']);

/** How places move from one text's facts to another's; null when the two differ in more than places and suppressions. */
export function shiftBetween(before: Facts, after: Facts): Shift | null {
  const moves = new Moves();
  const same =
    before.kind === after.kind &&
    moves.sameButForPlaces(before.imports, after.imports) &&
    moves.sameButForPlaces(before.exports, after.exports) &&
    moves.sameButForPlaces(before.body, after.body);
  return same ? moves : null;
}

class Moves implements Shift {
  /** Null where one old place has gone to two new ones. */
  readonly #spans = new Map<number, Map<number, readonly [number, number] | null>>();

  place(start: number, end: number): { start: number; end: number } | null {
    if (start === 0 && end === 0) return { start, end };
    const span = this.#spans.get(start)?.get(end);
    return span ? { start: span[0], end: span[1] } : null;
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
    for (const key of keys) {
      if (PLACES.has(key) ? typeof b[key] !== 'number' : !this.sameButForPlaces(a[key], b[key])) return false;
    }
    if (typeof a['at'] === 'number' && typeof a['to'] === 'number') {
      this.#moved([a['at'], a['to']], [b['at'] as number, b['to'] as number]);
    }
    return true;
  }

  #moved([start, end]: readonly [number, number], to: readonly [number, number]): void {
    let ends = this.#spans.get(start);
    if (!ends) {
      ends = new Map();
      this.#spans.set(start, ends);
    }
    const known = ends.get(end);
    if (known === undefined) ends.set(end, to);
    else if (known !== null && (known[0] !== to[0] || known[1] !== to[1])) ends.set(end, null);
  }
}
