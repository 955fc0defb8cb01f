import type { Judgement } from '../request/judgement.ts';
import type { Reads } from '../request/reads.ts';

interface Shape<T> {
  readonly reads: Reads;
  readonly found: Map<string, T>;
}

/** What steps do for certain requests, shared by all routes of which they have read the same. */
export class Memo<T> {
  readonly #shapes = new Map<Judgement, Map<string, Shape<T>>>();

  /** `key`: what a request looks like to somebody who reads this of it. */
  get(judgement: Judgement, key: (reads: Reads) => string): T | undefined {
    for (const { reads, found } of this.#shapes.get(judgement)?.values() ?? []) {
      const known = found.get(key(reads));
      if (known !== undefined) return known;
    }
    return undefined;
  }

  add(judgement: Judgement, reads: Reads, key: string, found: T): void {
    const shapes = this.#shapes.get(judgement) ?? new Map<string, Shape<T>>();
    this.#shapes.set(judgement, shapes);
    const shape = shapes.get(reads.text) ?? { reads, found: new Map<string, T>() };
    shapes.set(reads.text, shape);
    shape.found.set(key, found);
  }
}
