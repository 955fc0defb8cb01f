import type { ObjectValue } from './values.ts';

/** A module that a command starts: what it exports is installed on an app that the command makes. */
export interface Launch {
  /** Relative to the folder in which the command runs. */
  readonly file: string;
  /** The module exports options for the app, too. */
  readonly hasOptions: boolean;
  readonly prefix: string | null;
}

export interface SourceFile {
  /** Relative to the folder. */
  readonly path: string;
  /** Runs the module, unless that has happened; null when it cannot be read. */
  load(): ObjectValue | null;
}
