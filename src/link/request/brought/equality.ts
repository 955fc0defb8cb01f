import type { Value } from '#frameworks';
import { primitive } from '#frameworks';
import { compared, ofCredential, plain } from '../../machine/equality.ts';
import { truth } from '../../machine/truth.ts';
import { isSignature } from '../../values/digests.ts';
import { isNumber } from '../../values/numbers.ts';
import { guessed, sent } from '../paths/guesses.ts';
import type { Trial } from '../paths/trial.ts';
import { isSuchDigest } from './digests.ts';
import { noteExamined } from './gifts.ts';
import { saysWho } from './identity.ts';
import { comparedPartly, isTooShort, noteLength } from './partly.ts';
import { isSalted, noteComparison } from './proofs.ts';
import { noteIdentity } from './route-members.ts';
import { isAlwaysThere, noteParameterTest } from './route-parameters.ts';
import { noteUnset, spelt } from './variables.ts';

/** `==` and `===`, while a request is answered. */
export function equalFor(trial: Trial, left: Value, right: Value, isLoose: boolean): Value {
  const one = spelt(trial, trial.resolve(left));
  const other = spelt(trial, trial.resolve(right));
  const a = sentBeside(trial, one, other, isLoose);
  const b = sentBeside(trial, other, one, isLoose);
  noteIdentity(trial, a, b);
  const seen = ofSought(trial, a, b) ?? ofSought(trial, b, a) ?? equalValues(trial, a, b, isLoose);
  const answer = trial.machine.lasting.madeOf(seen, a, b);
  noteEquality(trial, a, b, truth(answer) === true);
  noteUnset(trial, a, b);
  noteUnset(trial, b, a);
  noteLength(trial, a, b);
  noteLength(trial, b, a);
  return answer;
}

function noteEquality(trial: Trial, a: Value, b: Value, holds: boolean): void {
  trial.credentials.asksWho ||= saysWho(a) || saysWho(b);
  for (const [one, other] of [[a, b] as const, [b, a] as const]) {
    noteExamined(trial, one, other);
    if (one.t === 'environment' || isSignature(one) || isSalted(one)) noteComparison(trial, other, [one]);
    trial.testsPath('equals', one, other, holds);
  }
}

/** A part of a text that may be left out, where it is compared with what may be nothing. Only there: to look at a part of the path is to read it. */
function sentBeside(trial: Trial, value: Value, other: Value, isLoose: boolean): Value {
  return value.t === 'credential' && mayBeNothing(trial, other, isLoose) ? sent(trial, value) : value;
}

/** Undefined, or what stands for it, or what was looked for and may not be there. */
function mayBeNothing(trial: Trial, value: Value, isLoose: boolean): boolean {
  const known = plain(value);
  if (known) return known.value === undefined || (isLoose && known.value === null);
  return trial.lookUps.sought.has(value);
}

/** What was looked for by a key of the caller's, and may not be there, or may be what every object inherits. */
function ofSought(trial: Trial, a: Value, b: Value): Value | null {
  if (trial.lookUps.inherited.has(a)) return primitive(a === b);
  const other = plain(b);
  const mayBeAbsent = trial.lookUps.sought.has(a) || (trial.lookUps.stored.has(a) && b.t === 'primitive');
  if (!mayBeAbsent || !other || (other.value !== undefined && other.value !== null)) return null;
  return primitive(!trial.decide(a));
}

function equalValues(trial: Trial, a: Value, b: Value, isLoose: boolean): Value {
  if (isTooShort(trial, a, b) || isTooShort(trial, b, a)) return primitive(false);
  return compared(
    a,
    b,
    isLoose,
    (one, other) => nobody(trial, one, other),
    (one, other) => ofPresented(trial, one, other),
  );
}

/** `claims?.sub !== req.params.id`, `claims?.id !== Number(req.params.id)`: nobody is none of those who have a name. */
function nobody(trial: Trial, a: Value, b: Value): Value | null {
  const x = plain(a);
  if (!x || (x.value !== undefined && x.value !== null)) return null;
  if (a.t === 'primitive') noteParameterTest(trial, b);
  return isNumber(b) || isAlwaysThere(trial, b) ? primitive(false) : null;
}

function ofPresented(trial: Trial, a: Value, b: Value): Value | null {
  const such = isSuchDigest(trial, a, b, null) ?? comparedPartly(trial, a, b, null);
  if (such) return such;
  if (a.t === 'credential' && a.state === 'forged' && b.t === 'primitive') return guessed(trial, a, b);
  const answer = ofCredential(a, b, trial.lookUps.stored.has(b));
  trial.credentials.proves ||= answer !== null && truth(answer) === true;
  return answer;
}
