import { guardedCors, label, rejection } from '#model';
import { defineRule } from '#rule';

/** A browser asks with OPTIONS and without credentials before it sends any: whoever rejects that question locks it out. */
export default defineRule({
  id: 'cors-after-authentication',
  summary: 'a preflight meets a rejecting step before the CORS answer',
  severity: 'error',
  topic: 'ordering',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [696],
  messages: {
    rejected:
      '{cors} is installed behind {guard}: a preflight is {rejection}, and no browser can call {route} from another origin.',
    bare: '{cors} is installed behind {guard}: a caller who is {rejection} gets no CORS headers, so a browser shows a CORS error instead.',
    guard: '{guard} rejects the preflight here.',
    challenge: '{guard} rejects here.',
  },
  remedy: 'Install the CORS step above the authenticating step; it answers preflights by itself.',

  *check(model) {
    for (const { guard, cors, routes, confidence, preflight } of guardedCors(model)) {
      const data = { cors: cors.name, guard: guard.name, rejection: rejection(guard) };
      const common = { at: cors.at, confidence, key: `${guard.name} ${cors.name}` };
      if (preflight) {
        const also = [{ at: guard.at, message: 'guard' as const, data: { guard: guard.name } }];
        yield { message: 'rejected', ...common, also, data: { ...data, route: label(routes[0]!) } };
      } else {
        const also = [{ at: guard.at, message: 'challenge' as const, data: { guard: guard.name } }];
        yield { message: 'bare', ...common, also, severity: 'warning', data };
      }
    }
  },
});
