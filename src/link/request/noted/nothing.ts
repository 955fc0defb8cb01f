/** Empty collections that stay so, to stand for the many that nothing was put into. */
class NoMap extends Map<never, never> {
  override set(): this {
    throw new Error('the path has ended');
  }
}

class NoSet extends Set<never> {
  override add(): this {
    throw new Error('the path has ended');
  }
}

const noMap: ReadonlyMap<never, never> = new NoMap();
export const noSet: ReadonlySet<never> = new NoSet();
const noList: readonly never[] = Object.freeze([]);

/** A collection in which what is put in comes last. */
export type Growing = { readonly size: number; keys(): Iterable<unknown>; delete(key: never): boolean } | unknown[];

function isGrowing(value: unknown): value is Growing {
  return Array.isArray(value) || value instanceof Map || value instanceof Set;
}

function nothingLike(value: Growing): unknown {
  return Array.isArray(value) ? noList : value instanceof Map ? noMap : noSet;
}

/** All collections of a part: while the path goes on, nothing is taken out of them. */
export function growingIn(part: object): Growing[] {
  return Object.values(part).filter(isGrowing);
}

/** Lets go every collection of a part that nothing was put into: a program has thousands of paths. */
export function thin(part: object): void {
  const own = part as Record<string, unknown>;
  for (const name in own) {
    const value = own[name];
    if (isGrowing(value) && sizeOf(value) === 0) own[name] = nothingLike(value);
  }
}

function sizeOf(value: Growing): number {
  return Array.isArray(value) ? value.length : value.size;
}

/**
 * Parts that only a running path needs. Thousands of paths run, one after the other: what one has needed, the next takes over.
 */
export class Spare<T extends object> {
  /** In the place of a part in which nothing is noted any more. */
  readonly none: T;
  readonly #make: () => T;
  readonly #parts: T[] = [];

  constructor(make: () => T) {
    this.#make = make;
    this.none = make();
    thin(this.none);
    Object.freeze(this.none);
  }

  take(): T {
    return this.#parts.pop() ?? this.#make();
  }

  /** Nobody asks for it when the path has ended. */
  drop(part: T): T {
    if (part === this.none) return part;
    for (const value of Object.values(part)) {
      if (!isGrowing(value) || sizeOf(value) === 0) continue;
      if (Array.isArray(value)) value.length = 0;
      else (value as Map<unknown, unknown>).clear();
    }
    this.#parts.push(part);
    return this.none;
  }
}
