import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { App } from '../nouns/scopes.ts';
import type { Step } from '../nouns/steps.ts';
import type { Swallowed } from '../nouns/ways-around.ts';
import { appOf, authenticates, stepOf } from './basics.ts';
import { errorHandlerReach, slottedHandlers } from './error-handlers.ts';
import { confidenceFor, strongest } from './evidence.ts';
import { ownSteps } from './flow.ts';

/** An error handler that gives the rejections of a guard a status that says something else. */
export interface SwallowedChallenge {
  readonly handler: Step;
  /** Null when it is not known. */
  readonly status: number | null;
  /** It runs the very handler that the rejection was to keep the caller from. */
  readonly served: boolean;
  readonly step: Step;
  readonly routes: readonly Route[];
  readonly confidence: Confidence;
}

/**
 * Guards that reject by an error, and what answers every error alike: an error handler, or a step around the guard that
 * catches. Of a guard that throws what is no HTTP error nothing better than 500 can be said, so only a success is a mistake
 * then.
 */
export function swallowedChallenges(model: Model): readonly SwallowedChallenge[] {
  const hidden = hiddenChallenges(model);
  const isHidden = (one: SwallowedChallenge) =>
    hidden.some(({ handler, step }) => handler === one.handler && step === one.step);
  return [...hidden, ...openedRoutes(model).filter((one) => !isHidden(one))];
}

/** Routes that are open because somebody makes an answer of this very rejection. */
function openedRoutes(model: Model): readonly SwallowedChallenge[] {
  const found = new Map<string, SwallowedChallenge & { readonly routes: Route[] }>();
  for (const route of model.routes) {
    const { swallowed } = route;
    if (!swallowed || (swallowed.served && isFreedByPath(model, route, swallowed))) continue;
    const { handler, step, status, served, sure } = swallowed;
    const key = `${handler} ${step} ${status} ${served}`;
    const known = found.get(key);
    if (known) known.routes.push(route);
    else
      found.set(key, {
        handler: stepOf(model, handler),
        step: stepOf(model, step),
        status,
        served,
        routes: [route],
        confidence: sure ? 'high' : 'medium',
      });
  }
  return [...found.values()];
}

/** The handler lets the same guard keep strangers from other paths: it frees this one on purpose. */
function isFreedByPath(model: Model, { path }: Route, { handler, step }: Swallowed): boolean {
  const kept = model.routes.filter(
    (other) => other.guard === step && !other.swallowed && other.chain.some((link) => link.step === handler),
  );
  return kept.length > 0 && kept.every((other) => other.path !== path);
}

function hiddenChallenges(model: Model): readonly SwallowedChallenge[] {
  return [...handlersBehind(model), ...handlersOfRoutes(model), ...catchersAround(model)].flatMap(
    ({ handler, caught, app }) => {
      const status = handler.answersWith;
      if (status === null || (status >= 300 && status < 500)) return [];
      const guards = new Map<Step, Route[]>();
      for (const route of caught) {
        // Who answers the rejections of a route with a success is told with the route.
        if (status < 300 && route.swallowed?.handler !== handler.id) continue;
        const guard = route.guard === null ? null : stepOf(model, route.guard);
        if (guard?.rejectsBy !== 'error' || !asks(guard)) continue;
        if (status >= 500 && (guard.status === null || guard.status >= 500)) continue;
        guards.set(guard, [...(guards.get(guard) ?? []), route]);
      }
      return [...guards].map(([step, routes]) => ({
        handler,
        status,
        served: false,
        step,
        routes,
        confidence: strongest(
          routes.map((route) => (app === null || appOf(model, route) === app ? confidenceFor(model, route) : 'low')),
        ),
      }));
    },
  );
}

/** A handler may ask for a credential by itself. */
function asks(step: Step): boolean {
  return authenticates(step) || (step.role === 'handler' && step.schemes.length > 0);
}

interface Answering {
  readonly handler: Step;
  readonly caught: readonly Route[];
  /** The app in which it was looked for; null where the routes themselves tell. */
  readonly app: App | null;
}

function handlersBehind(model: Model): readonly Answering[] {
  return model.apps.flatMap((app) =>
    [...errorHandlerReach(model, app), ...slottedHandlers(model, app)].map(({ step, caught }) => ({
      handler: step,
      caught: caught.filter((route) => !ownHandler(model, route)),
      app,
    })),
  );
}

/** Error handlers that a route has for itself: the first of them is asked. */
function handlersOfRoutes(model: Model): readonly Answering[] {
  return model.routes.flatMap((route) => {
    const handler = ownHandler(model, route);
    return handler ? [{ handler, caught: [route], app: null }] : [];
  });
}

function ownHandler(model: Model, route: Route): Step | undefined {
  const own = ownSteps(model, route).map((id) => stepOf(model, id));
  return own.find(({ handlesErrors, outcome }) => handlesErrors && outcome.none !== 'continues');
}

/** Steps that catch what a guard behind them throws; where there are several, the inner one has the first say. */
function catchersAround(model: Model): readonly Answering[] {
  const found = new Map<Step, Route[]>();
  for (const route of model.routes) {
    const guard = route.chain.findIndex(({ step }) => step === route.guard);
    const inner = route.chain
      .slice(0, Math.max(guard, 0))
      .map(({ step }) => stepOf(model, step))
      .findLast((step) => step.catches);
    if (inner) found.set(inner, [...(found.get(inner) ?? []), route]);
  }
  return [...found].map(([handler, caught]) => ({ handler, caught, app: null }));
}
