import { outdatedCredentials, tokenSettings } from '#model';
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
    passed: '{subject} has refused a token that has expired, and here its caller is let pass.',
  },
  remedy: 'Remove the setting; where clocks differ, allow a tolerance of some seconds instead.',

  *check(model) {
    for (const { token, ...found } of tokenSettings(model, 'ignored-expiration')) {
      if (token.purpose === 'refresh' || token.purpose === 'logout') continue;
      yield { message: 'ignored', ...found, key: token.subject };
    }
    for (const found of outdatedCredentials(model)) yield { message: 'passed', ...found };
  },
});
