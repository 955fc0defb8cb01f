import { tokenSettings } from '#model';
import { defineRule } from '#rule';

/** Units are the trap: the same digits mean seconds as a number and milliseconds as a string. */
export default defineRule({
  id: 'mistaken-lifetime',
  summary: 'tokens that expire at once, in decades or never, or that nothing but their lifetime tells apart',
  severity: 'warning',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [613],
  messages: {
    found: '{subject} gives tokens a lifetime that is not meant ({setting}): {consequence}.',
  },
  remedy:
    'Give a duration with its unit, such as "15m", or a number of seconds; give tokens for different uses different keys or a claim of their own.',

  *check(model) {
    for (const found of tokenSettings(model, 'lifetime')) yield { message: 'found', ...found };
  },
});
