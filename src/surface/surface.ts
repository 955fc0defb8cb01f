import { developmentOnly, type Model, type Route, wayAround } from '#model';
import { printRoute } from './line.ts';
import type { SurfaceRoute } from './route.ts';

/** Names the section that a file's routes belong to. */
export type AppOf = (file: string) => string;

/** Every route that can answer: sorted by section, path and method, each line once. Shadowed routes never answer. */
export function surfaceOf(model: Model, appOf: AppOf): SurfaceRoute[] {
  const routes = new Map<string, SurfaceRoute>();
  for (const route of model.routes) {
    if (route.shadowedBy !== null) continue;
    const one = surfaceRoute(model, route, appOf(model.apps[route.app]!.at.file));
    const line = `${one.app}\0${printRoute(one)}`;
    if (!routes.has(line)) routes.set(line, one);
  }
  return [...routes.values()].sort(bySurface);
}

function surfaceRoute(model: Model, route: Route, app: string): SurfaceRoute {
  return {
    app,
    method: route.method,
    path: route.path,
    access: route.access,
    forgeable: route.forgeable,
    bypassable: wayAround(model, route) !== null,
    development: developmentOnly(route.conditions),
    schemes: [...new Set(route.schemes)].sort(),
    requirements: [...new Set(route.requirements)].sort(),
    at: route.at,
  };
}

/** By code units, so that no locale has a say. */
export function bySurface(a: SurfaceRoute, b: SurfaceRoute): number {
  return (
    compare(a.app, b.app) ||
    compare(a.path, b.path) ||
    compare(a.method, b.method) ||
    compare(printRoute(a), printRoute(b))
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
