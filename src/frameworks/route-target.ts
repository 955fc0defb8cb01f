import type { Place } from '#text';
import type { Value } from './values.ts';

/** What stands behind a route, for steps that look at it. */
export interface RouteTarget {
  readonly handler: Value;
  readonly owner: Value;
  /** How its requests arrive: `http`, `graphql`, … */
  readonly transport: string;
  /** A function of the program that makes what its handlers are given of the request. */
  readonly makesContext?: Value;
  /** As registered, with the prefixes around it. */
  readonly path?: string;
  /** It takes only some of the requests for its path: those for a host, or a version that a header names. */
  readonly partial?: boolean;
  /** Headers by which requests for it are told apart from others for its path, each with a value that it takes. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the route says about itself for steps to read. */
  readonly config?: Value;
  /** The paths in it below which the program writes what it likes, and nobody reads that but its own steps. */
  readonly notes?: readonly string[];
  /** Where it says that nobody has to authenticate for it, whatever holds for others. */
  readonly exempt?: Place;
  /** What it says to readers of its documentation. */
  readonly documented?: readonly Documented[];
}

/** A scheme that the documentation of a route says it demands. */
export interface Documented {
  readonly name: string;
  readonly at: Place;
}
