import { developmentOnly } from '#model';
import { defineRule } from '#rule';

/** To renew or to end a login it may be right to read a token that has just expired: those places are left alone. */
export default defineRule({
  id: 'ignored-expiration',
  summary: 'expired tokens accepted',
  severity: 'error',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [613],
  messages: {
    ignored: '{subject} does not look at the expiry ({setting}): {consequence}.',
  },
  remedy: 'Remove the setting; where clocks differ, allow a tolerance of some seconds instead.',

  *check(model) {
    for (const token of model.tokens) {
      if (token.purpose === 'refresh' || token.purpose === 'logout' || developmentOnly(token.conditions)) continue;
      for (const { kind, weight, at, text, consequence } of token.settings) {
        if (kind !== 'ignored-expiration') continue;
        yield {
          message: 'ignored',
          at,
          severity: weight,
          confidence: weight === 'error' ? 'high' : 'medium',
          key: token.subject,
          data: { subject: token.subject, setting: text, consequence },
        };
      }
    }
  },
});
