import { type CredentialValue, type Primitive, primitive, type Value } from '#frameworks';
import type { Place } from '#text';
import { isEmptyText } from '../brought/variables.ts';
import type { Trial } from './trial.ts';

/**
 * Whether a forged credential equals a text: it may be empty, and a word like `Bearer` or `all` is no secret; null for such a
 * word. Any other text is a secret that stands in the source, and noted as such.
 */
export function guessed(trial: Trial, forged: CredentialValue, text: Primitive): Value | null {
  if (trial.spelt.has(text)) return primitive(true);
  if (text.value === '') return primitive(isEmptied(trial, forged, text.at));
  if (typeof text.value !== 'string') return null;
  // A password that stands in the source is none that a forger guesses; the header around it may be told by its first word.
  if (!forged.isSecret && (forged.isPart || isWord(text.value))) return null;
  if (text.at && !forged.isSecret) trial.literals.set(text, forged.source);
  return primitive(false);
}

/** `x-api-key:` with nothing behind it is sent as well; not where it was asked for its truth before. */
export function isEmptied(trial: Trial, forged: CredentialValue, at: Place | null): boolean {
  if (forged.isPart || trial.tested.has(forged)) return false;
  const isEmpty = trial.emptied.has(forged) || trial.choose(2, 'caller') === 1;
  // Or it has something in it from now on.
  (isEmpty ? trial.emptied : trial.tested).add(forged);
  if (isEmpty && at) {
    const text = 'who sends it empty brings the same: ask first whether there is anything in it';
    trial.forgeries.push({ at, subject: 'A comparison with the empty text', text });
  }
  return isEmpty;
}

/** Schemes of authorization, switches, roles: short, and of letters alone. */
function isWord(text: string): boolean {
  return text.length < 4 || /^[a-z]{1,9}$/i.test(text);
}

/** What takes the place of a forged credential that has turned out to be empty. */
export function orEmpty(trial: Trial, value: Value): Value {
  return value.t === 'credential' && trial.emptied.has(value) ? primitive('') : value;
}

/** What is compared is empty on both sides, or the forged side may be. */
export function bothEmpty(trial: Trial, values: readonly Value[], at: Place): boolean {
  if (values.length !== 2 || !values.some(isEmptyText)) return false;
  return values.every((value) =>
    value.t === 'credential' ? value.state === 'forged' && isEmptied(trial, value, at) : isEmptyText(value),
  );
}
