import { switchedOn, weakest } from '#model';
import { defineRule } from '#rule';

/** Internals tell an attacker why an attempt failed. A bare message is often written for the client: it counts for less. */
export default defineRule({
  id: 'error-details',
  summary: 'the stack or inner reason of an error answered to clients outside development',
  severity: 'error',
  topic: 'disclosure',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [209, 497],
  messages: {
    told: 'Clients are told internals outside development too: {consequence}.',
  },
  remedy: 'Answer a status and a text of your own, log the error, and keep details to development.',

  *check(model) {
    for (const { disclosure, confidence } of switchedOn(model, 'stack', 'debug', 'error-message')) {
      const { kind, at, subject, consequence } = disclosure;
      const bare = kind === 'error-message';
      yield {
        message: 'told',
        at,
        severity: bare ? 'warning' : 'error',
        confidence: bare ? weakest([confidence, 'medium']) : confidence,
        key: `${kind} ${subject}`,
        data: { consequence },
      };
    }
  },
});
