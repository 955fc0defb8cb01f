import { bypasses, label } from '#model';
import { defineRule } from '#rule';

const spelling = {
  case: 'the test heeds upper and lower case, the router does not',
  query: 'the test also sees the query string, the router does not',
  slash: 'the test heeds a slash at the end, the router does not',
  parameter: 'the test finds its text in what callers write for a parameter',
  encoded: 'the test sees the path as it was sent, the router decodes it',
};

/** A guard that tests the URL by itself and differs from the router protects one spelling of the route only. */
export default defineRule({
  id: 'case-bypassable-guard',
  summary: 'protection decided by a test of the URL that is stricter than the router',
  severity: 'error',
  topic: 'coverage',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [178, 288],
  messages: {
    bypass: '{path} reaches {route} without {step}: {spelling}.',
    guard: '{step} is installed here.',
  },
  remedy: 'Let the router decide: mount the guard on the path instead of testing the URL inside it.',

  *check(model) {
    for (const { step, bypass, route, confidence } of bypasses(model)) {
      const data = { path: bypass.path, route: label(route), step: step.name, spelling: spelling[bypass.kind] };
      const also = [{ at: step.at, message: 'guard' as const, data: { step: step.name } }];
      yield { message: 'bypass', at: bypass.at, also, confidence, key: step.name, data };
    }
  },
});
