import { exampleNotes, examples, grouped, label, lateGuards, listed } from '#model';
import { defineRule } from '#rule';

/**
 * A sequential framework runs steps in the order in which they were installed, so that an authenticating step below a
 * route never sees its requests. In phased ones only such steps are late as the framework refuses, ignores or runs when the
 * answer has left.
 * One late step is one story: it is told at the route when it misses one, at the step when it misses several or never runs.
 */
export default defineRule({
  id: 'late-authentication',
  summary: 'authentication installed where the route it should protect has already answered',
  severity: 'error',
  topic: 'ordering',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [306, 696],
  messages: {
    unprotected: '{route} answers before {step} has run, so anonymous callers are served.',
    unprotecting: '{step} runs too late for {count} routes, which serve anonymous callers: {routes}.',
    missing: '{step} runs too late for {route}, which serves anonymous callers.',
    withholding:
      '{step} only withholds what {routes} has answered: the handler has run by then, and what it did for anonymous callers stays done.',
    handled: 'The handler of {route} runs for everybody.',
    late: '{step} is installed here, too late for the route.',
    missed: '{route} has answered by then.',
  },
  remedy: 'Install the step above the routes and mounts that it should protect, or on the routes themselves.',

  *check(model) {
    for (const { step, how, misses } of lateGuards(model)) {
      for (const [confidence, group] of grouped(misses, (miss) => miss.confidence)) {
        const routes = group.map((miss) => miss.route);
        const [route, second] = examples(routes);
        if (!route) continue;
        if (how === 'replaced') {
          const also = exampleNotes(routes, 'handled');
          const data = { step: step.name, routes: listed(routes) };
          yield { message: 'withholding', at: step.at, also, confidence, routes, key: step.name, data };
        } else if (second) {
          const count = new Set(routes.map(label)).size;
          const also = exampleNotes(routes, 'missed');
          const data = { step: step.name, count, routes: listed(routes) };
          yield { message: 'unprotecting', at: step.at, also, confidence, routes, key: step.name, data };
        } else if (how === 'missed') {
          const also = [{ at: route.at, message: 'missed' as const, data: { route: label(route) } }];
          const data = { step: step.name, route: label(route) };
          yield { message: 'missing', at: step.at, also, confidence, routes, key: step.name, data };
        } else {
          const also = [{ at: step.at, message: 'late' as const, data: { step: step.name } }];
          const data = { route: label(route), step: step.name };
          yield { message: 'unprotected', at: route.at, also, confidence, routes, key: step.name, data };
        }
      }
    }
  },
});
