import { confidenceFor, enclosedGuards, label, scopeOf, strongest } from '#model';
import { defineRule } from '#rule';

/** A guard is installed in a context of its own that holds no route, so it protects nothing. */
export default defineRule({
  id: 'encapsulated-authentication',
  summary:
    'an authenticating step is enclosed in a plugin or router without routes, so those it was meant for are open',
  severity: 'error',
  topic: 'coverage',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [306, 696],
  messages: {
    enclosed:
      '{guard} covers no route: what installs it has a context of its own, without routes, and {routes} {verb} open.',
    context: 'This has a context of its own.',
  },
  remedy:
    'Install it where the routes are: on the app, in their own plugin or router, or in a plugin that fastify-plugin opens.',

  *check(model) {
    for (const { step, scope, open } of enclosedGuards(model)) {
      const rest = open.length - 2;
      const named = open.slice(0, 2).map(label);
      const routes = rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(' and ');
      yield {
        message: 'enclosed',
        at: step.at,
        confidence: strongest(open.map((route) => confidenceFor(model, route))),
        also: [{ at: scopeOf(model, scope).at, message: 'context' as const }],
        key: step.name,
        data: { guard: step.name, routes, verb: open.length === 1 ? 'is' : 'are' },
      };
    }
  },
});
