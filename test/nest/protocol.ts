import type { NotBooted } from '../support/booter.ts';
import type { Ask } from '../support/inject.ts';

/** What every program is booted on; on Nest 10 those that say so. */
export const majors = [11, 12] as const;
export const allMajors = [10, ...majors] as const;
export const platforms = ['express', 'fastify'] as const;

/** What the parent asks of a child: boot this folder on this version and adapter, and put these questions to it. */
export interface Job {
  readonly folder: string;
  readonly entry: string;
  readonly major: (typeof allMajors)[number];
  readonly platform: (typeof platforms)[number];
  readonly asks: readonly Ask[];
}

/** A route as Nest says that it maps it: a version in the path is not part of what it says. */
export interface Served {
  readonly method: string;
  readonly path: string;
  readonly isVersioned: boolean;
}

export interface Told {
  readonly status: number | null;
  /** Guards and interceptors let it pass. */
  readonly reached: boolean;
  readonly cors: boolean;
  /** Names of the classes of the guards that were asked, in order. */
  readonly guards: readonly string[];
  /** The same of the interceptors, when all guards let it pass. */
  readonly interceptors: readonly string[];
}

export type Report =
  | {
      readonly booted: true;
      readonly served: readonly Served[];
      readonly answers: readonly Told[];
    }
  | NotBooted;
