import { developmentOnly } from '#model';
import { defineRule } from '#rule';

/** Units are the trap: the same digits mean seconds as a number and milliseconds as a string. */
export default defineRule({
  id: 'mistaken-lifetime',
  summary: 'tokens that expire at once, in decades or never',
  severity: 'warning',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [613],
  messages: {
    found: '{subject} gives tokens a lifetime that is not meant ({setting}): {consequence}.',
  },
  remedy: 'Give a duration with its unit, such as "15m", or a number of seconds.',

  *check(model) {
    for (const token of model.tokens) {
      if (developmentOnly(token.conditions)) continue;
      for (const { kind, weight, at, text, consequence } of token.settings) {
        if (kind !== 'lifetime') continue;
        yield {
          message: 'found',
          at,
          severity: weight,
          confidence: weight === 'error' ? 'high' : 'medium',
          key: `${token.subject} ${text}`,
          data: { subject: token.subject, setting: text, consequence },
        };
      }
    }
  },
});
