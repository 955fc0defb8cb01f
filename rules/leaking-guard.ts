import { exampleNotes, leakingGuards, listed, rejection } from '#model';
import { defineRule } from '#rule';

/** A guard without a path runs for every request that enters its router, also for those that only pass through. */
export default defineRule({
  id: 'leaking-guard',
  summary: 'a pathless guard in a router at a shared prefix locks routes outside of it',
  severity: 'warning',
  topic: 'coverage',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [696],
  messages: {
    locked:
      '{step} also runs for what its router or plugin does not serve, so {routes} cannot be reached without credentials: {rejection}.',
    doubled:
      '{step} also runs for what its router or plugin does not serve: {routes} must pass it before their own guard.',
    passed: '{route} is served elsewhere.',
  },
  remedy:
    'Give the router a path prefix of its own, or put the guard on its routes; an extension of a hapi plugin needs `sandbox: "plugin"`.',

  *check(model) {
    for (const { step, confidence, locked, doubled } of leakingGuards(model)) {
      const routes = locked.length > 0 ? locked : doubled;
      const also = exampleNotes(routes, 'passed');
      const common = { at: step.at, also, confidence, key: step.name };
      const data = { step: step.name, routes: listed(routes) };
      if (locked.length > 0) yield { message: 'locked', ...common, data: { ...data, rejection: rejection(step) } };
      else yield { message: 'doubled', ...common, data };
    }
  },
});
