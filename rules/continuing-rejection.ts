import { continuingRejections } from '#model';
import { defineRule } from '#rule';

/** To answer does not end a function: what stands below the rejection runs, and so does the handler behind the guard. */
export default defineRule({
  id: 'continuing-rejection',
  summary: 'a guard that answers a rejection and continues all the same',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [705, 696],
  messages: {
    flawed: 'The step goes on after {subject}: {consequence}.',
    further: '{text}',
  },
  remedy: 'Return right after the rejection, so that nothing below it runs.',
  mends: true,

  *check(model) {
    for (const found of continuingRejections(model)) {
      // What stands below may be meant to run, a clean-up say, before it ends by another way.
      const fix = { title: 'Return here', safe: false, changes: [{ kind: 'return' as const, at: found.at }] };
      yield { message: 'flawed', ...found, fix };
    }
  },
});
