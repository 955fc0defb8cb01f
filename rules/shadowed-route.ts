import { exampleNotes, label, listed, shadows } from '#model';
import { defineRule } from '#rule';

/** Of two routes that match one request the earlier answers; if that one is open, the guard of the other protects nothing. */
export default defineRule({
  id: 'shadowed-route',
  summary: 'an open route wins over a guarded one further down for the same request',
  severity: 'error',
  topic: 'coverage',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [288, 696],
  messages: {
    shadow: '{route} is open and answers all requests to {routes}, so the guard further down never runs.',
    guarded: '{route} is guarded, but never reached.',
  },
  remedy: 'Register the guarded route first, or narrow the path of the open one.',

  *check(model) {
    for (const { route, shadowed, confidence } of shadows(model)) {
      const also = exampleNotes(shadowed, 'guarded');
      const data = { route: label(route), routes: listed(shadowed) };
      yield { message: 'shadow', at: route.at, also, confidence, routes: [route, ...shadowed], key: '', data };
    }
  },
});
