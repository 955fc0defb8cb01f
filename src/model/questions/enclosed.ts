import { type Place, samePlace } from '#text';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { Step } from '../nouns/steps.ts';
import { authenticates, coveredBy, routesOf, scopeOf, stepOf, tooLateFor } from './basics.ts';
import { isOpen, isOrdinary } from './evidence.ts';
import { encloses, flowOf, isStep } from './flow.ts';

/** A guard in a context of its own in which no route is, and the open routes outside of it. */
export interface EnclosedGuard {
  readonly step: Step;
  /** Where the context begins. */
  readonly scope: number;
  readonly open: readonly Route[];
}

/**
 * A step of an enclosed scope covers that scope and what is inside. One whose scope holds no route at all covers nothing;
 * where routes stand beside it, that is a private part, as it should be.
 */
export function enclosedGuards(model: Model): readonly EnclosedGuard[] {
  return model.apps.flatMap((app) => {
    if (app.detached) return [];
    const all = routesOf(model, app);
    const steps = flowOf(model, app).filter(isStep);
    // What installs the same guard for many parts may find one of them empty: a folder of which all files lie deeper.
    const isElsewhere = (at: Place) =>
      steps
        .map(({ entry }) => stepOf(model, entry.step))
        .some((one) => samePlace(one.at, at) && coveredBy(model, one).length > 0);
    return steps.flatMap(({ entry, scope, mounts }): EnclosedGuard[] => {
      const step = stepOf(model, entry.step);
      const isInside = mounts.length > 0 && scopeOf(model, scope.id).isEnclosed;
      // One with a path of its own has a path that matches nothing.
      if (!isInside || entry.pattern.kind !== 'all' || !authenticates(step)) return [];
      if (isElsewhere(step.at) || tooLateFor(model, step).length > 0) return [];
      const open = around(mounts, all).filter((route) => isOpen(route) && isOrdinary(route));
      return open.length === 0 ? [] : [{ step, scope: scope.id, open }];
    });
  });
}

/** The routes that the guard would cover if its context were that of the nearest one around it with any routes. */
function around(mounts: readonly Place[], routes: readonly Route[]): readonly Route[] {
  for (let depth = mounts.length - 1; depth >= 0; depth--) {
    const outer = { mounts: mounts.slice(0, depth) };
    const inside = routes.filter((route) => encloses(outer, route));
    if (inside.length > 0) return inside;
  }
  return [];
}
