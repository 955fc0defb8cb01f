import { flawReports } from '#model';
import { defineRule } from '#rule';

/** A guard is read from the app before, or without, anything that puts it there: the route is open and nothing says so. */
export default defineRule({
  id: 'undefined-guard',
  summary: 'a hook is read from the app where it is not there yet, so the route has none',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [306, 665],
  messages: {
    undefined: '{subject} is undefined here: {consequence}.',
    further: '{text}',
  },
  remedy:
    'Await the plugin that defines it (and wrap that plugin with fastify-plugin), or register the route in a plugin behind it; in a list an undefined hook fails at start.',

  *check(model) {
    for (const found of flawReports(model, 'undefined')) yield { message: 'undefined', ...found, confidence: 'high' };
  },
});
