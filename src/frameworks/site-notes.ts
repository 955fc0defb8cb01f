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

/** A scheme that the documentation of a route says it demands. */
export interface Documented {
  readonly name: string;
  readonly at: Place;
}

/** What stands behind a route, for steps that look at it. */
export interface RouteTarget {
  readonly handler: Value;
  readonly owner: Value;
  /** How its requests arrive: `http`, `graphql`, … */
  readonly transport: string;
  /** As registered, with the prefixes around it. */
  readonly path?: string;
  /** It takes only some of the requests for its path: those for a host, or a version that a header names. */
  readonly partial?: boolean;
  /** What the route says about itself for steps to read. */
  readonly config?: Value;
  /** The paths in it below which the program writes what it likes, and nobody reads that but its own steps. */
  readonly notes?: readonly string[];
  /** What it says to readers of its documentation. */
  readonly documented?: readonly Documented[];
}
