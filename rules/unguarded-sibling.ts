import {
  grouped,
  indifferentHandlers,
  label,
  listed,
  mutates,
  openStory,
  siblingComparison,
  siblingConfidence,
} from '#model';
import { defineRule } from '#rule';

/** Consistency is the evidence: whoever guards all routes of a resource but one has hardly meant that one. */
export default defineRule({
  id: 'unguarded-sibling',
  summary: 'nearly all siblings of a route are guarded, this one is not',
  severity: 'warning',
  topic: 'coverage',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [306, 862],
  messages: {
    open: '{route} is open to anonymous callers, while {guarded} of {total} routes below {below} are guarded.',
    mounted: '{route} are open to anonymous callers, while {guarded} of {total} routes below {below} are guarded.',
    indifferent:
      '{route} gives whoever is logged in what the {names} names, and never looks at who that is; {asked} of {total} such handlers behind the same guard do.',
  },
  remedy: 'Give the route the guard of its siblings, or declare it in `publicRoutes`.',

  *check(model) {
    const open = model.routes.flatMap((route) => {
      const siblings = siblingComparison(model, route);
      return siblings && openStory(model, route) === 'sibling' ? [{ route, siblings }] : [];
    });
    // A router that is mounted twice has each of its routes twice.
    const mounts = grouped(open, ({ route: { at, method, path }, siblings: { guarded, total } }) =>
      [at.file, at.start, method, path.split('/').at(-1), guarded, total].join(' '),
    );
    for (const all of mounts.values()) {
      const { route, siblings } = all[0]!;
      const routes = all.map((one) => one.route);
      const severity = mutates(route) ? 'error' : 'warning';
      const confidence = siblingConfidence(model, route, siblings);
      const message = routes.length > 1 ? 'mounted' : 'open';
      const data = { route: listed(routes), ...siblings };
      yield { message, at: route.at, severity, confidence, routes, key: '', data };
    }
    for (const { route, names, asked, total } of indifferentHandlers(model)) {
      const data = { route: label(route), names: names.join(' or '), asked, total };
      yield {
        message: 'indifferent',
        at: route.at,
        severity: 'warning',
        confidence: 'medium',
        routes: [route],
        key: '',
        data,
      };
    }
  },
});
