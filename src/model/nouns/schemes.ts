import type { Place } from '#text';
import type { Condition } from './certainty.ts';

export type SchemeKind =
  | 'jwt'
  | 'bearer'
  | 'session'
  | 'basic'
  | 'api-key'
  | 'oauth'
  | 'oidc'
  | 'saml'
  | 'password'
  | 'anonymous'
  | 'custom'
  | 'unknown';

/** A configured way to authenticate. */
export interface Scheme {
  /** null when the name could not be read. */
  readonly name: string | null;
  readonly kind: SchemeKind;
  /** The header in which it looks for the credential, where there is no other way. */
  readonly header: string | null;
  /** Names are looked up in one registry: a Passport instance, a server. */
  readonly registry: number;
  readonly library: { readonly package: string; readonly export: string; readonly version: string | null } | null;
  readonly at: Place;
  /** Global order of registration. */
  readonly order: number;
  readonly conditions: readonly Condition[];
}

/** A place that asks for authentication by scheme name. */
export interface SchemeUse {
  /** As written; `null` for a name that could not be read; an empty list when no scheme is named at all. */
  readonly names: readonly (string | null)[];
  readonly registry: number;
  readonly at: Place;
  /** Where each name stands, same order as `names`. */
  readonly nameAt: readonly Place[];
  /** The step made by it, when it was installed. */
  readonly step: number | null;
  /** `session: false` and friends: `kept` stores the principal in the session after authentication. */
  readonly session: 'kept' | 'off' | 'unknown';
  /** What a request meets when the name is unknown: 'every request is answered 500'. */
  readonly consequence: string;
  /** True when every registration of this registry could be read, so that absence means absence. */
  readonly registryComplete: boolean;
}
