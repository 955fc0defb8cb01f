import type { Confidence, Model, Route, Step } from '../model.ts';
import { appOf, authenticates, stepOf } from './basics.ts';
import { confidenceFor, strongest } from './evidence.ts';
import { errorHandlerReach } from './order.ts';

/** An error handler that gives the rejections of a guard a status that says something else. */
export interface SwallowedChallenge {
  readonly handler: Step;
  readonly status: number;
  readonly step: Step;
  readonly routes: readonly Route[];
  readonly confidence: Confidence;
}

/**
 * Guards that reject by an error, and the handler that answers every error alike. Of a guard that throws what is no HTTP
 * error nothing better than 500 can be said, so only a success is a mistake of the handler then.
 */
export function swallowedChallenges(model: Model): readonly SwallowedChallenge[] {
  return model.apps.flatMap((app) =>
    errorHandlerReach(model, app).flatMap(({ step: handler, caught }) => {
      const status = handler.answersWith;
      if (status === null || (status >= 300 && status < 500)) return [];
      const guards = new Map<Step, Route[]>();
      for (const route of caught) {
        const guard = route.guard === null ? null : stepOf(model, route.guard);
        if (guard?.rejectsBy !== 'error' || !authenticates(guard)) continue;
        if (status >= 500 && (guard.status === null || guard.status >= 500)) continue;
        guards.set(guard, [...(guards.get(guard) ?? []), route]);
      }
      return [...guards].map(([step, routes]) => ({
        handler,
        status,
        step,
        routes,
        confidence: strongest(
          routes.map((route) => (appOf(model, route) === app ? confidenceFor(model, route) : 'low')),
        ),
      }));
    }),
  );
}
