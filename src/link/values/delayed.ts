import { now } from '#frameworks';
import { type Change, inverse, undo } from './changes.ts';

/** What is to come, and since when the innermost asynchronous function has waited. */
export interface Waiting {
  readonly pending: readonly Change[];
  readonly since: number | null;
}

/**
 * What code does to the program's state after it has waited, a reaction of a promise from its beginning: that comes later than the
 * lines below, until somebody waits for something again.
 */
export class Delayed {
  readonly #journal: Change[];
  /** For each asynchronous function that runs: how long the journal was when it waited first; null before that. */
  readonly #running: (number | null)[] = [];
  /** What brings the changes about again, in order. */
  #pending: readonly Change[] = [];

  constructor(journal: Change[]) {
    this.#journal = journal;
  }

  get waiting(): Waiting {
    return { pending: this.#pending, since: this.#running.at(-1) ?? null };
  }

  /** Goes back to where this was so. */
  set waiting({ pending, since }: Waiting) {
    this.#pending = pending;
    if (this.#running.length > 0) this.#running[this.#running.length - 1] = since;
  }

  /** Runs the body of an asynchronous function. */
  within<T>(body: () => T): T {
    const since = now();
    this.#running.push(null);
    let from: number | null = null;
    try {
      return body();
    } finally {
      from = this.#running.pop() ?? null;
      if (from !== null) this.#postpone(from, since);
    }
  }

  /** Runs a reaction of a promise. */
  reaction<T>(body: () => T): T {
    const since = now();
    const from = this.#journal.length;
    this.arrive();
    const result = body();
    this.#postpone(from, since);
    return result;
  }

  /** The innermost asynchronous function waits here. */
  suspend(): void {
    const last = this.#running.length - 1;
    if (last >= 0) this.#running[last] ??= this.#journal.length;
  }

  /** Somebody has waited: by now it has happened. */
  arrive(): void {
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#pending = [];
    for (const change of pending) this.#apply(change);
  }

  #apply(change: Change): Change {
    const back = inverse(change);
    this.#journal.push(back);
    undo(change);
    return back;
  }

  /** Takes back what was changed of what is older; what was made on the way may change as it likes. */
  #postpone(from: number, since: number): void {
    // Of what was changed again and again, waiting included, what stood there first and last is all that counts.
    const first = firstChanges(this.#journal, from, since);
    if (first.length === 0) return;
    const later: Change[] = [];
    for (const change of first.reverse()) later.push(this.#apply(change));
    // What was pending by then comes after it.
    this.#pending = [...later.reverse(), ...this.#pending];
  }
}

/** The first change of each place since then, in order. */
function firstChanges(journal: readonly Change[], from: number, since: number): Change[] {
  const changed = new Map<object, Set<unknown>>();
  const first: Change[] = [];
  for (let index = from; index < journal.length; index++) {
    const change = journal[index]!;
    if (change.born > since) continue;
    const keys = changed.get(change.of);
    if (keys?.has(change.key)) continue;
    if (keys) keys.add(change.key);
    else changed.set(change.of, new Set([change.key]));
    first.push(change);
  }
  return first;
}
