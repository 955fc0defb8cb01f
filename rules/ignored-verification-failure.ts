import { flawReports } from '#model';
import { defineRule } from '#rule';

/** A guard that verifies and then continues whatever came of it guards nothing. */
export default defineRule({
  id: 'ignored-verification-failure',
  summary: 'a failed verification that is swallowed or never looked at',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [391, 287],
  messages: {
    flawed: 'When {subject} fails, nothing rejects the request: {consequence}.',
    further: '{text}',
  },
  remedy: 'Reject in the catch block or where the callback receives the error, before anything continues.',

  *check(model) {
    for (const found of flawReports(model, 'ignored-failure')) yield { message: 'flawed', ...found };
  },
});
