import { samePlace } from '#text';
import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { App } from '../nouns/scopes.ts';
import type { Assumption } from '../nouns/steps.ts';
import { appAuthenticates, appOf, chainOf, developmentOnly, meantToBeOpen, routesOf, stepOf } from './basics.ts';
import {
  confidenceFor,
  confidenceIfOpen,
  grouped,
  isOpen,
  isOrdinary,
  isRootPage,
  mutates,
  rejectsAnonymous,
} from './evidence.ts';
import { isOptional, liesBelow, resourceOf, routesAround, stepsOf } from './flow.ts';
import { lateGuards } from './order.ts';
import { pathGaps } from './paths.ts';
import { remembered } from './remember.ts';

/** How many of the routes that can be compared with a route are guarded. */
export interface Comparison {
  readonly guarded: number;
  readonly total: number;
  /** The path below which they lie; empty for the whole app. */
  readonly below: string;
}

/** A route and those around it: of the same resource, and of the same kind, reading or changing. */
export function siblingComparison(model: Model, route: Route): Comparison | null {
  const around = routesAround(model, route).filter(isComparable);
  if (around.length === 0) return null;
  const alike = around.filter((other) => mutates(other) === mutates(route));
  // Who may not change a thing may often read it, but hardly the other way round.
  return counted(alike.length > 3 || !mutates(route) ? alike : around, resourceOf(route.path));
}

/** A route and all others of its app that read, or change, as it does. */
export function appComparison(model: Model, route: Route): Comparison {
  return appComparisons(model).get(`${route.app} ${mutates(route)}`) ?? { guarded: 0, total: 0, below: '' };
}

const appComparisons = remembered((model: Model) => {
  const kinds = grouped(model.routes.filter(isComparable), (route) => `${route.app} ${mutates(route)}`);
  return new Map([...kinds].map(([kind, routes]) => [kind, counted(routes, '')]));
});

function isComparable(route: Route): boolean {
  return isOrdinary(route) && !isRootPage(route) && route.access !== 'unknown';
}

function counted(routes: readonly Route[], below: string): Comparison {
  return { guarded: routes.filter((route) => route.access === 'authenticated').length, total: routes.length, below };
}

/** Nearly all of them are guarded: at least three, and three quarters of the others. */
function nearlyAllGuarded({ guarded, total }: Comparison): boolean {
  return guarded >= 3 && guarded / (total - 1) >= 0.75;
}

/** An open route that reads takes more to be an oversight than one that changes something. */
export function siblingConfidence(model: Model, route: Route, { guarded, total }: Comparison): Confidence {
  if (isOptional(model, route)) return 'low';
  const certain = mutates(route) || (guarded >= 4 && guarded / (total - 1) >= 0.9);
  return confidenceIfOpen(model, route, certain ? 'high' : 'medium');
}

/** Its siblings are guarded by steps on a path of their own: nobody has forgotten a step where this one was written. */
function isLeftOpen(model: Model, route: Route): boolean {
  const guarded = routesAround(model, route).filter(({ guard }) => guard !== null);
  const placements = stepsOf(model, model.apps[route.app]!).filter(({ prefix }) => prefix === '');
  return guarded.every(({ guard }) =>
    placements.some(({ entry: { step, pattern } }) => {
      if (step !== guard || pattern.kind !== 'prefix' || !pattern.regex) return false;
      const regex = new RegExp(pattern.regex.source, pattern.regex.flags);
      return !route.samples.some((sample) => regex.test(sample));
    }),
  );
}

/** Those around it are guarded by steps on paths of their own, which leave it out. */
export function isBesideGuardedPaths(model: Model, route: Route): boolean {
  return routesAround(model, route).some(({ guard }) => guard !== null) && isLeftOpen(model, route);
}

/**
 * Which story an open, ordinary route belongs to; the most specific one. `exempt`: a guard frees it in so many words.
 * `flawed`: a guard is there and does not work.
 */
export type OpenStory = 'late' | 'path' | 'exempt' | 'flawed' | 'sibling' | 'alone';

const claimed = remembered((model: Model) => {
  const stories = new Map<number, OpenStory>();
  for (const route of model.routes) if (hasFlawedGuard(model, route)) stories.set(route.id, 'flawed');
  for (const { exemptions } of model.steps)
    for (const { frees } of exemptions) for (const id of frees) stories.set(id, 'exempt');
  for (const route of model.routes) if (route.marks.some(({ opens }) => opens)) stories.set(route.id, 'exempt');
  for (const gap of pathGaps(model)) for (const route of gap.routes) stories.set(route.id, 'path');
  for (const late of lateGuards(model)) for (const { route } of late.misses) stories.set(route.id, 'late');
  return stories;
});

function hasFlawedGuard(model: Model, route: Route): boolean {
  return chainOf(model, route).some((step) => step.role !== 'error' && step.flaws.length > 0);
}

/** Its handler looks for a credential and turns callers without one away, though others may fare no better. */
function refusesItself(model: Model, route: Route): boolean {
  const last = route.chain.at(-1);
  return last?.outcome.none === 'rejects' && stepOf(model, last.step).schemes.length > 0;
}

/** null for a route that is not open, or open for a good reason. */
export function openStory(model: Model, route: Route): OpenStory | null {
  if (!isOpen(route) || !isOrdinary(route) || refusesItself(model, route)) return null;
  const story = claimed(model).get(route.id);
  if (story) return story;
  const siblings = siblingComparison(model, route);
  const isMeant = servesNewcomers(model, route) || isLeftOpen(model, route);
  return siblings && nearlyAllGuarded(siblings) && !isMeant ? 'sibling' : 'alone';
}

/** A route that nothing guards, though its handler takes a principal for granted: without one it fails. */
export interface Unasked {
  readonly route: Route;
  readonly assumes: Assumption;
  readonly confidence: Confidence;
}

/** Only where other routes of the app are guarded: elsewhere something in front of it may see to the principal. */
export function unasked(model: Model, app: App): readonly Unasked[] {
  const routes = routesOf(model, app);
  const asks = routes.some((route) => route.guard !== null && route.guard !== route.chain.at(-1)?.step);
  return routes.flatMap((route) => {
    const { assumes } = stepOf(model, route.chain.at(-1)!.step);
    // What else is not known of it may be a guard.
    const isAlone = route.access === 'unknown' && route.gaps.length === 0;
    if (!asks || !assumes || !isAlone || !isOrdinary(route)) return [];
    return [{ route, assumes, confidence: app.detached ? 'low' : 'high' }];
  });
}

/** Routes that a change opened, besides those of which a surer story says where their guard is now. */
export function newlyOpen(model: Model, app: App): readonly Route[] {
  const { opened } = model;
  if (!opened?.size) return [];
  const isSure = ({ confidence }: { readonly confidence: Confidence }) => confidence === 'high';
  const told = new Set([
    ...lateGuards(model).flatMap(({ misses }) => misses.filter(isSure).map(({ route }) => route)),
    ...pathGaps(model)
      .filter(isSure)
      .flatMap(({ routes }) => routes),
  ]);
  return routesOf(model, app).filter((route) => opened.has(route.id) && isOrdinary(route) && !told.has(route));
}

/**
 * Belongs to what is there for newcomers: creates what a login below it asks for (`POST /users` beside `POST /users/login`),
 * or stands among routes of which at least half are there for everybody.
 */
export function servesNewcomers(model: Model, route: Route): boolean {
  const around = routesAround(model, route);
  const noun = nounAt(route.path, 0);
  const joins = (other: Route) => other.purpose === 'login' && liesBelow(other.path, route.path.toLowerCase());
  const speaksOf = (other: Route) => other.purpose === 'login' && noun !== '' && nounAt(other.path, 1) === noun;
  return (
    (route.method === 'POST' && (around.some(joins) || routesOf(model, appOf(model, route)).some(speaksOf))) ||
    (around.length > 0 && around.filter(meantToBeOpen).length * 2 >= around.length)
  );
}

/** A segment of a path, counted from its end, without what makes a plural of it. */
function nounAt(path: string, fromEnd: number): string {
  return (
    path
      .split('/')
      .filter(Boolean)
      .at(-1 - fromEnd) ?? ''
  )
    .toLowerCase()
    .replace(/s$/, '');
}

/** An app in which nothing asks anybody for a credential, not even in vain. */
export function isUnprotected(model: Model, app: App): boolean {
  const asks = (id: number) => {
    const step = stepOf(model, id);
    const refuses = step.outcome.none === 'rejects' && (step.status === 401 || step.status === 403);
    return refuses || step.schemes.length > 0 || rejectsAnonymous(step, step.outcome);
  };
  return (
    !appAuthenticates(model, app) &&
    !stepsOf(model, app).some((placement) => asks(placement.entry.step)) &&
    routesOf(model, app).every(
      (route) => route.access !== 'unknown' && ![...route.chain, ...route.late].some((link) => asks(link.step)),
    )
  );
}

/** Something in the program verifies credentials, whether or not it was seen to stand in front of a route. */
export function verifiesSomewhere(model: Model): boolean {
  return (
    model.schemes.length > 0 || model.schemeUses.length > 0 || model.tokens.some((token) => token.kind === 'verify')
  );
}

/** An open route that answers for guarded ones further down. */
export interface Shadow {
  readonly route: Route;
  readonly shadowed: readonly Route[];
  readonly confidence: Confidence;
}

export const shadows: (model: Model) => readonly Shadow[] = remembered((model: Model) =>
  model.routes.flatMap((route) => {
    if (!isOpen(route) || developmentOnly(route.conditions) || claimed(model).has(route.id)) return [];
    const handler = route.chain.at(-1);
    const shadowed = model.routes.filter(
      (other) =>
        other.shadowedBy === route.id &&
        other.access === 'authenticated' &&
        !samePlace(other.at, route.at) &&
        !exclusive(route, other),
    );
    if (shadowed.length === 0 || !handler) return [];
    const answers = handler.outcome.none === 'answers' || handler.outcome.none === 'rejects';
    const best = !answers ? 'low' : route.conditions.length > 0 || route.purpose !== null ? 'medium' : 'high';
    return [{ route, shadowed, confidence: confidenceFor(model, route, best) }];
  }),
);

/** Registered in the two arms of one branch. */
function exclusive(a: Route, b: Route): boolean {
  return a.conditions.some((one) =>
    b.conditions.some((other) => samePlace(one.at, other.at) && one.holds !== other.holds),
  );
}
