import { weaknessesOf } from '#model';
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
    found: '{subject} does not read the option {setting}: {consequence}.',
  },
  remedy: 'Write the option under the name and in the place where the library reads it.',

  *check(model) {
    for (const found of weaknessesOf(model, 'ignored-option')) yield { message: 'found', ...found, confidence: 'high' };
  },
});
