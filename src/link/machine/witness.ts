import type { Change } from '../values/changes.ts';
import type { Writing } from './lasting.ts';
import type { Machine } from './machine.ts';

/** Is told what a model follows from, while it comes to be. */
export interface Witness {
  /** The body of a function is run. */
  enters(code: object): void;
  /** The setup changes the program's state. */
  changes(change: Change, writing: Writing | null): void;
  /** Something is installed, decorated or defined. */
  installs(): void;
  /** A module is evaluated. */
  loads<T>(machine: Machine, file: string, body: () => T): T;
  /** A step is tried, which may be done again on its own. */
  tries<T>(body: () => T, again: () => unknown): T;
}
