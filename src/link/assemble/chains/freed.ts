import type { Outcomes } from '#model';
import type { Situation } from '../../request/brought/situation.ts';
import { testsOf, type UnlessEntry } from '../../request/called/exempt.ts';
import type { Found } from '../steps/memo.ts';

const freed: Outcomes = { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' };

/** What a library's guard does in a situation that its exemptions (`unless`) may free. `base`: what it does otherwise. */
export function freedBy(entries: readonly UnlessEntry[], situation: Situation, base: Found): Found {
  const answers = entries.map((entry) => entry.frees(situation));
  const tests = entries.flatMap((entry, index) => testsOf(entry, answers[index] === true));
  if (answers.includes(true)) return { ...base, outcome: freed, unsure: null, tests, guards: false, recognises: false };
  if (!answers.includes(null)) return { ...base, tests };
  return {
    ...base,
    outcome: { ...base.outcome, none: 'unknown', bad: 'unknown' },
    unsure: 'an exemption could not be read',
    tests,
    guards: false,
  };
}
