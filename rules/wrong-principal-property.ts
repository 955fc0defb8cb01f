import { misreadPrincipals } from '#model';
import { defineRule } from '#rule';

/** Libraries leave the caller under different names, and some have changed the name between versions. */
export default defineRule({
  id: 'wrong-principal-property',
  summary: 'code that reads the caller from a property that the guard before it does not fill',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [628],
  messages: {
    wrong:
      '{step} reads the caller from request.{name}, but {guard} leaves it on request.{given}: it is undefined here.',
    guard: '{guard} leaves the caller on request.{given}.',
  },
  remedy: 'Read the property that the guard fills, or tell the guard to fill the one that is read.',

  *check(model) {
    for (const { route, step, name, guard, given } of misreadPrincipals(model)) {
      yield {
        message: 'wrong',
        at: step.at,
        also: [{ at: guard.at, message: 'guard', data: { guard: guard.name, given } }],
        routes: [route],
        key: name,
        data: { step: step.name, name, guard: guard.name, given },
      };
    }
  },
});
