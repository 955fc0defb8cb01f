import { confidenceFor, enclosedHandlers, errorHandlerReach, exampleNotes, listed, mayFail, strongest } from '#model';
import { defineRule } from '#rule';

/** An error looks for handlers further down only, in its own scope and in those around it. */
export default defineRule({
  id: 'misplaced-error-handler',
  summary: 'an error handler that errors do not reach: wrong parameters, above the routes, or in another scope',
  severity: 'error',
  topic: 'errors',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [696, 755],
  messages: {
    arity: 'This is {subject}: {consequence}.',
    unreached: '{step} stands where no error reaches it: errors of {routes} are answered by the framework instead.',
    bypassed: 'Errors of {routes} pass {step}, which is installed above, and are answered by the framework instead.',
    missed: 'An error of {route} does not reach the handler.',
  },
  remedy: 'Give the error handler all its parameters and install it on the app, below all routes.',
  mends: true,

  *check(model) {
    for (const { flaws, definedAt, at, confidence } of model.steps) {
      for (const { subject, consequence } of flaws.filter(({ kind }) => kind === 'error-arity')) {
        const change = { kind: 'parameter' as const, at: definedAt ?? at, text: '_next' };
        const fix = { title: 'Add the fourth parameter', safe: true, changes: [change] };
        yield { message: 'arity', at: definedAt ?? at, confidence, fix, key: subject, data: { subject, consequence } };
      }
    }
    for (const app of model.apps) {
      for (const { step, caught, missed, isForStep } of [
        ...errorHandlerReach(model, app),
        ...enclosedHandlers(model, app),
      ]) {
        const isUnreached = caught.length === 0 && !isForStep;
        const routes = caught.length === 0 ? missed : missed.filter((route) => mayFail(model, route));
        if (routes.length === 0) continue;
        const best = isUnreached ? 'high' : 'medium';
        const confidence = strongest(routes.map((route) => confidenceFor(model, route, best)));
        const also = exampleNotes(routes, 'missed');
        const message = isUnreached ? 'unreached' : 'bypassed';
        yield {
          message,
          at: step.at,
          also,
          confidence,
          key: step.name,
          data: { step: step.name, routes: listed(routes) },
        };
      }
    }
  },
});
