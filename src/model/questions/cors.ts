import type { Place } from '#text';
import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { SchemeKind } from '../nouns/schemes.ts';
import type { App } from '../nouns/scopes.ts';
import type { Step } from '../nouns/steps.ts';
import { chainOf, developmentOnly, guardOf, stepOf, tooLateFor } from './basics.ts';
import { confidenceFor, grouped, isOpen, rejectsAnonymous, strongest } from './evidence.ts';
import { placementsOf } from './flow.ts';
import { remembered } from './remember.ts';

const calledByServers = ['webhook', 'callback', 'health', 'metrics', 'static', 'docs', 'fallback'];

/** CORS steps and the routes, of those that browsers call, which they come too late for. */
export function lateCors(model: Model): readonly { readonly step: Step; readonly routes: readonly Route[] }[] {
  return model.steps.flatMap((step) => {
    if (step.role !== 'cors') return [];
    const routes = tooLateFor(model, step).filter(
      (route) =>
        isCalledByBrowsers(route) &&
        route.preflight.corsBehind !== step.id &&
        chainOf(model, route).every((other) => other.role !== 'cors'),
    );
    return routes.length > 0 ? [{ step, routes }] : [];
  });
}

export function isCalledByBrowsers(route: Route): boolean {
  return (
    route.method !== 'OPTIONS' && !calledByServers.includes(route.purpose ?? '') && !developmentOnly(route.conditions)
  );
}

/** CORS steps in a context of their own that answer the preflights of routes outside of it, and nothing else for them. */
export function enclosedCors(model: Model): readonly { readonly step: Step; readonly routes: readonly Route[] }[] {
  return model.steps.flatMap((step) => {
    if (step.role !== 'cors') return [];
    const places = placementsOf(model, step);
    const isEnclosed = places.every(({ scope, mounts }) => scope.ordering === 'phased' && mounts.length > 0);
    if (places.length === 0 || !isEnclosed) return [];
    const routes = model.routes.filter(
      (route) =>
        isCalledByBrowsers(route) &&
        route.preflight.answer === 'cors' &&
        route.preflight.by === step.id &&
        chainOf(model, route).every((other) => other.role !== 'cors'),
    );
    return routes.length > 0 ? [{ step, routes }] : [];
  });
}

/** Routes with a CORS step that their preflights do not reach, though a browser must ask before it calls them. */
export function partialCors(
  model: Model,
): readonly { readonly step: Step; readonly route: Route; readonly confidence: Confidence }[] {
  return model.routes.flatMap((route) => {
    const step = chainOf(model, route).find((one) => one.role === 'cors');
    if (!step || route.preflight.answer !== 'automatic' || !isCalledByBrowsers(route)) return [];
    const needed = asksFirst(model, route);
    return needed ? [{ step, route, confidence: confidenceFor(model, route, needed) }] : [];
  });
}

/** Apps that are made to answer OPTIONS, and the routes of which no preflight is answered with CORS headers, nor anything else. */
export function unansweredCors(
  model: Model,
): readonly { readonly app: App; readonly at: Place; readonly routes: readonly Route[] }[] {
  return model.apps.flatMap((app) => {
    const routes = model.routes.filter((route) => route.app === app.id);
    const isAnswered = ({ method, preflight: { answer } }: Route) =>
      method === 'OPTIONS' || answer === 'cors' || answer === 'handled';
    const hasCors = (route: Route) => chainOf(model, route).some((step) => step.role === 'cors');
    if (!app.takesOptions || routes.some((route) => isAnswered(route) || hasCors(route))) return [];
    const called = routes.filter(isCalledByBrowsers);
    return called.length > 0 ? [{ app, at: app.takesOptions, routes: called }] : [];
  });
}

/** How sure it is that a browser asks before it sends the request. */
function asksFirst(model: Model, route: Route): Confidence | null {
  if (['PUT', 'PATCH', 'DELETE'].includes(route.method)) return 'high';
  const guard = guardOf(model, route);
  if (isOpen(route) || !guard) return route.method === 'POST' ? 'medium' : null;
  const used = schemeKinds(model, guard);
  if (used.some((kind) => kind === 'jwt' || kind === 'bearer' || kind === 'basic' || kind === 'api-key')) return 'high';
  return used.includes('session') ? null : 'medium';
}

const kinds = ['jwt', 'bearer', 'session', 'basic', 'api-key', 'oauth', 'oidc', 'saml', 'password'] as const;

/** What kinds of scheme a step uses: of the registered scheme of that name, else by the name that stands for a kind. */
export function schemeKinds(model: Model, step: Step): readonly SchemeKind[] {
  return step.schemes.flatMap((name): SchemeKind[] => {
    const registered = model.schemes.filter((scheme) => scheme.name === name);
    return registered.length > 0 ? registered.map((scheme) => scheme.kind) : kinds.filter((kind) => kind === name);
  });
}

/** A rejecting step with a CORS step behind it, and the routes that must pass both. */
export interface GuardedCors {
  readonly guard: Step;
  readonly cors: Step;
  readonly routes: readonly Route[];
  readonly confidence: Confidence;
  /** Preflights are rejected; otherwise it is only the rejection that lacks the headers. */
  readonly preflight: boolean;
}

/** Guards in front of CORS. Where preflights are rejected, that is the story; what else the answers lack is not worth telling. */
export const guardedCors: (model: Model) => readonly GuardedCors[] = remembered((model: Model) => {
  const pairs = model.routes.flatMap((route) => {
    const { answer, by, corsBehind } = route.preflight;
    if (answer === 'rejected' && by !== null && corsBehind !== null)
      return [{ route, guard: by, cors: corsBehind, preflight: true }];
    const guard = route.chain.findIndex(
      (link) => link.covers === 'all' && rejectsAnonymous(stepOf(model, link.step), link.outcome),
    );
    const cors = route.chain.findIndex((link) => stepOf(model, link.step).role === 'cors');
    if (guard < 0 || guard > cors) return [];
    return [{ route, guard: route.chain[guard]!.step, cors: route.chain[cors]!.step, preflight: false }];
  });
  const told = new Set(pairs.filter((pair) => pair.preflight).map((pair) => pair.cors));
  const stories = grouped(
    pairs.filter((pair) => pair.preflight || !told.has(pair.cors)),
    (pair) => `${pair.guard} ${pair.cors}`,
  );
  return [...stories.values()].map((group) => {
    const { guard, cors, preflight } = group[0]!;
    const routes = group.map((pair) => pair.route);
    const confidence = strongest(routes.map((route) => confidenceFor(model, route, preflight ? 'high' : 'medium')));
    return { guard: stepOf(model, guard), cors: stepOf(model, cors), routes, confidence, preflight };
  });
});
