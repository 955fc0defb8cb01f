import { weaknessesOf } from '#model';
import { defineRule } from '#rule';

/** What a browser sends along by itself, such as cookies, is what a page of a stranger must not make use of. */
export default defineRule({
  id: 'credentialed-wildcard-cors',
  summary: 'credentials allowed together with any origin',
  severity: 'error',
  topic: 'cors',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [942],
  messages: {
    found: '{subject} allows credentials from origins that nobody has chosen ({setting}): {consequence}.',
  },
  remedy: 'List the origins that may send credentials, each in full.',

  *check(model) {
    for (const found of weaknessesOf(model, 'credentialed-cors')) yield { message: 'found', ...found };
  },
});
