import { exampleNotes, examples, grouped, label, listed, lockedLogins, lockedProbes, rejection } from '#model';
import { defineRule } from '#rule';

/** Nobody can present credentials at the place where they are to be had. */
export default defineRule({
  id: 'authentication-on-login',
  summary: 'a route that exists to obtain credentials, or to be probed, is behind a step that demands them',
  severity: 'error',
  topic: 'login',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [696],
  messages: {
    locked: '{route} is behind {step}: whoever has no credentials yet is {rejection} and can never obtain any.',
    locking:
      '{step} stands before {count} routes that exist to obtain credentials: {routes}. Whoever has none yet is {rejection}.',
    probe: '{route} is behind {step}: a probe brings no credentials and is {rejection}.',
    guard: '{step} is installed here.',
    route: '{route} is behind it.',
  },
  remedy: 'Register the route above the guard, or exempt its full path from it.',

  *check(model) {
    for (const { route, step, confidence } of lockedProbes(model)) {
      const also = [{ at: step.at, message: 'guard' as const, data: { step: step.name } }];
      const data = { route: label(route), step: step.name, rejection: rejection(step) };
      yield { message: 'probe', at: route.at, also, confidence, routes: [route], key: step.name, data };
    }
    for (const [step, logins] of grouped(lockedLogins(model), (login) => login.step)) {
      for (const [confidence, group] of grouped(logins, (login) => login.confidence)) {
        const routes = group.map((login) => login.route);
        const [route, second] = examples(routes);
        if (!route) continue;
        const common = { step: step.name, rejection: rejection(step) };
        if (second) {
          const also = exampleNotes(routes, 'route');
          const data = { ...common, count: routes.length, routes: listed(routes) };
          yield { message: 'locking', at: step.at, also, confidence, routes, key: step.name, data };
        } else {
          const also = [{ at: step.at, message: 'guard' as const, data: { step: step.name } }];
          yield {
            message: 'locked',
            at: route.at,
            also,
            confidence,
            routes,
            key: step.name,
            data: { ...common, route: label(route) },
          };
        }
      }
    }
  },
});
