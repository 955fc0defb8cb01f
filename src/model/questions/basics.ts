import type { Condition } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { ChainLink, Route } from '../nouns/routes.ts';
import type { App, Scope } from '../nouns/scopes.ts';
import type { Step } from '../nouns/steps.ts';
import { remembered } from './remember.ts';

/** `GET /path`. */
export function label(route: Route): string {
  return `${route.method} ${route.path}`;
}

export function stepOf(model: Model, id: number): Step {
  return model.steps[id]!;
}

export function scopeOf(model: Model, id: number): Scope {
  return model.scopes[id]!;
}

export function appOf(model: Model, route: Route): App {
  return model.apps[route.app]!;
}

export function routesOf(model: Model, app: App): readonly Route[] {
  return model.routes.filter((route) => route.app === app.id);
}

/** The route's chain as steps, in order, handler last. */
export function chainOf(model: Model, route: Route): readonly Step[] {
  return route.chain.map((link) => stepOf(model, link.step));
}

/** The deciding link of an authenticated route. */
export function guardOf(model: Model, route: Route): Step | null {
  return route.guard === null ? null : stepOf(model, route.guard);
}

/** Rejects anonymous callers because of their missing credentials, and lets good ones pass. */
export function authenticates(step: Step): boolean {
  return (
    !step.handlesErrors &&
    (step.role === 'authenticate' || step.role === 'authorize') &&
    step.outcome.none === 'rejects' &&
    step.outcome.good !== 'rejects'
  );
}

/** Routes whose chain has the step. */
export function coveredBy(model: Model, step: Step): readonly Route[] {
  return coverage(model).get(step.id) ?? [];
}

/** Routes that the step would match but comes too late for. */
export function tooLateFor(model: Model, step: Step): readonly Route[] {
  return lateness(model).get(step.id) ?? [];
}

const coverage = remembered((model: Model) => byStep(model, (route) => route.chain));
const lateness = remembered((model: Model) => byStep(model, (route) => route.late));

function byStep(model: Model, linksOf: (route: Route) => readonly { readonly step: number }[]): Map<number, Route[]> {
  const routes = new Map<number, Route[]>();
  for (const route of model.routes) {
    for (const id of new Set(linksOf(route).map((link) => link.step))) {
      const known = routes.get(id);
      if (known) known.push(route);
      else routes.set(id, [route]);
    }
  }
  return routes;
}

export function linkOf(route: Route, step: Step): ChainLink | null {
  return route.chain.find((link) => link.step === step.id) ?? null;
}

/** Runs only in development: no matter for production. */
export function developmentOnly(conditions: readonly Condition[]): boolean {
  return conditions.some((condition) => (condition.kind === 'development') === condition.holds && isStage(condition));
}

function isStage(condition: Condition): boolean {
  return condition.kind === 'development' || condition.kind === 'production';
}

/** Nobody needs a credential for it on purpose: declared public, or there to obtain credentials, to be probed, to be read. */
export function meantToBeOpen(route: Route): boolean {
  return route.declaredPublic || (route.purpose !== null && route.purpose !== 'logout');
}

/** True when something unknown stands in the route's way, so that nothing certain can be said against it. */
export function acrossGap(model: Model, route: Route): boolean {
  // What is served at a path that nobody knows may well be meant for everybody.
  const isNowhere = /<unknown>\d*\/?$/.test(route.path);
  return isNowhere || route.access === 'unknown' || route.gaps.length > 0 || (model.apps[route.app]?.detached ?? false);
}

/** Asks for a credential, if only by mistake without effect. */
function asks(step: Step): boolean {
  return authenticates(step) || step.flaws.some((flaw) => flaw.kind !== 'error-arity' && flaw.kind !== 'hangs');
}

/** Whether anything in the app authenticates anyone. */
export function appAuthenticates(model: Model, app: App): boolean {
  return routesOf(model, app).some(
    (route) => route.access === 'authenticated' || route.chain.some((link) => asks(stepOf(model, link.step))),
  );
}
