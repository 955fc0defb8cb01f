import type { CredentialSource, Value } from '#frameworks';
import type { Place } from '#text';
import type { Afloat } from './floating.ts';

/** What is noted on one path through a step. */
export interface Answer {
  readonly status: number | null;
  readonly isRedirect: boolean;
  readonly isError: boolean;
  readonly isPage: boolean; // Made by a template.
  readonly at: Place;
  /** What is sent, where it was seen. */
  readonly body: Value | null;
  readonly atOnce: boolean;
  /** The call that sends it when the step is over, as nobody waits for it. */
  readonly late: Afloat | null;
}

/** Metadata that a step asks for, and of what. */
export interface MetadataRead {
  readonly key: Value;
  readonly of: Set<'handler' | 'owner'>;
}

export interface PathTest {
  /** `piece`: a part of the path, between slashes, is that text. */
  readonly match: 'equals' | 'prefix' | 'suffix' | 'substring' | 'pattern' | 'piece';
  readonly text: string;
  readonly at: Place;
  readonly holds: boolean;
}

export interface VerificationNote {
  readonly subject: string;
  readonly at: Place;
  readonly succeeded: boolean;
}

/** A token was read without being verified. */
export interface DecodingNote {
  readonly subject: string;
  readonly at: Place;
  /** Where the token came from; null when it came from nowhere that credentials usually come from. */
  readonly source: CredentialSource | null;
  /** Where the calls stand in which that was done, the outermost first. */
  readonly within: readonly Place[];
}

/** A member was read of what the caller does not have. */
export interface Crash {
  readonly at: Place;
  readonly source: CredentialSource;
}
