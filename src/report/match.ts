import { flowOf, isRoute, label, type Model, type PathPattern, type Placement, pathOf, type Route } from '#model';
import { nearest, samePlace } from '#text';
import { safe } from './safe.ts';

/** How a route answers to what a person asked for. */
export interface RouteMatch {
  readonly route: Route;
  /** `written`: its own spelling was given; `served`: the concrete path matches. */
  readonly how: 'written' | 'served';
}

/** `GET /users/42`, `/users/42`, `get /users/:id`: the routes that are meant, in order of registration. */
export function matchRoutes(model: Model, method: string | null, path: string): RouteMatch[] {
  const candidates = [...model.routes]
    .filter(
      (route) =>
        method === null ||
        route.method === 'ALL' ||
        route.method === method ||
        (method === 'HEAD' && route.method === 'GET'),
    )
    .sort((a, b) => a.app - b.app || a.order - b.order);
  const written = candidates.filter((route) => plainPath(route.path) === plainPath(path));
  if (written.length > 0) return written.map((route) => ({ route, how: 'written' }));
  return candidates.filter((route) => serves(model, route, pathname(path))).map((route) => ({ route, how: 'served' }));
}

const MOST_LISTED = 10;

/** The routes that would be next in line for the same request. */
export function alsoMatching(others: readonly RouteMatch[]): string {
  if (others.length === 0) return '';
  const lines = others.slice(0, MOST_LISTED).map(({ route }) => `  ${safe(label(route))}\n`);
  return `\nMatching too, in this order:\n${lines.join('')}`;
}

/** For a path that nothing serves. */
export function suggestRoutes(model: Model, path: string): string {
  const near = nearest(path, new Set(model.routes.map((route) => route.path)));
  const routes = model.routes.filter((route) => route.path === near || route.path === path);
  if (routes.length === 0) return `; 'authlint routes' lists all ${model.routes.length}`;
  const labels = routes.slice(0, MOST_LISTED).map((route) => `'${label(route)}'`);
  return `; there is ${labels.join(', ')}`;
}

function plainPath(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

function pathname(path: string): string {
  return path.replace(/[?#].*$/, '') || '/';
}

function serves(model: Model, route: Route, path: string): boolean {
  return byPatterns(model, route, path) ?? bySegments(route.path, path);
}

/** By the framework's own regular expressions: each mount takes its prefix off, the route matches the rest. */
function byPatterns(model: Model, route: Route, path: string): boolean | null {
  const placement = placementOf(model, route);
  if (!placement) return null;
  let rest = path;
  for (const { pattern } of placement.through) {
    const next = takePrefix(pattern, rest);
    if (next === null || next === false) return next;
    rest = next;
  }
  const own = placement.entry.pattern;
  if (own.kind === 'all') return true;
  const regex = compile(own);
  return regex ? regex.test(rest) : null;
}

/** Mounts that a loop makes stand in one place: their paths tell them apart. */
function placementOf(model: Model, route: Route): Placement | undefined {
  const app = model.apps[route.app];
  const found = (app ? flowOf(model, app) : []).filter(
    (one) =>
      isRoute(one) &&
      one.scope.id === route.scope &&
      one.entry.order === route.order &&
      one.mounts.length === route.mounts.length &&
      one.mounts.every((mount, index) => samePlace(mount, route.mounts[index]!)),
  );
  return found.find((one) => pathOf(one) === route.path) ?? found[0];
}

function takePrefix(pattern: PathPattern, path: string): string | false | null {
  if (pattern.kind === 'all') return path;
  const found = compile(pattern)?.exec(path);
  if (found === undefined) return null;
  if (found === null) return false;
  const rest = path.slice(found.index + found[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function compile(pattern: PathPattern): RegExp | undefined {
  try {
    return pattern.regex ? new RegExp(pattern.regex.source, pattern.regex.flags.replace(/[gy]/g, '')) : undefined;
  } catch {
    return undefined;
  }
}

/** Where no regular expression is known: parameters take one segment, wildcards any number. */
function bySegments(pattern: string, path: string): boolean {
  const wanted = split(pattern);
  const given = split(path);
  for (let i = 0; i < wanted.length; i++) {
    const segment = wanted[i]!;
    if (/^(?:\*|\{?\/?\*|\(\.\*\))/.test(segment)) return true;
    const value = given[i];
    if (value === undefined) return segment.endsWith('?') && i === wanted.length - 1;
    if (!segment.includes(':') && segment.toLowerCase() !== value.toLowerCase()) return false;
  }
  return given.length === wanted.length;
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
