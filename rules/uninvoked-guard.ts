import { flawReports } from '#model';
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
    for (const found of flawReports(model, 'uninvoked')) yield { message: 'uninvoked', ...found, confidence: 'high' };
    for (const found of flawReports(model, 'guard-arity')) yield { message: 'arity', ...found, confidence: 'high' };
  },
});
