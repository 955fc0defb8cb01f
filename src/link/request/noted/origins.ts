import type { CredentialSource, ObjectValue, Value } from '#frameworks';
import { Spare } from './nothing.ts';

/** What is known of values while a path runs, where they do not tell themselves: what they are, or what they were made of. */
export class Origins {
  readonly local = new Set<object>(); // Functions that were made on this path: they may hold the request.
  readonly checks = new Set<Value>(); // Functions like `req.isAuthenticated`.
  readonly named = new Map<Value, string>(); // What the path of the request says, by the names of its parameters.
  readonly sent = new Map<Value, CredentialSource>(); // Headers and parameters that are no credentials as far as their names say.
  readonly copies = new Map<Value, Value>(); // Texts made of something.
  readonly jars = new Map<ObjectValue, CredentialSource>(); // What the program takes a text of the caller's apart into.
  readonly secrets = new Map<Value, string>(); // What is nobody's business but the caller's, by its name.
  readonly minted = new Set<Value>(); // New tokens that it signed.
  readonly endings = new Set<Value>(); // What tokens say of their end, and what is computed of that.
  readonly ages = new Set<Value>(); // Comparisons of it.
}

export const origins = new Spare(() => new Origins());
