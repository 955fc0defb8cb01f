import type { Refusals } from '#catalog';
import type { CredentialSource, Value } from '#frameworks';
import type { Place } from '#text';
import { Spare } from './nothing.ts';

/** A member was read of what the caller does not have. */
export interface Crash {
  readonly at: Place;
  readonly source: CredentialSource;
}

/** A detail of an error that is told to callers. */
export interface Detail {
  readonly kind: 'stack' | 'error-message';
  readonly at: Place;
}

/** What is known of errors while a path runs. */
export class Errors {
  readonly known = new Set<Value>(); // Those that code which is not seen has thrown.
  readonly crashes = new Map<Value, Crash>(); // Those of reading a member of what the caller does not have.
  readonly refusals = new Map<Value, Refusals>(); // Those by which credentials were refused.
  readonly statuses = new Map<Value, number>();
  readonly details = new Map<Value, Detail>();
}

export const errors = new Spare(() => new Errors());
