import { type Place, samePlace } from '#text';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { App, Entry, MountEntry, PathPattern, RouteEntry, Scope, StepEntry } from '../nouns/scopes.ts';
import type { Step } from '../nouns/steps.ts';
import { coveredBy, scopeOf, stepOf } from './basics.ts';
import { grouped } from './evidence.ts';
import { remembered } from './remember.ts';

/** An entry where it takes effect: a router that is mounted twice places its entries twice. */
export interface Placement<E extends Entry = Entry> {
  readonly entry: E;
  readonly scope: Scope;
  /** The mounts that lead to it, from the app inwards. */
  readonly through: readonly MountEntry[];
  /** Where those stand. */
  readonly mounts: readonly Place[];
  /** The path of those mounts, as written. */
  readonly prefix: string;
  /** The part of it whose parameters are seen here. */
  readonly seen: string;
  /** Position in the order in which a request passes. */
  readonly position: number;
}

const flows = remembered((model: Model) => new Map(model.apps.map((app) => [app.id, walk(model, app)])));

/** All steps and routes of an app in the order in which a request passes them. */
export function flowOf(model: Model, app: App): readonly Placement[] {
  return flows(model).get(app.id) ?? [];
}

function walk(model: Model, app: App): Placement[] {
  const found: Placement[] = [];
  const enter = (
    scope: Scope,
    through: readonly MountEntry[],
    prefix: string,
    seen: string,
    limit: number | null,
    inside: readonly number[],
  ) => {
    const mounts = through.map(({ at }) => at);
    for (const entry of scope.entries.slice(0, limit ?? undefined)) {
      if (entry.kind !== 'mount') {
        found.push({ entry, scope, through, mounts, prefix, seen, position: found.length });
      } else if (!inside.includes(entry.scope)) {
        const child = scopeOf(model, entry.scope);
        const path = joined(prefix, entry.pattern);
        const above = child.parameters === 'own' ? '' : joined(seen, entry.pattern);
        enter(child, [...through, entry], path, above, entry.entries, [...inside, entry.scope]);
      }
    }
  };
  enter(scopeOf(model, app.scope), [], '', '', null, [app.scope]);
  return found;
}

function joined(prefix: string, pattern: PathPattern): string {
  return pattern.kind === 'all' ? prefix : `${prefix}/${pattern.text}`.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}

/** The path that an entry stands at, mounts included; as written. */
export function pathOf(placement: Placement): string {
  return joined(placement.prefix, placement.entry.pattern);
}

/** The path whose parameters a step of the entry sees; null where it sees those of the whole route. */
export function seenPath({ scope, seen, entry }: Placement): string | null {
  return scope.parameters ? joined(seen, entry.pattern) : null;
}

export function isStep(placement: Placement): placement is Placement<StepEntry> {
  return placement.entry.kind === 'step';
}

export function isRoute(placement: Placement): placement is Placement<RouteEntry> {
  return placement.entry.kind === 'route';
}

/**
 * Where steps are installed that requests pass on their way. Steps on a path that nothing answers (`all('/admin', guard)`)
 * are written like a route and are none.
 */
export function stepsOf(model: Model, app: App): readonly Placement<StepEntry>[] {
  return flowOf(model, app).flatMap((placement): Placement<StepEntry>[] => {
    if (isStep(placement)) return [placement];
    if (!isRoute(placement) || model.steps[placement.entry.steps.at(-1) ?? -1]?.outcome.good !== 'continues') return [];
    return placement.entry.steps.map((step) => ({
      ...placement,
      entry: { ...placement.entry, kind: 'step', phase: null, step },
    }));
  });
}

/** Where a step was installed as an entry of its own; empty for a route's own steps. */
export function placementsOf(model: Model, step: Step): readonly Placement<StepEntry>[] {
  return stepPlacements(model).get(step.id) ?? [];
}

const stepPlacements = remembered((model: Model) => {
  const byStep = new Map<number, Placement<StepEntry>[]>();
  for (const app of model.apps) {
    for (const placement of stepsOf(model, app)) {
      byStep.set(placement.entry.step, [...(byStep.get(placement.entry.step) ?? []), placement]);
    }
  }
  return byStep;
});

/** The routes made by a route entry where it takes effect. */
export function routesAt(model: Model, app: App, placement: Placement<RouteEntry>): readonly Route[] {
  return registered(model).get(registration(app.id, placement.entry.at, placement.mounts)) ?? [];
}

const registered = remembered((model: Model) =>
  grouped(model.routes, (route) => registration(route.app, route.at, route.mounts)),
);

function registration(app: number, at: Place, mounts: readonly Place[]): string {
  return [app, ...[at, ...mounts].map((place) => `${place.file}:${place.start}:${place.end}`)].join(' ');
}

/** Whether what happens at the inner placement passes through the scope of the outer one. */
export function encloses(outer: Pick<Placement, 'mounts'>, inner: Pick<Placement, 'mounts'>): boolean {
  return outer.mounts.every(
    (mount, index) => inner.mounts[index] !== undefined && samePlace(mount, inner.mounts[index]),
  );
}

/** The innermost mount, if all these routes are served through it, and none that is guarded. */
export function commonMount(model: Model, routes: readonly Route[]): Place | null {
  const mount = routes[0]?.mounts.at(-1);
  const isThrough = (route: Route) => route.mounts.some((one) => mount !== undefined && samePlace(one, mount));
  const isTheirs =
    routes.every(isThrough) && model.routes.filter(isThrough).every((one) => one.access !== 'authenticated');
  return mount && isTheirs ? mount : null;
}

/** The steps that a route itself carries, as opposed to those of its scopes. */
export function ownSteps(model: Model, route: Route): readonly number[] {
  return (
    model.scopes[route.scope]?.entries.find(
      (entry): entry is RouteEntry => entry.kind === 'route' && samePlace(entry.at, route.at),
    )?.steps ?? []
  );
}

export function isOwnStep(model: Model, route: Route, step: Step): boolean {
  return ownSteps(model, route).includes(step.id);
}

/**
 * Recognises its callers and serves the others too, by choice: a step of its own, or one that stands before no guarded
 * route, does so. What restores a principal for the whole app chooses nothing.
 */
export function isOptional(model: Model, route: Route): boolean {
  return route.chain.some((link) => {
    const step = stepOf(model, link.step);
    if (step.role !== 'authenticate' || link.outcome.none !== 'continues') return false;
    return isOwnStep(model, route, step) || coveredBy(model, step).every((other) => other.access !== 'authenticated');
  });
}

/** The static part of a path or pattern before its first wildcard, lower case, without a slash at its end. */
export function staticBase(path: string): string {
  const text = path.startsWith('/') ? path : `/${path}`;
  return text
    .replace(/[{(:*].*$/s, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}

/** Whether a path is the base or lies below it, segment by segment and whatever the case. */
export function liesBelow(path: string, base: string): boolean {
  const lower = path.toLowerCase();
  return base === '' || lower === base || lower.startsWith(`${base}/`);
}

/** The first path segment that says what a route is about: `/api/v1/orders/:id` is about `/api/v1/orders`. */
export function resourceOf(path: string): string {
  const segments = path.toLowerCase().split('/').filter(Boolean);
  const index = segments.findIndex((segment) => !/^(api|rest|v\d+)$/.test(segment));
  const first = segments[index];
  return first === undefined || /[:*{(]/.test(first) ? '' : `/${segments.slice(0, index + 1).join('/')}`;
}

/** All routes of the same app about the same resource, itself included; none for a path that is about nothing. */
export function routesAround(model: Model, route: Route): readonly Route[] {
  const resource = resourceOf(route.path);
  return resource === '' ? [] : (resources(model).get(`${route.app} ${resource}`) ?? []);
}

const resources = remembered((model: Model) =>
  grouped(model.routes, (route) => `${route.app} ${resourceOf(route.path)}`),
);
