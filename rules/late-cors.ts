import {
  confidenceFor,
  coveredBy,
  enclosedCors,
  exampleNotes,
  isOpen,
  label,
  lateCors,
  listed,
  mutates,
  partialCors,
  strongest,
  unansweredCors,
} from '#model';
import { defineRule } from '#rule';

/** The preflight passes and the browser sends the request, but its answer lacks the header and is thrown away; or the reverse. */
export default defineRule({
  id: 'late-cors',
  summary: 'CORS installed where routes have already answered, or where no preflight reaches it',
  severity: 'error',
  topic: 'ordering',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [696],
  messages: {
    late: '{cors} runs too late for {routes}: the answer has no CORS headers, and browsers withhold it from other origins.',
    enclosed:
      '{cors} ends with the context of its plugin: it answers the preflights of {routes}, whose own answers have no CORS headers, so that browsers withhold them.',
    partial:
      '{cors} runs for {route} but not for its preflight, which is answered without CORS headers: browsers never send the request.',
    unanswered:
      'OPTIONS requests are handed to the app here, and no CORS step stands on its routes: preflights of {routes} are answered without CORS headers.',
    missed: '{route} has answered by then.',
    outside: '{route} is outside of the context.',
    app: 'The app is made here.',
  },
  remedy: 'Install the CORS step above all routes, on the app; it answers preflights by itself.',

  *check(model) {
    for (const { step, routes } of lateCors(model)) {
      const idle = coveredBy(model, step).length === 0;
      const affected = routes.filter((route) => idle || !isOpen(route) || mutates(route));
      if (affected.length === 0) continue;
      const confidence = strongest(affected.map((route) => confidenceFor(model, route)));
      const also = exampleNotes(affected, 'missed');
      const data = { cors: step.name, routes: listed(affected) };
      yield { message: 'late', at: step.at, also, confidence, key: step.name, data };
    }
    for (const { step, routes } of enclosedCors(model)) {
      const confidence = strongest(routes.map((route) => confidenceFor(model, route)));
      const also = exampleNotes(routes, 'outside');
      const data = { cors: step.name, routes: listed(routes) };
      yield { message: 'enclosed', at: step.at, also, confidence, key: step.name, data };
    }
    for (const { step, route, confidence } of partialCors(model)) {
      const data = { cors: step.name, route: label(route) };
      yield { message: 'partial', at: step.at, severity: 'warning', confidence, routes: [route], key: step.name, data };
    }
    // Who exports it for nothing, and who has CORS elsewhere, looks the same.
    for (const { app, at, routes } of unansweredCors(model)) {
      const also = [{ at: app.at, message: 'app' as const }];
      const data = { routes: listed(routes) };
      yield { message: 'unanswered', at, severity: 'info', confidence: 'low', also, routes, key: 'unanswered', data };
    }
  },
});
