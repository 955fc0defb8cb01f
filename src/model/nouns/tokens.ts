import type { Place } from '#text';
import type { Condition } from './certainty.ts';
import type { Purpose } from './routes.ts';

/** One call or configuration that issues, verifies or decodes tokens. */
export interface TokenUse {
  readonly kind: 'verify' | 'decode' | 'sign';
  /** `jsonwebtoken.verify`, `express-jwt`, `passport-jwt`. */
  readonly subject: string;
  readonly library: { readonly package: string; readonly export: string; readonly version: string | null };
  readonly at: Place;
  readonly conditions: readonly Condition[];
  /** Settings as far as they could be read. */
  readonly settings: readonly TokenSetting[];
  /** For decode: what becomes of the result. `unknown` outside of steps and handlers. */
  readonly decides: 'access' | 'principal' | 'nothing' | 'unknown';
  /** The function it stands in looks like one of these purposes by what it answers: a refresh or logout handler. */
  readonly purpose: Purpose | null;
}

export interface TokenSetting {
  /** `unsigned`: `none` is accepted or the signature is not checked. */
  readonly kind:
    | 'unsigned'
    | 'ignored-expiration'
    | 'missing-algorithms'
    | 'clock-skew'
    | 'unchecked-claims'
    | 'lifetime';
  /** `error`: exploitable in the installed version. `warning`: only with certain keys or versions. */
  readonly weight: 'error' | 'warning';
  readonly at: Place;
  readonly text: string;
  /** One sentence. */
  readonly consequence: string;
}

export interface SecretUse {
  /** `fallback`: `env ?? 'literal'`. `stringified`: `` `${env}` `` turns a missing variable into the text "undefined". `missing`: may be undefined where the library accepts that. */
  readonly origin: 'literal' | 'fallback' | 'stringified' | 'missing' | 'environment' | 'unknown';
  /** Where the literal or the variable is written. */
  readonly at: Place;
  /** Where it is used. */
  readonly usedAt: Place;
  /** What it protects: 'the signature of tokens (jsonwebtoken.sign)'. */
  readonly protects: string;
  /** First characters, never the whole. */
  readonly preview: string;
  readonly conditions: readonly Condition[];
}

/** A place that says how a registry keeps principals in sessions or finds them again. */
export interface PrincipalStorage {
  readonly direction: 'serialize' | 'deserialize';
  readonly registry: number;
  readonly at: Place;
}
