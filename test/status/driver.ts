import type { Ask } from '../support/inject.ts';

export interface Status {
  /** null when nothing came. */
  readonly status: number | null;
  readonly cors: boolean;
}

/** A server of a fixture that runs in this process. */
export interface Running {
  ask(ask: Ask): Promise<Status>;
  /** What the framework itself lists as served; null when it keeps no list. */
  served(): readonly { readonly method: string; readonly path: string }[] | null;
  close(): Promise<void>;
}

/** How servers of one framework are caught when a fixture starts them. One file per framework in ./drivers. */
export interface Driver {
  /** Where a fixture's import of a package is taken from; null for where Node would look. */
  redirect(specifier: string, folder: string): string | null;
  /** Why a program cannot run on the version that was asked for; null where it can. */
  unfit?(source: string): string | null;
  /** Called once, before any fixture is loaded: makes the framework tell which servers it makes, and keeps them from listening. */
  prepare(): Promise<void>;
  /** Called before each fixture: what one has made that did not boot is none of the next one's. */
  forget(): void;
  /** Whether loading the program has made a server. */
  hasServer(): boolean;
  /** The server of the program that has just been loaded; null when it has made none. */
  running(loaded: Record<string, unknown>): Promise<Running | null>;
}
