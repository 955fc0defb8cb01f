import { exampleNotes, listed, listedNames, undefinedSchemes, unenforcedDemands } from '#model';
import { defineRule } from '#rule';

/** Documentation enforces nothing: it tells readers what to send, and API explorers what to ask for. */
export default defineRule({
  id: 'unenforced-scheme',
  summary: 'documentation demands a scheme that nothing enforces, or one that it does not define',
  severity: 'error',
  topic: 'schemes',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [306, 1059],
  messages: {
    open: 'The documentation says that {routes} demand "{name}", but nothing on the way asks for it: anonymous callers are served.',
    unknown:
      'The documentation demands "{name}" and does not define it: API explorers send no credentials to {routes}.',
    others: 'The documentation demands "{name}" and defines {known}: API explorers send no credentials to {routes}.',
    demanded: '"{name}" is demanded here, too.',
    route: '{route} is open.',
  },
  remedy: 'Install the guard that the documentation speaks of, and use the name under which it defines the scheme.',

  *check(model) {
    for (const { at, name, routes, confidence } of unenforcedDemands(model)) {
      const also = exampleNotes(routes, 'route');
      yield { message: 'open', at, also, confidence, routes, key: name, data: { name, routes: listed(routes) } };
    }
    const known = listedNames(model.documentedSchemes ?? []);
    for (const { name, places, routes } of undefinedSchemes(model)) {
      const [at, ...others] = places;
      const also = others.slice(0, 3).map((one) => ({ at: one, message: 'demanded' as const, data: { name } }));
      const data = { name, routes: listed(routes), known };
      const message = known === '' ? 'unknown' : 'others';
      yield { message, at: at!, also, severity: 'warning', confidence: 'high', routes, key: `undefined ${name}`, data };
    }
  },
});
