import { label, undeclaredParameters } from '#model';
import { defineRule } from '#rule';

/** A parameter that no path has is undefined for everybody: what is tested with it is decided before anyone asks. */
export default defineRule({
  id: 'undeclared-parameter',
  summary: 'a route parameter is read that no path leading there has, so that it is undefined for everybody',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [457, 570],
  messages: {
    one: "{route} has no parameter '{name}': what is read here is undefined for everybody.",
    hidden:
      "'{name}' is a parameter of a path that the step here does not see: what is read is undefined for everybody.",
    many: "None of the {count} routes that lead here has a parameter '{name}': what is read is undefined for everybody.",
  },
  remedy: 'Read the parameter by the name that the path gives it, or read the value from where it is sent.',

  *check(model) {
    for (const { name, at, routes, isHidden } of undeclaredParameters(model)) {
      const found = { at, routes, confidence: 'high', key: name } as const;
      const [route, ...others] = routes;
      if (isHidden) yield { message: 'hidden', ...found, data: { name } };
      else if (others.length > 0) yield { message: 'many', ...found, data: { name, count: routes.length } };
      else yield { message: 'one', ...found, data: { name, route: label(route!) } };
    }
  },
});
