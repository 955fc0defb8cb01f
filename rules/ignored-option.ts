import { developmentOnly } from '#model';
import { defineRule } from '#rule';

/** Libraries pass over options that they do not know, without a word: a check that is asked for there is never made. */
export default defineRule({
  id: 'ignored-option',
  summary: 'an option for checking tokens that the library does not read',
  severity: 'error',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [628, 345],
  messages: {
    found: '{subject} does not read the option {option}: {consequence}.',
  },
  remedy: 'Write the option under the name and in the place where the library reads it.',

  *check(model) {
    for (const { kind, subject, at, text, consequence, weight, conditions } of model.weaknesses) {
      if (kind !== 'ignored-option' || developmentOnly(conditions)) continue;
      yield {
        message: 'found',
        at,
        severity: weight,
        confidence: 'high',
        key: `${subject} ${text}`,
        data: { subject, option: text, consequence },
      };
    }
  },
});
