import type { NotBooted } from '../support/booter.ts';
import type { ExpressMajor } from '../support/express.ts';
import type { Ask } from '../support/inject.ts';
import type { Served } from '../support/served.ts';
import type { Site } from '../support/site.ts';

/** What the parent asks of a child: boot this folder and put these questions to it. */
export interface Job {
  readonly folder: string;
  readonly entry: string;
  readonly major: ExpressMajor;
  readonly asks: readonly Ask[];
  /** Packages of which another installed copy is to be loaded. */
  readonly copies?: Readonly<Record<string, string>>;
}

export type Report =
  | { readonly booted: true; readonly served: readonly ServedRoute[]; readonly answers: readonly Told[] }
  | NotBooted;

export type ServedRoute = Pick<Served, 'method' | 'path'>;

export interface Told {
  /** null when nothing came. */
  readonly status: number | null;
  readonly cors: boolean;
  readonly trail: readonly ToldVisit[];
}

export interface ToldVisit {
  readonly name: string;
  /** Where it was installed, relative to the folder; null for calls made by a library. */
  readonly site: Site | null;
  /** Of the route it belongs to, as written, null for what is no string; null for a step installed with `use`. */
  readonly routePaths: readonly (string | null)[] | null;
  readonly method: string | null;
  readonly isLast: boolean;
  readonly handlesError: boolean;
  readonly goes: 'on' | 'error' | 'route' | 'router' | null;
  /** The status that it has left, where that shows and may not be that of the answer. */
  readonly status?: number | null;
}
