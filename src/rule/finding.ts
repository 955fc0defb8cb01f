import type { Confidence } from '#model';
import type { Place } from '#text';
import type { Fix } from './fix.ts';
import type { Severity } from './rule.ts';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The filled-in sentence. */
  readonly message: string;
  readonly remedy: string;
  readonly at: Place;
  readonly also: readonly { readonly message: string; readonly at: Place }[];
  /** How it could be mended; `editsOf` tells whether the text allows it. */
  readonly fix: Fix | null;
  /** Ids of the routes that it is about, all of them; empty when it is about something else. */
  readonly routes: readonly number[];
  /** What identifies it besides its routes or its place: a step, a scheme, a setting. */
  readonly key: string;
  /** What it is about, without lines: an entry for each route, or one. A baseline lists them. */
  readonly identity: readonly string[];
  /** A hash of the identity. */
  readonly fingerprint: string;
}

/** A finding that is known, and who says that it need not be reported. */
export interface Suppressed {
  readonly finding: Finding;
  readonly by: 'comment' | 'baseline';
  /** The reason that was given; null for one in a baseline. */
  readonly reason: string | null;
}
