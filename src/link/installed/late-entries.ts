import type { Moment, Value } from '#frameworks';
import type { EntryRecord } from './records.ts';
import type { Run } from './run.ts';

interface Late {
  readonly happen: () => void;
  lateness: number;
}

/**
 * Puts entries where they run. What stands behind an `await` of a call that nobody awaits is installed after the synchronous
 * rest of the program, or as soon as somebody awaits the promise that was kept.
 */
export class LateEntries {
  readonly #run: Run;
  readonly #install: (scope: number, entry: EntryRecord) => void;
  #waiting: Late[] = [];

  constructor(run: Run, install: (scope: number, entry: EntryRecord) => void) {
    this.#run = run;
    this.#install = install;
  }

  add(scope: number, entry: EntryRecord): void {
    const lateness = this.#run.lateness();
    const happen = () => this.#install(scope, { ...entry, order: this.#run.nextOrder() });
    if (lateness > 0) this.#waiting.push({ happen, lateness });
    else this.#install(scope, entry);
  }

  /** Now, in the order in which things are installed. */
  moment(): Moment {
    const lateness = this.#run.lateness();
    const moment = { order: this.#run.nextOrder() };
    const happen = () => {
      moment.order = this.#run.nextOrder();
    };
    if (lateness > 0) this.#waiting.push({ happen, lateness });
    return moment;
  }

  /** Runs a call that nobody awaits at once. To await what it returns brings in what it installed late. */
  kept(call: () => Value): Value {
    const before = new Set(this.#waiting);
    const value = call();
    const late = this.#waiting.filter((one) => !before.has(one));
    if (late.length === 0 || value.t !== 'promise') return value;
    const settle = () => {
      value.settle?.();
      this.#bring(late);
    };
    return { ...value, settle };
  }

  /** The synchronous rest of the program has run. */
  settle(): void {
    this.#release(this.#waiting.toSorted((a, b) => a.lateness - b.lateness));
  }

  #bring(late: readonly Late[]): void {
    const lateness = this.#run.lateness();
    const waiting = late.filter((one) => this.#waiting.includes(one));
    if (lateness === 0) this.#release(waiting);
    else for (const one of waiting) one.lateness = Math.min(one.lateness, lateness);
  }

  #release(late: readonly Late[]): void {
    this.#waiting = this.#waiting.filter((one) => !late.includes(one));
    for (const { happen } of late) happen();
  }
}
