import { developmentOnly } from '#model';
import { defineRule } from '#rule';

/** Whether a missing list of algorithms is dangerous depends on the installed version and the key: the model weighs it. */
export default defineRule({
  id: 'unsigned-token',
  summary: 'tokens accepted without a signature, or with one that their sender chose',
  severity: 'error',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [347, 327],
  messages: {
    unsigned: '{subject} does not insist on a signature: {consequence}.',
    unpinned: '{subject} does not pin the algorithms: {consequence}.',
  },
  remedy: 'Name exactly the algorithms that you sign with, and never `none`.',

  *check(model) {
    for (const token of model.tokens) {
      if (developmentOnly(token.conditions)) continue;
      for (const { kind, weight, at, consequence } of token.settings) {
        if (kind !== 'unsigned' && kind !== 'missing-algorithms') continue;
        yield {
          message: kind === 'unsigned' ? 'unsigned' : 'unpinned',
          at,
          severity: weight,
          confidence: weight === 'error' ? 'high' : 'medium',
          key: `${token.subject} ${kind}`,
          data: { subject: token.subject, consequence },
        };
      }
    }
  },
});
