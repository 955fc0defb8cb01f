import type { CredentialSource, Primitive, Value } from '#frameworks';
import type { Confidence } from '#model';
import type { Place } from '#text';
import type { Detail } from './errors.ts';

/** Something that a caller presents was given to a log. */
export interface LogNote {
  readonly at: Place;
  /** 'the authorization header'. */
  readonly what: string;
  /** `medium` for loggers whose formats may leave it out. */
  readonly confidence: Confidence;
}

/** What speaks against one path: by what others may pass, what it tells of errors and credentials, which failures it goes past. */
export class FlawNotes {
  /** By what a forged credential passes for a genuine one. */
  readonly forgeries: { readonly at: Place; readonly subject: string; readonly text: string }[] = [];
  readonly literals = new Map<Primitive, CredentialSource>(); // Texts of the source that credentials were compared with.
  /** Variables of the environment that would equal what the caller does not bring. */
  readonly unsetTwins = new Set<Extract<Value, { t: 'environment' }>>();
  readonly spelt = new Set<Value>(); // Texts of which a part is such a variable that is not set: anybody knows them.

  readonly caught: Place[] = [];
  readonly ignoredErrors: { readonly at: Place; readonly subject: string }[] = [];
  /** `next` was used like a response: the function expects to be an error handler. */
  nextAsResponse: Place | null = null;

  readonly disclosed: Detail[] = []; // Details of errors that were sent.
  readonly logged: LogNote[] = [];

  /** Grows where a rule may have something to say. */
  get events(): number {
    return this.disclosed.length + this.ignoredErrors.length + Number(this.nextAsResponse !== null);
  }
}
