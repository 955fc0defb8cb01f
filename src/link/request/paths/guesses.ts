import { type CredentialValue, type Primitive, primitive, type Value } from '#frameworks';
import type { Place } from '#text';
import { missing } from '../brought/credentials.ts';
import { enough } from '../brought/partly.ts';
import { isEmptyText } from '../brought/variables.ts';
import type { Trial } from './trial.ts';

/**
 * Whether a forged credential equals a text: it may be empty, and a word like `Bearer` or `all` is no secret; null for such a
 * word. Any other text is a secret that stands in the source, and noted as such.
 */
export function guessed(trial: Trial, forged: CredentialValue, text: Primitive): Value | null {
  if (trial.flaws.spelt.has(text)) return primitive(true);
  if (text.value === '') return primitive(isEmptied(trial, forged, text.at));
  if (typeof text.value !== 'string') return null;
  // A password that stands in the source is none that a forger guesses; the header around it may be told by its first word.
  if (!forged.isSecret && (forged.isPart || isFew(forged, text.value) || isWord(text.value))) return null;
  if (text.at && !forged.isSecret) trial.flaws.literals.set(text, forged.source);
  return primitive(false);
}

/** `x-api-key:` with nothing behind it is sent as well; not where it was asked for its truth before. */
function isEmptied(trial: Trial, forged: CredentialValue, at: Place | null): boolean {
  if (forged.isPart || trial.guesses.tested.has(forged)) return false;
  const isEmpty = trial.guesses.emptied.has(forged) || trial.choose(2, 'caller') === 1;
  // Or it has something in it from now on.
  (isEmpty ? trial.guesses.emptied : trial.guesses.tested).add(forged);
  if (isEmpty && at) {
    const text = 'who sends it empty brings the same: ask first whether there is anything in it';
    trial.flaws.forgeries.push({ at, subject: 'A comparison with the empty text', text });
  }
  return isEmpty;
}

/**
 * What a text says behind a separator, if anything: `user` alone is sent as well as `user:password`. Nothing where a forger
 * leaves it out; what was asked for before is there, or is not.
 */
export function sent(trial: Trial, value: Value): Value {
  if (value.t !== 'credential' || !value.behind || trial.guesses.tested.has(value)) return value;
  const isThere = trial.guesses.sent.get(value) ?? trial.choose(2, 'caller') === 0;
  trial.guesses.sent.set(value, isThere);
  if (isThere) return value;
  const text = 'whoever sends nothing behind the separator makes it undefined: ask first whether it is there';
  trial.flaws.forgeries.push({ at: value.behind, subject: 'A guard to which a part may be missing', text });
  return missing(value.source);
}

/** Where nothing would end the step with an error, there is something from now on. */
export function needed(trial: Trial, value: Value): void {
  if (value.t === 'credential' && value.behind && !trial.guesses.sent.has(value)) trial.guesses.sent.set(value, true);
}

/** The last letters, as a hint shows them. */
function isFew(forged: CredentialValue, text: string): boolean {
  return forged.masked === true && text.length < enough;
}

/** Schemes of authorization, switches, roles: short, and of letters alone. */
function isWord(text: string): boolean {
  return text.length < 4 || /^[a-z]{1,9}$/i.test(text);
}

/** What takes the place of a forged credential that has turned out to be empty, or left out. */
export function orEmpty(trial: Trial, value: Value): Value {
  if (value.t !== 'credential') return value;
  if (trial.guesses.sent.get(value) === false) return missing(value.source);
  return trial.guesses.emptied.has(value) ? primitive('') : value;
}

/** What is compared is empty on both sides, or the forged side may be. */
export function bothEmpty(trial: Trial, values: readonly Value[], at: Place): boolean {
  if (values.length !== 2 || !values.some(isEmptyText)) return false;
  return values.every((value) =>
    value.t === 'credential' ? value.state === 'forged' && isEmptied(trial, value, at) : isEmptyText(value),
  );
}
