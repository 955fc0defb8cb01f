import { type Place, samePlace } from '#text';
import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { SchemeKind } from '../nouns/schemes.ts';
import type { Step } from '../nouns/steps.ts';
import { appOf, chainOf, guardOf, routesOf } from './basics.ts';
import { schemeKinds } from './cors.ts';
import { swallowedChallenges } from './errors.ts';
import { confidenceFor, isOpen, isOrdinary } from './evidence.ts';
import { deadExemptions } from './exemptions.ts';
import { isOwnStep } from './flow.ts';
import { leaksInto } from './order.ts';
import { remembered } from './remember.ts';

/** A route that hands out credentials, and the guard that demands them. */
export interface LockedLogin {
  readonly route: Route;
  readonly step: Step;
  readonly confidence: Confidence;
}

/** These show or carry what a login hands out; the others are ways to log in themselves. */
const handedOut: readonly SchemeKind[] = ['jwt', 'bearer', 'session'];
const lockable = ['login', 'registration', 'recovery'];

export const lockedLogins: (model: Model) => readonly LockedLogin[] = remembered((model: Model) =>
  model.routes.flatMap((route) => {
    const step = guardOf(model, route);
    if (!step || route.access !== 'authenticated' || !lockable.includes(route.purpose ?? '') || route.declaredPublic)
      return [];
    if (route.chain.at(-1)?.step === step.id || leaksInto(model, step, route)) return [];
    if (deadExemptions(model).some((dead) => dead.route?.id === route.id)) return [];
    const kinds = schemeKinds(model, step);
    if (kinds.length > 0 && !kinds.every((kind) => handedOut.includes(kind))) return [];
    if (isChosen(model, route, step) || isShown(route, step) || servesKnown(model, route, step)) return [];
    if (!isGeneralGuard(model, step)) return [];
    return [{ route, step, confidence: confidenceFor(model, route, lockConfidence(model, route, step, kinds)) }];
  }),
);

/**
 * Routes that are there to be probed, behind a guard of the app: a load balancer brings no credential. Where the guard is
 * written below the route and covers it all the same, the route was meant to be open.
 */
export const lockedProbes: (model: Model) => readonly LockedLogin[] = remembered((model: Model) =>
  model.routes.flatMap((route) => {
    const step = guardOf(model, route);
    if (!step || route.access !== 'authenticated' || route.purpose !== 'health' || route.declaredPublic) return [];
    if (isWithin(step.at, route.at) || leaksInto(model, step, route) || !isGeneralGuard(model, step)) return [];
    if (isAnsweredAllTheSame(model, route, step)) return [];
    const isBelow = step.at.file === route.at.file && step.at.start > route.at.end;
    return [{ route, step, confidence: confidenceFor(model, route, isBelow ? 'high' : 'medium') }];
  }),
);

/** What answers the guard's error tells the probe that all is well; that is a story of its own. */
function isAnsweredAllTheSame(model: Model, route: Route, step: Step): boolean {
  return swallowedChallenges(model).some(
    (one) => (one.status ?? 200) < 300 && one.step.id === step.id && one.routes.includes(route),
  );
}

function isWithin(inner: Place, outer: Place): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** It also guards an ordinary route: a login's own check of name and password guards nothing else. */
function isGeneralGuard(model: Model, step: Step): boolean {
  return model.routes.some((route) => {
    const guard = isOrdinary(route) ? guardOf(model, route) : null;
    return guard !== null && (guard.id === step.id || isSameGuard(guard, step));
  });
}

function isSameGuard(a: Step, b: Step): boolean {
  return samePlace(a.at, b.at) || isSameBody(a, b);
}

function isSameBody(a: Step, b: Step): boolean {
  return a.definedAt !== null && b.definedAt !== null && samePlace(a.definedAt, b.definedAt);
}

function lockConfidence(model: Model, route: Route, step: Step, kinds: readonly SchemeKind[]): Confidence {
  // The second stage of a login whose first is open may well ask who has passed that.
  if (routesOf(model, appOf(model, route)).some((other) => other.purpose === 'login' && isOpen(other))) return 'medium';
  return kinds.length > 0 || step.establishes.length > 0 ? 'high' : 'medium';
}

/** `GET /token` or `POST /tokens` that name their guard themselves: who is logged in is shown a token, or makes a further one. */
function isShown({ method, path, at }: Route, step: Step): boolean {
  return (method === 'GET' || /\/tokens$/i.test(path)) && isWithin(step.at, at);
}

/** Its handler serves whom the guard recognises: `POST /tokens` makes a further token for whoever is logged in. */
function servesKnown(model: Model, route: Route, step: Step): boolean {
  const chain = chainOf(model, route);
  const behind = chain.slice(chain.indexOf(step) + 1);
  const given = step.establishes.filter((name) => !behind.some(({ establishes }) => establishes.includes(name)));
  return behind.at(-1)?.reads.some((name) => given.includes(name)) ?? false;
}

/** An administrator who creates accounts, and whoever is logged in and has something confirmed. */
function isChosen(model: Model, route: Route, step: Step): boolean {
  return route.purpose !== 'login' && (isOwnStep(model, route, step) || step.requirements.length > 0);
}
