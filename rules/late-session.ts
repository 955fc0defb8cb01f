import { appOf, examples, grouped, isFullyKnown, label, schemeKinds, type UnmetNeed, unmetNeeds } from '#model';
import { defineRule } from '#rule';

const tokens = new Set(['jwt', 'bearer', 'basic', 'api-key']);

/** What restores or stores a session needs the session: a later one comes too late. */
export default defineRule({
  id: 'late-session',
  summary: 'session or principal restoration runs before the session exists, or without any',
  severity: 'error',
  topic: 'ordering',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [696],
  messages: {
    late: '{step} runs before {provider} has made the session: {consequence}.',
    outrun: '{provider} makes the session only after {count} steps have needed it: {consequence}.',
    missing: '{step} needs a session and nothing on the way to {route} makes one: {consequence}.',
    provides: '{provider} makes the session here, too late.',
    needs: '{step} needs the session here.',
  },
  remedy: 'Install the session step first, then what restores the principal from it, then the routes.',

  *check(model) {
    // A token scheme has no business with sessions at all: `stateful-token-scheme` tells that story.
    const unmet = unmetNeeds(model, 'session').filter(
      ({ step }) => !schemeKinds(model, step).some((kind) => tokens.has(kind)),
    );
    for (const [provider, needs] of grouped(unmet, (need) => need.provider)) {
      const [first] = needs as [UnmetNeed, ...UnmetNeed[]];
      if (provider && needs.length > 1) {
        const also = needs
          .slice(0, 5)
          .map(({ step }) => ({ at: step.at, message: 'needs' as const, data: { step: step.name } }));
        const data = { provider: provider.name, count: needs.length, consequence: first.consequence };
        yield { message: 'outrun', at: provider.at, also, confidence: first.confidence, key: provider.name, data };
        continue;
      }
      for (const { step, consequence, routes, confidence } of needs) {
        const common = { at: step.at, key: step.name };
        if (provider) {
          const also = [{ at: provider.at, message: 'provides' as const, data: { provider: provider.name } }];
          const data = { step: step.name, provider: provider.name, consequence };
          yield { message: 'late', ...common, also, confidence, data };
        } else if (step.role !== 'handler') {
          const known = routes.every((route) => isFullyKnown(model, appOf(model, route)));
          const data = { step: step.name, route: label(examples(routes)[0]!), consequence };
          yield { message: 'missing', ...common, confidence: known ? confidence : 'low', data };
        }
      }
    }
  },
});
