import { switchedOn } from '#model';
import { defineRule } from '#rule';

/** Logs are read by more people, and kept for longer, than the data that libraries hide in them by default. */
export default defineRule({
  id: 'pii-logging',
  summary: 'logging of personal data or tokens switched on outside development',
  severity: 'error',
  topic: 'disclosure',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [532, 359],
  messages: {
    logged: '{subject} is not kept to development: {consequence}.',
  },
  remedy: 'Remove the setting, or switch it on in development only.',

  *check(model) {
    for (const { disclosure, confidence } of switchedOn(model, 'personal-data-log')) {
      const { at, subject, consequence } = disclosure;
      yield { message: 'logged', at, confidence, key: subject, data: { subject, consequence } };
    }
  },
});
