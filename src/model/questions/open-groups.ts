import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { App } from '../nouns/scopes.ts';
import { routesOf } from './basics.ts';
import { appComparison, isBesideGuardedPaths, openStory, servesNewcomers } from './coverage.ts';
import {
  confidenceIfOpen,
  grouped,
  isByLink,
  isOrdinary,
  isRootPage,
  mutates,
  strongest,
  weakest,
} from './evidence.ts';
import { isOptional, resourceOf } from './flow.ts';

export interface OpenGroup {
  readonly routes: readonly Route[];
  /** `whole`: a router or resource without any guarded route. `usual`: routes of a kind that is mostly open. */
  readonly is: 'whole' | 'usual' | 'single';
}

/**
 * Open routes that no other story explains, as they belong together: in a router or a resource without any guarded route;
 * of the rest, those that read, or change, where most routes that do so are open.
 */
export function openGroups(model: Model, app: App): readonly OpenGroup[] {
  const ordinary = routesOf(model, app).filter(isOrdinary);
  const open = new Set(ordinary.filter((route) => !isOptional(model, route) && openStory(model, route) === 'alone'));
  const together = (keyOf: (route: Route) => string) =>
    [...grouped(ordinary, keyOf)].flatMap(([key, routes]) => {
      const group = routes.filter((route) => open.has(route));
      if (key === '' || group.length < 2 || routes.some((route) => route.access === 'authenticated')) return [];
      for (const route of group) open.delete(route);
      return [{ routes: group, is: 'whole' as const }];
    });
  const whole = [...together(routerOf), ...together((route) => resourceOf(route.path))];
  const usual = [
    ...grouped(
      [...open].filter((route) => isUsuallyOpen(model, route)),
      mutates,
    ).values(),
  ];
  const many = usual.filter((routes) => routes.length >= 4);
  for (const route of many.flat()) open.delete(route);
  return [
    ...whole,
    ...many.map((routes) => ({ routes, is: 'usual' as const })),
    ...[...open].map((route) => ({ routes: [route], is: 'single' as const })),
  ];
}

/** Most routes of its app that read, or change, as it does, are open. */
function isUsuallyOpen(model: Model, route: Route): boolean {
  const { guarded, total } = appComparison(model, route);
  return guarded * 2 < total;
}

function routerOf(route: Route): string {
  return route.mounts.map((mount) => `${mount.file}:${mount.start}`).join(' ');
}

/** By its name it is there for few. */
function isForStaff({ path }: Route): boolean {
  return /(^|[/_-])(admin\w*|internal|private|back-?office|management|superuser|staff|debug)([/_-]|$)/i.test(path);
}

/** Who leaves all of a router open has hardly forgotten each of its routes. */
export function groupConfidence(model: Model, { routes, is }: OpenGroup): Confidence {
  const confidence = strongest(routes.map((route) => openConfidence(model, route)));
  return is === 'whole' && !routes.some(isForStaff) ? weakest([confidence, 'medium']) : confidence;
}

/** How sure it is that an open route was not meant to be: only where hardly any comparable one is open. */
export function openConfidence(model: Model, route: Route): Confidence {
  const { guarded, total } = appComparison(model, route);
  const share = guarded / Math.max(1, total - 1);
  // Pages that everybody may see stand in most apps that guard all others.
  const exceptional = mutates(route)
    ? guarded >= 3 && share >= 0.75
    : isForStaff(route) && guarded >= 5 && share >= 0.9;
  const isMeant =
    isRootPage(route) || isByLink(route) || servesNewcomers(model, route) || isBesideGuardedPaths(model, route);
  return confidenceIfOpen(model, route, exceptional && !isMeant ? 'high' : 'medium');
}
