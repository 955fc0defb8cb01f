import { flawReports } from '#model';
import { defineRule } from '#rule';

/** A function stands where its result is needed, or where the framework takes it for something else or passes it over. */
export default defineRule({
  id: 'uninvoked-guard',
  summary: 'a factory, class or predicate passed where its result is needed, or a guard that the framework never asks',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [670, 306],
  messages: {
    uninvoked: '{subject} stands here without being called, but its result is needed: {consequence}.',
    unasked: '{subject} is never asked here: {consequence}.',
    arity: '{subject} never runs for an ordinary request: {consequence}.',
    further: '{text}',
  },
  remedy:
    'Call it and pass what it returns; turn extra parameters of a guard into parameters of a function that returns it; ask for the guards of fields with `fieldResolverEnhancers`.',

  *check(model) {
    for (const found of flawReports(model, 'uninvoked')) yield { message: 'uninvoked', ...found, confidence: 'high' };
    for (const found of flawReports(model, 'guard-arity')) yield { message: 'arity', ...found, confidence: 'high' };
    for (const found of flawReports(model, 'unasked')) yield { message: 'unasked', ...found, confidence: 'high' };
  },
});
