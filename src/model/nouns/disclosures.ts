import type { Place } from '#text';
import type { Condition, Confidence } from './certainty.ts';

/** Personal data, credentials or internals that leave the server by a log or an answer. */
export interface Disclosure {
  readonly kind: 'personal-data-log' | 'credential-log' | 'stack' | 'error-message' | 'debug';
  readonly at: Place;
  /** What discloses: `errorhandler()`, `passport-azure-ad loggingNoPII: false`. */
  readonly subject: string;
  /** One sentence. */
  readonly consequence: string;
  /** Development-only code does not count. */
  readonly conditions: readonly Condition[];
  readonly confidence: Confidence;
}

/** A setting of a library that weakens what it is there for. */
export interface Weakness {
  readonly kind: 'session-cookie' | 'credentialed-cors' | 'ignored-option';
  /** What is set up: `express-session`, `cors`. */
  readonly subject: string;
  readonly at: Place;
  /** The option concerned. */
  readonly text: string;
  /** One sentence. */
  readonly consequence: string;
  /** `error`: exploitable as it stands. `warning`: only in some surroundings. */
  readonly weight: 'error' | 'warning';
  readonly conditions: readonly Condition[];
}
