import type { Value } from '#frameworks';
import { Spare } from './nothing.ts';

/** What is known, while a path runs, of what a forger may leave out of credentials, or need not know of them. */
export class Guesses {
  readonly sent = new Map<Value, boolean>(); // Whether parts of forged credentials that may be left out are there.
  readonly emptied = new Set<Value>(); // Forged credentials that turned out to have nothing in them.
  readonly tested = new Set<Value>(); // What was asked for its truth.
  readonly cuts = new Map<Value, 'fixed' | 'as asked'>(); // Some letters of secrets; as asked: the caller says how many.
  readonly shortened = new Set<Value>(); // Secrets of which as many letters were compared as the caller has sent.
  readonly measured = new Set<Value>(); // How long credentials are, where that was compared.
}

export const guesses = new Spare(() => new Guesses());
