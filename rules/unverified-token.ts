import { countedUnverified, trustedUnverified } from '#model';
import { defineRule } from '#rule';

/** Decoding reads what a sender wrote: fine behind a step that verified it, or to look up a key by its id. */
export default defineRule({
  id: 'unverified-token',
  summary: 'a token that is decoded but never verified decides',
  severity: 'error',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [347, 345],
  messages: {
    decoded: '{subject} only reads a credential that nothing verifies: a forged one is accepted.',
    taken: '{subject} takes a forged credential for a genuine one.',
    counted:
      'Requests are counted by what {subject} reads from a token that nothing verifies: who makes up another one each time is never stopped.',
    further: '{text}',
  },
  remedy: 'Verify the signature with the expected algorithm before anything in the token is trusted.',

  *check(model) {
    for (const { at, subject, also, confidence } of trustedUnverified(model)) {
      yield {
        message: also.length > 0 ? 'taken' : 'decoded',
        at,
        also: also.map((one) => ({ at: one.at, message: 'further' as const, data: { text: one.text } })),
        confidence,
        key: subject,
        data: { subject },
      };
    }
    for (const { at, subject, also, confidence } of countedUnverified(model)) {
      yield {
        message: 'counted',
        at,
        also: also.map((one) => ({ at: one.at, message: 'further' as const, data: { text: one.text } })),
        confidence,
        key: `${subject} of a limit`,
        data: { subject },
      };
    }
  },
});
