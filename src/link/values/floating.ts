import type { Place } from '#text';

/** A call whose result nobody looks at: what it does after it has waited happens when the step is over. */
export interface Afloat {
  /** Null for a timer, which nobody could wait for. */
  readonly subject: string | null;
  readonly at: Place;
}

/** Which calls of a step nobody waits for, and how far they have come. */
export class Floating {
  readonly #calls: { readonly call: Afloat; readonly waits: number }[] = [];
  /** How far the step had come when it left them. */
  readonly #left = new Map<Afloat, number>();
  #waits = 0;
  #bound = 0;
  #handed = 0;

  /** Something is waited for here: a promise, a timer, a callback that comes later. */
  wait(): void {
    this.#waits++;
  }

  /** Runs a call that nobody waits for. */
  leave<T>(call: Afloat, run: () => T): T {
    if (this.#bound > 0) return run();
    const waits = this.#waits;
    this.#calls.push({ call, waits });
    this.#left.set(call, waits);
    try {
      return run();
    } finally {
      this.#calls.pop();
      this.#waits = waits;
    }
  }

  /** Runs the executor of a promise: what it starts tells the promise when it is done. */
  bind<T>(run: () => T): T {
    this.#bound++;
    try {
      return run();
    } finally {
      this.#bound--;
    }
  }

  /** Runs a callback of code that is not seen: when that calls it, nobody knows. */
  hand(run: () => void): void {
    this.#handed++;
    try {
      run();
    } finally {
      this.#handed--;
    }
  }

  get isAnytime(): boolean {
    return this.#handed > 0 || this.late() !== null;
  }

  /** The call that nobody waits for and in which something was waited for; null where the step has not ended yet. */
  late(): Afloat | null {
    return this.#calls.findLast(({ waits }) => this.#waits > waits)?.call ?? null;
  }

  /** Whether something was waited for since such a call was left alone. */
  hasWaitedSince(call: Afloat): boolean {
    return this.#waits > (this.#left.get(call) ?? 0);
  }

  /** Grows where a later answer may come too late for it. */
  progress(): number {
    return this.#calls.length > 0 ? this.#waits : 0;
  }
}
