import {
  appAuthenticates,
  appComparison,
  commonMount,
  confidenceFor,
  exampleNotes,
  groupConfidence,
  isOrdinary,
  isUnprotected,
  label,
  listed,
  mutates,
  newlyOpen,
  openGroups,
  routesOf,
  unasked,
  verifiesSomewhere,
  weakest,
} from '#model';
import { defineRule } from '#rule';

/** Open routes that no more specific rule explains. How the rest of the app behaves decides how sure the rule is. */
export default defineRule({
  id: 'unauthenticated-route',
  summary: 'a route of an app that authenticates is open, and nothing says that it is meant to be',
  severity: 'warning',
  topic: 'coverage',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [306],
  messages: {
    open: '{route} is open to anonymous callers: {guarded} of {total} routes that {verb} data are guarded.',
    all: '{count} routes that belong together are open to anonymous callers, and none beside them is guarded: {routes}.',
    most: '{count} routes that {verb} data are open to anonymous callers, like most in this app ({guarded} of {total} are guarded): {routes}.',
    unprotected: 'Nothing in this app asks for a credential: all of its {count} routes are open.',
    opened: 'This change takes away what asked for a credential: anonymous callers reach {routes}.',
    route: '{route} is open.',
    assumed:
      'Nothing guards {route}, and its handler takes {subject} for granted: anonymous callers meet a TypeError, or worse.',
    member: '{subject} may be missing here.',
  },
  remedy: 'Put the guard of its neighbours in front of it, or declare it in `publicRoutes`.',

  *check(model) {
    for (const app of model.apps) {
      const opened = newlyOpen(model, app);
      if (opened.length > 0) {
        yield {
          message: 'opened',
          at: opened[0]!.at,
          routes: opened,
          key: 'opened',
          severity: 'error',
          also: exampleNotes(opened, 'route'),
          data: { routes: listed(opened) },
        };
      }
      if (app.detached) continue;
      const routes = routesOf(model, app);
      if (!appAuthenticates(model, app)) {
        // A site that only shows pages may well need nobody's name.
        const best = routes.some((route) => isOrdinary(route) && mutates(route)) ? 'high' : 'medium';
        const sure = verifiesSomewhere(model) ? 'low' : best;
        const confidence = weakest(routes.map((route) => confidenceFor(model, route, sure)));
        const common = { at: app.at, severity: 'info', confidence, key: app.framework } as const;
        const isSaid = isUnprotected(model, app) && routes.some(isOrdinary);
        if (isSaid) yield { message: 'unprotected', ...common, data: { count: routes.length } };
        continue;
      }
      for (const { route, assumes, confidence } of unasked(model, app)) {
        if (opened.includes(route)) continue;
        const { subject } = assumes;
        yield {
          message: 'assumed',
          at: route.at,
          routes: [route],
          key: 'assumed',
          confidence,
          also: [{ at: assumes.at, message: 'member', data: { subject } }],
          data: { route: label(route), subject },
        };
      }
      for (const together of openGroups(model, app)) {
        const { routes: group, is } = together;
        if (group.every((route) => opened.includes(route))) continue;
        const route = group.find(mutates) ?? group[0]!;
        const confidence = groupConfidence(model, together);
        const severity = mutates(route) && confidence === 'high' ? 'error' : 'warning';
        const common = { routes: group, key: '', severity, confidence } as const;
        const also = exampleNotes(group, 'route');
        const all = { count: group.length, routes: listed(group) };
        const verb = mutates(route) ? 'change' : 'read';
        const share = { ...appComparison(model, route), verb };
        if (is === 'whole')
          yield { message: 'all', at: commonMount(model, group) ?? route.at, ...common, also, data: all };
        else if (is === 'usual') yield { message: 'most', at: route.at, ...common, also, data: { ...all, ...share } };
        else yield { message: 'open', at: route.at, ...common, data: { route: label(route), ...share } };
      }
    }
  },
});
