import type { Value } from '#frameworks';
import type { Place } from '#text';
import { Spare } from './nothing.ts';

/** What is known, while a path runs, of values that were found by what the caller sends. */
export class LookUps {
  /** What was found, if anything was, by what the caller asks for. */
  readonly sought = new Set<Value>();
  /** What code that is not seen has been asked for with something of the caller's. */
  readonly asked = new Set<Value>();
  /** Of that, what it has looked up: its contents are the server's. */
  readonly stored = new Set<Value>();
  /** What such code has given, asked about something else than an error. */
  readonly found = new Set<Value>();
  /** Lists of what the caller sends, and the names in them. */
  readonly supplied = new Set<Value>();
  /** What a look-up by a forged key finds in every object. */
  readonly inherited = new Set<Value>();
  /** Entries under what others know, too, and where a forger asks for them by a part of a credential. */
  readonly namesakes = new Map<Value, Place | null>();

  /** Whether it was looked for by what the caller asks for; what code that is not seen has found, only where the program asks. */
  mayBeAbsent(value: Value): boolean {
    if (this.stored.has(value)) this.sought.add(value);
    return this.sought.has(value);
  }

  /** What is read of what was found is found as well. */
  read(from: Value, value: Value): void {
    for (const set of [this.found, this.stored, this.supplied]) if (set.has(from)) set.add(value);
  }
}

export const lookUps = new Spare(() => new LookUps());
