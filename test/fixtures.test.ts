import { describe, expect, test } from 'vitest';
import type { Finding } from '#rule';
import { rules } from '#rules';
import { allRules } from '#session';
import { analysed } from './support/analysed.ts';
import { isAboutRule } from './support/expectations.ts';
import { programs, textsOf } from './support/programs.ts';
import { Verdicts } from './support/verdicts.ts';

const recommended = new Set(allRules.filter(({ preset }) => preset === 'recommended').map(({ id }) => id));

function isRecommended({ rule, confidence }: Finding): boolean {
  return recommended.has(rule) && confidence === 'high';
}

/**
 * In a fixture of a rule, that rule and all that its comments name run with preset `audit`, and every other rule as a user
 * meets it, with `recommended`: a finding of theirs must be expected as well. In other fixtures only the rules named run.
 */
describe('what the fixtures say about themselves is what authlint says', () => {
  for (const program of programs()) {
    test(program.name, async () => {
      const texts = textsOf(program);
      const verdicts = new Verdicts(texts);
      const about = verdicts.expectations.filter(({ tag }) => isAboutRule(tag));
      const named = new Set([...about.map(({ subject }) => subject), ...(program.rule ? [program.rule] : [])]);
      const unknown = [...named].filter((id) => !rules.some((rule) => rule.id === id));
      expect(unknown, 'rules that do not exist').toEqual([]);

      const { model, findings, problems } = await analysed(program);
      expect(problems, 'files that could not be parsed').toEqual([]);
      const isTold = (one: Finding) => named.has(one.rule) || (program.rule !== null && isRecommended(one));
      verdicts.findings(findings.filter(isTold));
      verdicts.routes(model);
      if (!program.rule) verdicts.gaps(model);
      expect(verdicts.failures).toEqual([]);

      const ofRule = about
        .filter(({ subject, tag }) => subject === program.rule && tag !== 'also')
        .map(({ tag }) => tag);
      if (program.rule && program.isBad) expect(ofRule, 'a bad fixture expects its rule').not.toEqual([]);
      if (program.rule && !program.isBad)
        expect(ofRule, 'a good fixture does not expect its rule').not.toContain('expect');
    });
  }
});
