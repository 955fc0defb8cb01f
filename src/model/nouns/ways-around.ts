import type { Place } from '#text';

/** What an error handler, or a step that catches, does with the rejection of a guard. */
export interface Swallowed {
  readonly handler: number;
  readonly step: number;
  /** Null when it is not known. */
  readonly status: number | null;
  /** It runs the handler of the route all the same. */
  readonly served: boolean;
  /** It does so whatever it may look at. */
  readonly sure: boolean;
}

export interface Bypass {
  readonly kind: 'case' | 'query' | 'slash' | 'encoded' | 'parameter';
  /** A concrete request path that gets through. */
  readonly path: string;
  /** The test that is fooled. */
  readonly at: Place;
}
