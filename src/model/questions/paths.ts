import { type Place, samePlace } from '#text';
import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { App, Entry, PathPattern, StepEntry } from '../nouns/scopes.ts';
import type { Step } from '../nouns/steps.ts';
import type { Bypass } from '../nouns/ways-around.ts';
import { coveredBy, developmentOnly, routesOf, scopeOf, stepOf } from './basics.ts';
import { confidenceFor, guardLinks, isOpen, isOrdinary, mutates, rejectsAnonymous, strongest } from './evidence.ts';
import { broadExemptions } from './exemptions.ts';
import { encloses, flowOf, isRoute, liesBelow, type Placement, routesAt, staticBase, stepsOf } from './flow.ts';

import { remembered } from './remember.ts';

/**
 * A guard whose path or method leaves out routes that it is evidently meant for; `entry`: where it is installed for that path,
 * null where it tests the path itself.
 */
export interface PathGap {
  readonly step: Step;
  readonly entry: StepEntry | null;
  readonly at: Place;
  readonly path: string;
  readonly kind: 'dead' | 'doubled' | 'bare' | 'exact' | 'below' | 'method';
  readonly routes: readonly Route[];
  readonly confidence: Confidence;
}

export const pathGaps: (model: Model) => readonly PathGap[] = remembered((model: Model) =>
  model.apps.flatMap((app) => [...gapsIn(model, app), ...gapsOfTests(model, app)]),
);

/** Those of guards that ask for the path themselves. */
function gapsOfTests(model: Model, app: App): PathGap[] {
  const served = routesOf(model, app);
  return stepsOf(model, app).flatMap(({ entry }) => {
    const step = stepOf(model, entry.step);
    if (developmentOnly(entry.conditions)) return [];
    return (step.conditions ?? []).flatMap(({ text, at, covers, misses }): PathGap[] => {
      const routes = served.filter((route) => misses.includes(route.id) && isOpen(route) && isOrdinary(route));
      if (routes.length === 0) return [];
      const kind = covers === 'itself' ? 'exact' : 'below';
      const confidence = strongest(
        routes.map((route) => confidenceFor(model, route, mutates(route) ? 'high' : 'medium')),
      );
      return [{ step, entry: null, at, path: text, kind, routes, confidence }];
    });
  });
}

function gapsIn(model: Model, app: App): PathGap[] {
  const flow = flowOf(model, app);
  const served = flow
    .filter(isRoute)
    .flatMap((placement) => routesAt(model, app, placement).map((route) => ({ route, placement })));
  const gaps: PathGap[] = [];
  const isChosen = choosesMethods(model, app);
  for (const guard of stepsOf(model, app)) {
    const step = stepOf(model, guard.entry.step);
    if (!rejectsAnonymous(step, step.outcome) || developmentOnly(guard.entry.conditions)) continue;
    const idle = coveredBy(model, step).length === 0;
    // In `route(path).get(…).all(guard).post(…)` it is a step of that one route.
    const { at } = guard.entry.pattern;
    const isOfRoute = served.some(({ placement }) => samePlace(placement.entry.pattern.at, at));
    // Where phases decide, a guard also covers what is installed above it.
    const isPhased = guard.scope.ordering === 'phased';
    const missed = served
      .filter(
        ({ route, placement }) =>
          (isPhased || placement.position > guard.position) && encloses(guard, placement) && isMissed(step, route),
      )
      .flatMap(({ route }) => {
        const kind = gapKind(guard, route, idle);
        const isMeant = (kind === 'exact' && isOfRoute) || (kind === 'method' && isChosen(guard));
        return kind && !isMeant ? [{ route, kind }] : [];
      });
    for (const kind of new Set(missed.map((one) => one.kind))) {
      // Of several guards on one line the first tells the story.
      if (gaps.some((gap) => gap.kind === kind && gap.entry?.pattern === guard.entry.pattern)) continue;
      const routes = missed.filter((one) => one.kind === kind).map((one) => one.route);
      const confidence = strongest(
        routes.map((route) => confidenceFor(model, route, gapConfidence(kind, guard.entry, idle, route))),
      );
      gaps.push({ step, entry: guard.entry, at: step.at, path: guard.entry.pattern.text, kind, routes, confidence });
    }
  }
  return toldOnce(gaps);
}

/** Whose other guards are installed for this method and that, path by path, hardly forgets one of them. */
function choosesMethods(model: Model, app: App): (guard: Placement<StepEntry>) => boolean {
  const chosen = stepsOf(model, app).filter(({ entry }) => {
    const step = stepOf(model, entry.step);
    return !entry.methods.includes('ALL') && rejectsAnonymous(step, step.outcome);
  });
  return ({ entry: { pattern, methods } }) =>
    chosen.filter(
      ({ entry }) => entry.pattern.text !== pattern.text && !methods.some((one) => entry.methods.includes(one)),
    ).length >= 2;
}

/** The path of a route itself says more than a wildcard below it: what one place of a guard misses by its method is told there. */
function toldOnce(gaps: readonly PathGap[]): PathGap[] {
  const told = gaps.filter(({ kind }) => kind === 'method');
  return gaps.flatMap((gap) => {
    if (gap.kind !== 'bare' && gap.kind !== 'exact') return [gap];
    const better = told.filter(({ step }) => samePlace(step.at, gap.step.at)).flatMap(({ routes }) => routes);
    const routes = gap.routes.filter((route) => !better.includes(route));
    return routes.length === 0 ? [] : [{ ...gap, routes }];
  });
}

function isMissed(step: Step, route: Route): boolean {
  return isOpen(route) && isOrdinary(route) && [...route.chain, ...route.late].every((link) => link.step !== step.id);
}

function gapKind(guard: Placement<StepEntry>, route: Route, idle: boolean): PathGap['kind'] | null {
  const { pattern, methods } = guard.entry;
  if (pattern.kind === 'unknown' || pattern.kind === 'all' || !/^[\w\-./:*{}()+?]*$/.test(pattern.text)) return null;
  const base = staticBase(`${guard.prefix}/${pattern.text}`.replace(/\/{2,}/g, '/'));
  const rest = pattern.text.slice(staticBase(pattern.text).length).replace(/^\//, '');
  if (pattern.defect !== null) return pattern.defect.kind === 'dead' && liesBelow(route.path, base) ? 'dead' : null;
  if (!methods.includes('ALL')) {
    const same = pattern.kind === 'exact' && `${guard.prefix}/${pattern.text}`.replace(/\/{2,}/g, '/') === route.path;
    return same && !methods.includes(route.method) && mutates(route) ? 'method' : null;
  }
  const alone = staticBase(pattern.text);
  if (
    idle &&
    guard.prefix !== '' &&
    alone !== '' &&
    liesBelow(alone, guard.prefix.toLowerCase()) &&
    liesBelow(route.path, alone)
  ) {
    return 'doubled';
  }
  // Where patterns are whole paths, the prefix stands in them twice.
  const twice = /^((?:\/[\w.-]+)+)\1(?=\/|$)/.exec(base);
  if (idle && twice && liesBelow(route.path, twice[1]!)) return 'doubled';
  if (!liesBelow(route.path, base)) return null;
  if (/^[{(]?\/?\*/.test(rest))
    return route.path.replace(/\/$/, '').toLowerCase() === base && base !== '' ? 'bare' : null;
  return rest === '' && pattern.kind === 'exact' && (base !== '' || pattern.text === '/') ? 'exact' : null;
}

function gapConfidence(kind: PathGap['kind'], entry: StepEntry, idle: boolean, route: Route): Confidence {
  if (kind === 'exact') return idle || mutates(route) ? 'high' : 'medium';
  // Who guards reading will hardly leave changing open; of two ways of changing one may be.
  return kind !== 'method' || entry.methods.includes('GET') ? 'high' : 'medium';
}

/** A guard that another spelling of the route's path gets around. */
export interface BypassedGuard {
  readonly step: Step;
  readonly bypass: Bypass;
  /** The first route concerned. */
  readonly route: Route;
  readonly confidence: Confidence;
}

/** One per test that is fooled, where no other guard stands behind it. */
export function bypasses(model: Model): readonly BypassedGuard[] {
  const found = new Map<string, BypassedGuard>();
  // What frees whole routes by mistake is a story of its own.
  const broad = broadExemptions(model);
  for (const route of model.routes) {
    if (!isOrdinary(route)) continue;
    for (const { step, bypass } of waysAround(model, route)) {
      if (bypass.kind === 'parameter' && broad.some(({ exemption }) => samePlace(exemption.at, bypass.at))) continue;
      const key = `${step} ${bypass.at.file} ${bypass.at.start}`;
      const here = confidenceFor(model, route);
      // That some values of a parameter are free may be meant.
      const most = bypass.kind === 'parameter' && here === 'high' ? 'medium' : here;
      const confidence = strongest([most, found.get(key)?.confidence ?? 'low']);
      found.set(key, { route, bypass, ...found.get(key), step: stepOf(model, step), confidence });
    }
  }
  return [...found.values()];
}

/** The guards of a route with what gets around each; nothing where one of them heeds every spelling. */
function waysAround(model: Model, route: Route): readonly { readonly step: number; readonly bypass: Bypass }[] {
  const links = guardLinks(model, route);
  const ways = links.flatMap(({ step, bypass }) => (bypass ? [{ step, bypass }] : []));
  return ways.length === links.length ? ways : [];
}

/** Another spelling of a route's path that reaches its handler without credentials; null for none that is known. */
export function wayAround(model: Model, route: Route): Bypass | null {
  return route.access === 'authenticated' ? (waysAround(model, route)[0]?.bypass ?? null) : null;
}

export interface DeadPattern {
  readonly pattern: PathPattern & { readonly defect: NonNullable<PathPattern['defect']> };
  /** `express 5.1.0` */
  readonly framework: string;
  /** What is installed there would answer requests by itself, if the pattern matched any. */
  readonly mayServe: boolean;
  readonly confidence: Confidence;
}

/** Patterns that throw or never match, without those of guards whose gap is a story of its own. */
export function deadPatterns(model: Model): readonly DeadPattern[] {
  const told = pathGaps(model)
    .filter((gap) => gap.kind === 'dead')
    .flatMap((gap) => gap.entry ?? []);
  const found = new Map<string, DeadPattern>();
  for (const app of model.apps) {
    for (const entry of patternsOf(model, app)) {
      const { pattern } = entry;
      if (pattern.defect === null || told.some((one) => one.pattern === entry.pattern)) continue;
      const framework = app.version === null ? app.framework : `${app.framework} ${app.version}`;
      const confidence = developmentOnly(entry.conditions) ? 'low' : app.version === null ? 'medium' : 'high';
      found.set(`${pattern.at.file} ${pattern.at.start} ${pattern.text}`, {
        pattern: { ...pattern, defect: pattern.defect },
        framework,
        mayServe: entry.kind === 'step' && ['static', 'handler', 'unknown'].includes(stepOf(model, entry.step).role),
        confidence,
      });
    }
  }
  return [...found.values()];
}

function patternsOf(model: Model, app: App): readonly Entry[] {
  const reached = new Set<number>();
  const visit = (id: number): Entry[] => {
    if (reached.has(id)) return [];
    reached.add(id);
    return scopeOf(model, id).entries.flatMap((entry) =>
      entry.kind === 'mount' ? [entry, ...visit(entry.scope)] : [entry],
    );
  };
  return visit(app.scope);
}
