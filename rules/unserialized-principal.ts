import { unserializedPrincipals } from '#model';
import { defineRule } from '#rule';

/** A login that is kept in the session needs to be told what to keep, and how to find the principal again. */
export default defineRule({
  id: 'unserialized-principal',
  summary: 'principals kept in sessions without saying how they are stored or found again',
  severity: 'error',
  topic: 'sessions',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [1188],
  messages: {
    serialize:
      'A login keeps its principal in the session, and nothing says what to store: every login is answered 500.',
    deserialize:
      'A login keeps its principal in the session, and nothing says how to find it again: every request after a login is answered 500.',
  },
  remedy: 'Register a serializer and a deserializer, or pass session: false where each request brings a token.',

  *check(model) {
    for (const { at, names, direction, confidence } of unserializedPrincipals(model)) {
      yield { message: direction, at, confidence, key: `${direction} ${names.join()}` };
    }
  },
});
