import type { FunctionValue } from '#frameworks';
import { areAlike, type Strictness } from './likeness.ts';

/**
 * Finds functions that do the same: the same code over captured values of the same shape, as a factory like
 * `requireRole('admin')` returns them at every call, and as methods are of instances that are made once for each app. What
 * holds for one of them holds for all.
 */
export class Closures {
  readonly #known = new Map<object, FunctionValue[]>();
  readonly #strictness: Strictness;

  constructor(strictness: Strictness = {}) {
    this.#strictness = strictness;
  }

  /** The first function that was asked about and does the same. */
  representative(fn: FunctionValue): FunctionValue {
    const known = this.#known.get(fn.code) ?? [];
    this.#known.set(fn.code, known);
    const found = known.find((other) => areAlike(other, fn, this.#strictness));
    if (!found) known.push(fn);
    return found ?? fn;
  }
}
