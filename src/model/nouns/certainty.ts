import type { Place } from '#text';

/** Something seen but not understood. */
export interface Gap {
  readonly reason: string;
  readonly at: Place;
  /** Judging ended here: what any rule says of this model may be mistaken. */
  readonly isEnd?: true;
}

export type Confidence = 'high' | 'medium' | 'low';

/** Why something is installed or runs only sometimes. */
export interface Condition {
  /** `development`/`production` are `NODE_ENV`-like tests; `environment` another variable; `unknown` anything else. */
  readonly kind: 'development' | 'production' | 'environment' | 'loop' | 'unknown';
  readonly text: string;
  readonly at: Place;
  /** False for the else branch of the same test (same `at`). */
  readonly holds: boolean;
  /** The test at that place asks for the opposite: `!process.env.DOCS`. */
  readonly asksOpposite?: true;
}
