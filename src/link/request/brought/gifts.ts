import type { Value } from '#frameworks';
import type { Place } from '#text';
import { isOfAddress } from '../../values/address.ts';
import { isCallers } from '../../values/made-of.ts';
import type { Trial } from '../paths/trial.ts';
import { holds } from './held.ts';

/** An entry is written into the session: where nothing of the caller's was examined before, anybody gets what is written. */
export function noteGift(trial: Trial, name: string, value: Value, at: Place): void {
  if (!trial.credentials.examines && isAnybodys(trial, value)) trial.credentials.gifts.set(name, at);
}

/** Entries that callers name: `Object.assign(session, body)`. */
export function noteGiftOfAll({ credentials, subject }: Trial): void {
  if (!credentials.examines) credentials.gifts.set(allEntries, subject.at);
}

/** What entries of the session are called of which the caller says the names. */
export const allEntries = '*';

/** Something of the caller's is compared: with nothing, it is only asked for, and with what else the caller sends, nobody is asked. */
export function noteExamined(trial: Trial, one: Value, other: Value): void {
  if (isCallers(one) && !isCallers(other) && !isTrivial(other)) trial.credentials.examines = true;
}

function isTrivial(value: Value): boolean {
  // Of a part of the path, looking would count as reading it.
  return value.t === 'primitive' && !isOfAddress(value) && (!value.value || value.value === true);
}

/** Written in the source, or by the caller. */
function isAnybodys(trial: Trial, value: Value): boolean {
  const known = trial.resolve(value);
  if (known.t === 'primitive') return Boolean(known.value);
  const isOthers = (part: Value) =>
    part.t === 'missing' ||
    part.t === 'credential' ||
    part.t === 'promise' ||
    (part.t === 'unknown' && (part.by === 'server' || trial.lookUps.found.has(part) || trial.lookUps.asked.has(part)));
  return /^(unknown|object|array|text)$/.test(known.t) && !holds(trial, known, isOthers, 3);
}
