import { label, openInsides } from '#model';
import { defineRule } from '#rule';

/** Pages for those who run the server, served to those who attack it. */
export default defineRule({
  id: 'exposed-internals',
  summary: 'a console, status page or API explorer that a library serves is open to everybody',
  severity: 'warning',
  topic: 'disclosure',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [306, 497],
  messages: {
    console: '{subject} at {route} is open to anonymous callers: {why}.',
    docs: '{subject} at {route} tells anonymous callers of all operations of this server.',
  },
  remedy: 'Put a guard in front of it, serve it in development only, or declare it in `publicRoutes`.',

  *check(model) {
    for (const { routes, page, confidence } of openInsides(model)) {
      const [route] = routes;
      const data = { subject: page.library!.package, route: label(route) };
      const common = { at: route.at, routes, confidence, key: page.library!.package } as const;
      if (route.purpose === 'docs') yield { message: 'docs', ...common, data };
      else yield { message: 'console', ...common, data: { ...data, why: page.why } };
    }
  },
});
