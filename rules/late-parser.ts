import { appOf, examples, isFullyKnown, label, lateRawBodies, unmetNeeds } from '#model';
import { defineRule } from '#rule';

/** What reads the body or the cookies of a request depends on the step that parses them. */
export default defineRule({
  id: 'late-parser',
  summary: 'a step reads a body or cookies that no earlier step has parsed',
  severity: 'error',
  topic: 'ordering',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [696],
  messages: {
    late: '{step} reads {what} before {provider} has parsed them: {consequence}.',
    missing: '{step} reads {what}, and nothing on the way to {route} parses them: {consequence}.',
    raw: '{step} needs the body as it was sent, and {provider} has parsed it before: the signature never matches.',
    provides: '{provider} parses here, too late.',
    parses: '{provider} parses here, too early.',
  },
  remedy: 'Install the parser above the step that reads; raw bodies are read above the parsers of the rest.',

  *check(model) {
    for (const what of ['cookies', 'body'] as const) {
      for (const { step, consequence, provider, routes, confidence } of unmetNeeds(model, what)) {
        const common = { at: step.at, key: `${what} ${step.name}` };
        if (provider) {
          const also = [{ at: provider.at, message: 'provides' as const, data: { provider: provider.name } }];
          const data = { step: step.name, what: words[what], provider: provider.name, consequence };
          yield { message: 'late', ...common, also, confidence, data };
        } else {
          const isKnown = routes.every((route) => isFullyKnown(model, appOf(model, route)));
          const data = { step: step.name, what: words[what], route: label(examples(routes)[0]!), consequence };
          yield { message: 'missing', ...common, confidence: isKnown ? confidence : 'low', data };
        }
      }
    }
    for (const { step, provider, confidence } of lateRawBodies(model)) {
      const also = [{ at: provider.at, message: 'parses' as const, data: { provider: provider.name } }];
      const data = { step: step.name, provider: provider.name };
      yield { message: 'raw', at: step.at, also, confidence, key: `raw ${step.name}`, data };
    }
  },
});

const words = { cookies: 'cookies', body: 'fields of the body' } as const;
