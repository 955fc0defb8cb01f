import {
  type CredentialValue,
  isInput,
  type LibraryValue,
  primitive,
  stringOf,
  type UnknownValue,
  unknown,
  type Value,
} from '#frameworks';
import type { Place } from '#text';
import { isDigest, isKeyedDigest, isSignature, keyed, own, ownDigestIn, ownKey, plain } from '../../values/digests.ts';
import { partsOf } from '../../values/made-of.ts';
import { isSameSource } from '../noted/credential-notes.ts';
import type { Trial } from '../paths/trial.ts';
import { proofKey } from './proofs.ts';
import { isEmptyText } from './variables.ts';

const makesDigests = /^(node:crypto|crypto-js|js-sha256|md5|hash\.js)$/;

/** What stands for a digest of what the caller does not have. */
export const ofNothing = 'a digest of nothing';

/**
 * What a call makes that makes a digest, or feeds one: `createHmac('sha256', key).update(text).digest('hex')`. Only who has the
 * secret can make a digest with a secret; anybody can make one of what the caller sends. null for any other call.
 */
export function digestBy(trial: Trial, callee: Value, args: readonly Value[], at: Place): UnknownValue | null {
  const library = callee.t === 'library' ? callee : callee.t === 'made' ? callee.by : null;
  if (library && !makesDigests.test(library.package)) return null;
  const fedBefore = trial.origins.copies.get(callee) ?? callee;
  const before = library ? plain : fedBefore.t === 'unknown' ? fedBefore.why : '';
  if (before === ownKey || isKeyedByCaller(trial, library, args)) return unknown(ownKey, at, 'caller', true);
  if (before !== plain && before !== own && before !== keyed) return null;
  const fed = args.map((arg) => originOf(trial, arg));
  const isKey = library?.path === 'createHmac' && !fed.includes('caller');
  const isOwn = before === own || (fed.includes('caller') && !/hmac/i.test(library?.path ?? ''));
  const why = before === keyed || isKey || fed.includes('server') ? keyed : isOwn ? own : plain;
  const digest = unknown(why, at, why === own ? 'caller' : 'server', true);
  // `hash.update(text)` feeds it, whether its result is used or not.
  if (!library) trial.origins.copies.set(callee, digest);
  return digest;
}

/**
 * Whether what a call is given is no credential that is looked up by its digest: anybody makes a digest with a key of their own,
 * and what is signed beside the signature, `hmac.update(req.get('x-date'))`, is a text.
 */
export function feedsDigest(trial: Trial, callee: Value, args: readonly Value[]): boolean {
  if (callee.t !== 'unknown') return isKeyedByCaller(trial, callee.t === 'library' ? callee : null, args);
  if (callee.why === ownKey) return true;
  const isText = (known: Value) =>
    known.t !== 'missing' && (known.t !== 'credential' || trial.situation.proofs?.has(proofKey(known.source)) === true);
  return callee.why === keyed && args.every((arg) => isText(trial.resolve(arg)));
}

/**
 * The digest of a key stands for the key: anybody makes one of what they send, and finds nothing by it that is not theirs. So
 * does one of nothing stand for nothing, whatever is put to it.
 */
export function hashedKey(trial: Trial, callee: Value, [fed]: readonly Value[]): Value | null {
  if (!isDigest(callee)) return null;
  const before = trial.origins.copies.get(callee);
  if (before?.t === 'credential' || before?.t === 'missing') return before;
  const hashed = fed ? hashOf(trial, callee, trial.resolve(fed)) : null;
  // `hash.update(text)` feeds it, whether its result is used or not.
  if (hashed) trial.origins.copies.set(callee, hashed);
  return hashed;
}

function hashOf(trial: Trial, callee: Value, key: Value): Value | null {
  if (key.t === 'missing' && typeof key.as === 'string') return { ...key, as: ofNothing };
  if (key.t !== 'credential' || key.member || !/^(forged|genuine)$/.test(key.state)) return null;
  const isSalted = isKeyedDigest(callee);
  if (isSalted ? feedsDigest(trial, callee, [key]) : isSignature(callee)) return null;
  const { state, source, isPart, behind, masked } = key;
  const which = [state, source.kind, source.name, isPart, behind, masked, isSalted || key.isSalted].join(' ');
  return trial.memo(`hashed ${which}`, () => ({ ...key, isHashed: true, ...(isSalted && { isSalted }) }));
}

function isKeyedByCaller(trial: Trial, library: Value | null, args: readonly Value[]): boolean {
  const key = library?.t === 'library' && library.path === 'createHmac' ? args[1] : undefined;
  if (!key || !makesDigests.test((library as LibraryValue).package)) return false;
  const value = trial.resolve(key);
  return isEmptyText(value) || originOf(trial, value) === 'caller';
}

/** With a secret of the server in it: who forges has none that is right. */
function saltedDigest(value: Value): CredentialValue | null {
  return value.t === 'credential' && value.isHashed && value.isSalted ? value : null;
}

/** Whether what is presented is such a digest: the caller's own doing. null where something else is compared. */
export function isSuchDigest(trial: Trial, presented: Value, value: Value, at: Place | null): Value | null {
  const sum = saltedDigest(value);
  if (sum && presented.t === 'credential' && !saltedDigest(presented))
    return primitive(presented.state === 'genuine' && sum.state === 'genuine');
  const digest = ownDigestIn(value);
  if (!digest) return null;
  if (presented.t === 'missing' || (presented.t === 'primitive' && !presented.value)) return primitive(false);
  if (presented.t !== 'credential') return null;
  const place = digest.at ?? at;
  const text = 'there is no secret in it: who sends something can make its digest, too';
  if (presented.state === 'forged' && place)
    trial.flaws.forgeries.push({ at: place, subject: 'A comparison with a digest', text });
  return unknown('a comparison', at, 'caller');
}

/** What a comparison tells of which both sides are the caller's own doing; null for any other. */
export function bothOfCaller(trial: Trial, one: Value, other: Value, at: Place): Value | null {
  if (one.t !== 'credential' || (one !== other && !isSentAgain(one, other)))
    return isSuchDigest(trial, one, other, at) ?? isSuchDigest(trial, other, one, at);
  if (one.state === 'forged')
    trial.flaws.forgeries.push({ at, subject: 'A comparison', text: 'both sides of it are what the caller sends' });
  return primitive(true);
}

/** What a request before has left of what is sent. */
function isSentAgain(one: CredentialValue, other: Value): boolean {
  const areForged = other.t === 'credential' && one.state === 'forged' && other.state === 'forged';
  return areForged && isSameSource(one.source, other.source) && one.isHashed === other.isHashed;
}

/** Whose something is that a digest is made of; null for what is written in the source. */
function originOf(trial: Trial, given: Value, depth = 3): 'caller' | 'server' | null {
  const value = trial.resolve(given);
  if (value.t === 'primitive') return null;
  if (value.t === 'request' || value.t === 'credential' || value.t === 'missing') return 'caller';
  if (isInput(value)) return 'caller';
  const copied = trial.origins.copies.get(value);
  const parts = copied ? [copied] : partsOf(value);
  if (depth === 0 || parts.length === 0) return 'server';
  const origins = parts.map((part) => originOf(trial, part, depth - 1));
  return origins.includes('server') ? 'server' : origins.includes('caller') ? 'caller' : null;
}

/** A secret of another type is the same secret: `Buffer.from(process.env.SECRET)`. */
export function isKeyMaterial(path: string, value: Value): boolean {
  return path === 'Buffer.from' && (value.t === 'environment' || value.t === 'text' || stringOf(value) !== null);
}
