import type { FunctionValue } from '#frameworks';
import { now } from '#frameworks';
import type { Machine } from '../machine/machine.ts';
import type { Witness } from '../machine/witness.ts';
import type { Change } from '../values/changes.ts';

/** A part of the work that can be done again on its own. */
interface Part {
  /** The functions whose bodies it has run. */
  readonly entered: Set<object>;
  /** It has left something behind that cannot be taken back. */
  isFinal: boolean;
}

export interface Visit extends Part {
  readonly fn: FunctionValue;
  /** How long the journal was before. */
  readonly from: number;
  /** How many functions had been entered before. */
  readonly known: number;
}

export interface Tried extends Part {
  again(): unknown;
}

/** Remembers which functions each part of linking has run, and what visits have changed of the program. */
export class Recorder implements Witness {
  readonly visits: Visit[] = [];
  readonly trials: Tried[] = [];
  readonly journal: Change[] = [];
  /** What was run beside visits and trials: the setup itself. */
  readonly setup: Part = { entered: new Set(), isFinal: true };
  #part = this.setup;
  #installs = 0;
  /** What is younger is gone when the visit has ended; null before the first. */
  #since: number | null = null;

  enters(code: object): void {
    this.#part.entered.add(code);
  }

  changes(change: Change): void {
    if (this.#since !== null && change.born <= this.#since) this.journal.push(change);
  }

  installs(): void {
    this.#installs++;
    this.#part.isFinal = true;
  }

  /** A module that is reached late is part of the setup. Most leave nothing behind but themselves. */
  loads<T>(machine: Machine, file: string, body: () => T): T {
    const part = this.#part;
    const before = this.#print(machine);
    this.#part = this.setup;
    try {
      return body();
    } finally {
      this.#part = part;
      const isPlain = !machine.knowledge.matters(file) && this.#print(machine) === before;
      if (!isPlain) part.isFinal = true;
    }
  }

  visited(machine: Machine, fn: FunctionValue, body: () => void): void {
    const visit = {
      fn,
      from: this.journal.length,
      known: machine.entered.size,
      entered: new Set<object>(),
      isFinal: false,
    };
    this.visits.push(visit);
    this.#since = now();
    this.#during(visit, body);
    this.#since = Number.POSITIVE_INFINITY;
  }

  tries<T>(body: () => T, again: () => unknown): T {
    const tried = { again, entered: new Set<object>(), isFinal: false };
    this.trials.push(tried);
    return this.#during(tried, body);
  }

  #during<T>(part: Part, body: () => T): T {
    const before = this.#part;
    this.#part = part;
    try {
      return body();
    } finally {
      this.#part = before;
    }
  }

  /** Another one when something was left behind. */
  #print(machine: Machine): string {
    const { gaps, entered, required, environmentChecked, installation } = machine;
    const { observations, openRegistries } = installation;
    const sizes = [gaps, entered, required, observations, openRegistries].map(({ size }) => size);
    return [...sizes, environmentChecked, sizeOf(machine), this.journal.length, this.#installs].join();
  }
}

/** Grows with everything that is installed. */
export function sizeOf({ standIns, installation, deferred, tasks }: Machine): number {
  const { scopes, schemes, schemeUses, described, endings } = installation;
  return (
    [scopes, schemes, schemeUses, described, endings, deferred, tasks].reduce((sum, { length }) => sum + length, 0) +
    standIns.size +
    installation.size()
  );
}
