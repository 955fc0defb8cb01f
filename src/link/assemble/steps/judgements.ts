import type { Value } from '#frameworks';
import type { Machine } from '../../machine/machine.ts';
import { decorationIn } from '../../request/brought/decorations.ts';
import type { Judgement } from '../../request/judged/judgement.ts';

/** What a judgement depends on besides the function. */
export interface Circumstances {
  readonly detail: string;
  /** The scope that the framework hands to the step; null where it hands none. */
  readonly scope: number | null;
}

/** Judgements that were made, each for all scopes that answer what it has asked of its own in the same way. */
export class Judgements {
  readonly #machine: Machine;
  readonly #made = new Map<Value, Map<string, Judgement>>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  of(value: Value, { detail, scope }: Circumstances): Judgement | undefined {
    const made = this.#made.get(value);
    const known = made?.get(detail);
    if (scope === null) return known;
    return made?.get(`${detail} ${scope}`) ?? (known && this.#holdsIn(known, value, scope) ? known : undefined);
  }

  add(value: Value, { detail, scope }: Circumstances, judgement: Judgement): void {
    const made = this.#made.get(value) ?? new Map<string, Judgement>();
    this.#made.set(value, made);
    if (scope !== null) made.set(`${detail} ${scope}`, judgement);
    if (scope === null || !made.has(detail)) made.set(detail, judgement);
  }

  /** Forgets those that a test holds for. */
  forget(isStale: (judgement: Judgement) => boolean): void {
    for (const made of this.#made.values())
      for (const [detail, judgement] of made) if (isStale(judgement)) made.delete(detail);
  }

  #holdsIn({ ofScope }: Judgement, value: Value, scope: number): boolean {
    // A function with a `this` of its own may look at the scope by that.
    if (value.t !== 'function' || !value.code.arrow || ofScope.has('')) return false;
    const own = this.#machine.installation.scopes[scope]!.value;
    return [...ofScope].every(([key, found]) => decorationIn(this.#machine, own, key) === found);
  }
}
