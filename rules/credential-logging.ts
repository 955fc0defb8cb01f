import { switchedOn } from '#model';
import { defineRule } from '#rule';

/** What lets its reader in must not lie where more people read, and for longer, than on the way to the server. */
export default defineRule({
  id: 'credential-logging',
  summary: 'tokens, passwords or all headers of a request written to the log',
  severity: 'warning',
  topic: 'disclosure',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [532, 522],
  messages: {
    logged: 'Credentials reach the log: it holds {consequence}.',
  },
  remedy: 'Write down who called, not with what: leave the headers out, or name them in the redaction of the logger.',

  *check(model) {
    for (const { disclosure, confidence } of switchedOn(model, 'credential-log')) {
      const { at, subject, consequence } = disclosure;
      yield { message: 'logged', at, confidence, key: subject, data: { consequence } };
    }
  },
});
