import type { Confidence } from '#model';
import type { Place } from '#text';
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
  readonly fix: null;
  /** Stable over moved lines: a hash of rule, file and key. */
  readonly fingerprint: string;
}
