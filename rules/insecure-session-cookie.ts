import { weaknessesOf } from '#model';
import { defineRule } from '#rule';

/** Whoever has the cookie is the user. */
export default defineRule({
  id: 'insecure-session-cookie',
  summary: 'flags that expose the cookie of a session',
  severity: 'warning',
  topic: 'sessions',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [614, 1004, 1275],
  messages: {
    found: '{subject} sets its cookie without protection ({setting}): {consequence}.',
  },
  remedy: 'Set httpOnly, secure and sameSite; behind a proxy that ends TLS, let the server trust it.',

  *check(model) {
    for (const found of weaknessesOf(model, 'session-cookie')) yield { message: 'found', ...found };
  },
});
