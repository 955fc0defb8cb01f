import { tokenSettings } from '#model';
import { defineRule } from '#rule';

/** Clocks of servers differ by seconds; a tolerance of hours is a second lifetime. */
export default defineRule({
  id: 'excessive-clock-skew',
  summary: 'tokens accepted long after they expired',
  severity: 'warning',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [613],
  messages: {
    found: '{subject} allows clocks to differ by far more than they do ({setting}): {consequence}.',
  },
  remedy: 'Allow some seconds, at most a few minutes.',

  *check(model) {
    for (const found of tokenSettings(model, 'clock-skew')) yield { message: 'found', ...found };
  },
});
