import { type CredentialValue, isInput, primitive, type UnknownValue, unknown, type Value } from '#frameworks';
import type { Place } from '#text';
import { madeByCall, originOf } from '../../values/derivations.ts';
import { isLength, isLetter } from '../../values/letters.ts';
import type { Trial } from '../paths/trial.ts';

const cutting = /^(slice|substring|substr|subarray|at|charAt)$/;

/** So many letters of a secret nobody guesses: signatures are shortened that way. */
export const enough = 16;

/** What a method of strings and of Buffers makes that leaves letters out of a secret; `by`: who says how many. */
export function cutOut(trial: Trial, of: Value, name: string | null, args: readonly Value[], at: Place): Value | null {
  const isSecret = of.t === 'environment' || (of.t === 'unknown' && of.by === 'server');
  if (!isSecret || name === null || !cutting.test(name)) return null;
  const known = args.map((arg) => trial.resolve(arg));
  const asked = known.some(isInput);
  const length = asked ? null : lengthOf(name, known);
  if (length === 0) return primitive('');
  if (!asked && (length === null || length >= enough)) return null;
  const part = unknown('a part of a secret', at, 'server', true);
  trial.guesses.cuts.set(part, asked ? 'as asked' : 'fixed');
  return madeByCall(part, of, name);
}

/** `Buffer.alloc(given.length)`: of what is written there, no more letters are left than the caller brings. */
export function roomFor(trial: Trial, length: Value, at: Place): Value {
  const room = unknown('a buffer', at, 'server', true);
  if (isLength(length)) trial.guesses.cuts.set(room, 'as asked');
  return room;
}

/** How many letters are left; null where that is not known, or all behind the first. */
function lengthOf(name: string, args: readonly Value[]): number | null {
  const [from, to] = args.map((arg) => (arg.t === 'primitive' && typeof arg.value === 'number' ? arg.value : null));
  if (name === 'at' || name === 'charAt') return 1;
  if (typeof from !== 'number') return null;
  if (args.length === 1) return from < 0 ? -from : null;
  if (typeof to !== 'number') return null;
  return Math.max(name === 'substr' ? to : to - from, 0);
}

/** A letter of what a forger presents, or a few of them. */
export function letter(trial: Trial, of: CredentialValue, index: string | null): Value {
  return trial.memo(`letter ${of.source.kind} ${of.source.name} ${index}`, () => ({ ...of, masked: true }));
}

/** Whoever compares how long they are compares all letters afterwards. */
export function noteLength(trial: Trial, one: Value, other: Value): void {
  if (isLength(one) && !(other.t === 'primitive')) trial.guesses.measured.add(one);
}

/** Who has sent a few letters that are right has not sent all of them. */
export function isTooShort(trial: Trial, one: Value, other: Value): boolean {
  return trial.guesses.shortened.size > 0 && isLength(one) && other.t !== 'primitive';
}

/** What a comparison tells that looks at some letters of a secret only: a forger guesses those. null for any other. */
export function comparedPartly(trial: Trial, one: Value, other: Value, at: Place | null): UnknownValue | null {
  const secret = isForged(one) ? other : isForged(other) ? one : null;
  const forged = secret === other ? one : other;
  if (secret?.t !== 'unknown' || forged.t !== 'credential') return null;
  const cut = trial.guesses.cuts.get(secret);
  const isLetters = forged.masked && (cut === 'fixed' || (isLetter(secret) && trial.guesses.measured.size === 0));
  const isAsked = cut === 'as asked' && trial.guesses.measured.size === 0;
  const areFirst = forged.isPart && !forged.behind && originOf(secret)?.name === '0';
  if (!isLetters && !isAsked && !areFirst) return null;
  const place = at ?? secret.at;
  if (isAsked) trial.guesses.shortened.add(secret);
  const text = 'whoever guesses these letters need not know the others: compare the whole secret';
  if (place) trial.flaws.forgeries.push({ at: place, subject: 'A comparison of a part', text });
  return unknown('a comparison', place, 'caller');
}

function isForged(value: Value): boolean {
  return value.t === 'credential' && value.state === 'forged';
}

/** `given.charCodeAt(i) ^ secret.charCodeAt(i)`, `-`: nothing where the letters are the same. null for what compares no letters. */
export function difference(trial: Trial, one: Value, other: Value, at: Place): Value | null {
  const [given, secret] = one.t === 'credential' ? [one, other] : [other, one];
  if (given.t !== 'credential' || !isLetter(secret)) return null;
  return comparedPartly(trial, one, other, at) ?? primitive(given.state === 'forged' ? 1 : 0);
}
