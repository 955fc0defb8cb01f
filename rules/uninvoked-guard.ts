import { flawsOf } from '#model';
import { defineRule } from '#rule';

/** A function stands where its result is needed, or has parameters that make the framework take it for something else. */
export default defineRule({
  id: 'uninvoked-guard',
  summary:
    'a factory, class or predicate passed where its result is needed, or a guard that is taken for an error handler',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [670, 306],
  messages: {
    uninvoked: '{subject} stands here without being called, but its result is needed: {consequence}.',
    arity: '{subject} never runs for an ordinary request: {consequence}.',
    further: '{text}',
  },
  remedy:
    'Call it and pass what it returns; turn extra parameters of a guard into parameters of a function that returns it.',

  *check(model) {
    for (const { flaw } of flawsOf(model, 'uninvoked', 'guard-arity')) {
      yield {
        message: flaw.kind === 'uninvoked' ? 'uninvoked' : 'arity',
        at: flaw.at,
        also: flaw.also.map(({ at, text }) => ({ at, message: 'further' as const, data: { text } })),
        key: flaw.subject,
        data: { subject: flaw.subject, consequence: flaw.consequence },
      };
    }
  },
});
