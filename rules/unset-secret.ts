import { flawsOf } from '#model';
import { defineRule } from '#rule';

/** A guard that compares with a variable of the environment is open wherever that variable is not set. */
export default defineRule({
  id: 'unset-secret',
  summary: 'a guard that is open where its variable of the environment is not set',
  severity: 'warning',
  topic: 'guards',
  preset: 'strict',
  since: '0.1.0',
  cwe: [636, 1188],
  messages: {
    unset: 'Where {variable} is not set, {consequence}.',
  },
  remedy: 'Refuse to start without the variable, or reject a request that brings nothing before anything is compared.',

  *check(model) {
    for (const { flaw } of flawsOf(model, 'unset-secret')) {
      yield {
        message: 'unset',
        at: flaw.at,
        confidence: 'medium',
        key: flaw.subject,
        data: { variable: flaw.subject, consequence: flaw.consequence },
      };
    }
  },
});
