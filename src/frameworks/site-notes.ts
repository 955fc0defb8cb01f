import type { PathPattern } from '#model';
import type { Place } from '#text';
import type { SiteArgument } from './adapter.ts';
import type { Value } from './values.ts';

/** A point in the order of what is installed; its number is final when the whole program is set up. */
export interface Moment {
  readonly order: number;
}

export interface Told {
  /** Properties of the request that carry a principal afterwards. */
  readonly establishes: readonly string[];
  readonly schemes: readonly string[];
  readonly requirements: readonly string[];
}

/** A place that asks for schemes by their names. */
export interface SchemeDemand {
  readonly names: readonly Value[];
  readonly at: Place;
  /** The package whose word it is. */
  readonly package: string;
  /** What a request meets when a name is unknown. */
  readonly unknownName: string;
  /** What it meets when no name is given and there is no default. */
  readonly noName: string;
}

/** The pattern that an entry has at another place. */
export type Relocation = (pattern: PathPattern, kind: 'step' | 'route' | 'mount') => PathPattern;

/** A route that a library's plugin adds. */
export interface Served {
  readonly methods: readonly string[];
  readonly path: Value;
  readonly handler: SiteArgument;
  /** An object with hooks by their phases. */
  readonly hooks: SiteArgument | null;
}
