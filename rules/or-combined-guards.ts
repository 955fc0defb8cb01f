import { flawReports } from '#model';
import { defineRule } from '#rule';

/** Steps of which one is enough: what the second demands, the first makes unnecessary. */
export default defineRule({
  id: 'or-combined-guards',
  summary: 'a step that demands more of a principal is an alternative to the one that only recognises it',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [863],
  messages: {
    weakened: '{subject} decides nothing: one of the combined steps is enough, and {consequence}.',
    further: '{text}.',
  },
  remedy: 'Combine them with the relation "and", or list them as steps of the route one after the other.',

  *check(model) {
    for (const found of flawReports(model, 'weakened-requirement')) yield { message: 'weakened', ...found };
  },
});
