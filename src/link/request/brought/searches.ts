import type { Pattern, Value } from '#frameworks';
import { arrayValue, primitive, stringOf } from '#frameworks';
import type { Place } from '#text';
import { equal } from '../../machine/equality.ts';
import { tests } from '../../machine/strings.ts';
import { asked, isOfAddress } from '../../values/address.ts';
import { isDigest } from '../../values/digests.ts';
import { mayMatch, wholeOf } from '../../values/regex.ts';
import type { Trial } from '../paths/trial.ts';

/**
 * `process.env.KEYS.includes(key)` looks for a part of a text: the empty text is one, and so is a letter that a forger guesses.
 * Null for what is no such test of a credential.
 */
export function searched(trial: Trial, object: Value, name: string | null, part: Value, at: Place): Value | null {
  const whole = name === 'test' ? wholeOf(object) : null;
  if (whole) return equal(trial.machine, part, whole, false);
  if (object.t === 'unknown' && object.atMost && name === 'test')
    return cannotMatch(object.atMost, part) ? primitive(false) : null;
  const answer = name === null || !isSearched(object, name) ? undefined : searches.get(name);
  if (!answer) return null;
  if (part.t === 'missing') return answer(part.as === '' ? '' : undefined);
  if (part.t === 'primitive' && part.value === '') return answer('');
  if (part.t !== 'credential' || part.state !== 'forged') return null;
  // Of the same length it is the whole of it.
  if (trial.guesses.measured.size > 0 && /With$/.test(name!)) return primitive(false);
  const text = 'every letter of the secret is found in it';
  trial.flaws.forgeries.push({ at, subject: 'A search in a secret', text });
  return answer('');
}

/** Lists have some of these methods, too. */
function isSearched(object: Value, name: string): boolean {
  if (object.t === 'primitive') return !isOfAddress(object) && typeof object.value === 'string';
  return (
    object.t === 'environment' ||
    object.t === 'text' ||
    isDigest(object) ||
    (object.t === 'unknown' && /With$/.test(name))
  );
}

/** What the searches of texts say of a part that every text has; an absent one is looked for as "undefined", `match` takes it for nothing. */
const searches: ReadonlyMap<string, (part: '' | undefined) => Value> = new Map<string, (part: '' | undefined) => Value>(
  [
    ...Object.keys(tests).map((name) => [name, (part: '' | undefined) => primitive(part === '')] as const),
    ...['indexOf', 'search'].map((name) => [name, (part: '' | undefined) => primitive(part === '' ? 0 : -1)] as const),
    ['match', () => arrayValue([primitive('')])],
  ],
);

/** Whether it is certain that a pattern with parts that are not known does not match: `pattern.test(text)`. */
function cannotMatch(atMost: Pattern, subject: Value): boolean {
  const told = asked(subject, `at most /${atMost.source}/${atMost.flags}`, (one) => mayMatch(atMost, String(one)));
  const text = told === undefined ? stringOf(subject) : null;
  return (text === null ? told : mayMatch(atMost, text)) === false;
}
