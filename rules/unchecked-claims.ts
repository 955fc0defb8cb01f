import { tokenSettings } from '#model';
import { defineRule } from '#rule';

/** A key that signs for many applications says nothing about which of them a token is meant for. */
export default defineRule({
  id: 'unchecked-claims',
  summary: 'issuer and audience of tokens not checked where the keys are shared',
  severity: 'warning',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [345, 1390],
  messages: {
    found: '{subject} does not check for whom a token was issued ({setting}): {consequence}.',
  },
  remedy: 'Name the expected issuer and audience, and refuse to start without them.',

  *check(model) {
    for (const found of tokenSettings(model, 'unchecked-claims')) yield { message: 'found', ...found };
  },
});
