import type { Access } from '#model';
import type { Place } from '#text';
import type { Identified } from './identity.ts';

/** One route as the outside world meets it. */
export interface SurfaceRoute extends Identified {
  readonly access: Access;
  /** A forged credential passes. */
  readonly forgeable: boolean;
  /** Another spelling of its path passes the guard. */
  readonly bypassable: boolean;
  /** Served in development only. */
  readonly development: boolean;
  readonly schemes: readonly string[];
  readonly requirements: readonly string[];
  /** Where it is registered; null for one that was read from a lock. */
  readonly at: Place | null;
}
