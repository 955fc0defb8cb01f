import { flawReports } from '#model';
import { defineRule } from '#rule';

/** A promise is truthy whatever becomes of it, so a test of it lets everyone pass. */
export default defineRule({
  id: 'unawaited-verification',
  summary: 'a promise of verification used as if it were its result',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [252, 287],
  messages: {
    flawed: '{subject} gives a promise that nobody awaits: {consequence}.',
    further: '{text}',
  },
  remedy: 'Await the verification inside the try block that rejects, or continue in its `then`.',

  *check(model) {
    for (const found of flawReports(model, 'unawaited-verification')) yield { message: 'flawed', ...found };
  },
});
