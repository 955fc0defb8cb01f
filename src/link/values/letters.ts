import type { Value } from '#frameworks';
import { originOf } from './derivations.ts';

export function isLength(value: Value): boolean {
  return value.t === 'unknown' && value.why === lengthOfCredential;
}

export const lengthOfCredential = 'the length of a credential';

/** `secret[0]`, `secret[i]`, `secret.charCodeAt(i)` */
export function isLetter(value: Value): boolean {
  return /^(\d+$|\[|c.*At\(\)$)/.test(originOf(value)?.name ?? '');
}

/** Variables of the environment are taken to be set: they have letters. */
export function isOfFull(value: Value): boolean {
  const origin = originOf(value);
  return origin?.of.t === 'environment' && (origin.name === 'length' || isLetter(value));
}

/** Whether as many letters as the caller brings are looked at: at least one. */
export function isCount(test: Value): boolean {
  return test.t === 'unknown' && test.why === countOfLetters;
}

export const countOfLetters = 'a comparison with the length of a credential';
