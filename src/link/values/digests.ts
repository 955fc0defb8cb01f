import type { UnknownValue, Value } from '#frameworks';
import { partsOf } from './made-of.ts';

// What digests are known by is why their letters are not known.
export const plain = 'a digest';
export const keyed = 'a digest with a secret';
export const own = 'a digest of what the caller sends';
export const ownKey = 'a digest with a key of the caller';

const digests: ReadonlySet<string> = new Set([plain, keyed, own, ownKey]);

export function isDigest(value: Value): boolean {
  return value.t === 'unknown' && digests.has(value.why);
}

/** A digest that only who has a secret of the server can make, or a text around it. */
export function isKeyedDigest(value: Value): boolean {
  return holdsDigest(value, (why) => why === keyed);
}

/** A signature of what the caller sends, whoever has the key. */
export function isSignature(value: Value): boolean {
  return holdsDigest(value, (why) => why === keyed || why === ownKey);
}

function holdsDigest(value: Value, isMeant: (why: string) => boolean): boolean {
  if (value.t === 'unknown') return isMeant(value.why);
  return value.t === 'text' && partsOf(value).some((part) => holdsDigest(part, isMeant));
}

/** Anybody can make it, and a text around it. */
export function isOwnDigest(value: Value): boolean {
  return ownDigestIn(value) !== null;
}

/** The digest itself; null where it is another, or none. */
export function ownDigestIn(value: Value): UnknownValue | null {
  if (value.t === 'unknown') return value.why === own || value.why === ownKey ? value : null;
  const parts = value.t === 'text' ? value.parts.filter((part) => typeof part !== 'string') : [];
  return parts.every(isOwnDigest) ? (parts.map(ownDigestIn)[0] ?? null) : null;
}

/** Nothing that a server keeps is the digest of a text that stands in its source, or of nothing. */
export function isDigestOfConstants(value: Value): boolean {
  return value.t === 'unknown' && value.why === plain;
}
