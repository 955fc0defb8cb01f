import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { Step } from '../nouns/steps.ts';
import { guardOf, stepOf } from './basics.ts';
import { grouped, isOrdinary } from './evidence.ts';

/** A route whose caller names what it is about and whose handler, unlike nearly all others behind the same guard, never looks at who that is. */
export interface Indifferent {
  readonly route: Route;
  readonly names: readonly string[];
  readonly asked: number;
  readonly total: number;
}

/** At least eight others, and nine in ten of all, must look at who calls. */
export function indifferentHandlers(model: Model): readonly Indifferent[] {
  const behind = model.routes.filter((route) => isOrdinary(route) && leavesTheRest(model, route));
  const groups = grouped(behind, (route) => `${route.app} ${codeOf(guardOf(model, route)!)}`);
  return [...groups.values()].flatMap((routes) => {
    const total = routes.length;
    const asked = routes.filter((route) => isAsked(model, route)).length;
    if (asked < 8 || asked / total < 0.9) return [];
    return routes
      .filter((route) => !isAsked(model, route) && route.requirements.length === 0)
      .map((route) => ({ route, names: handlerOf(model, route).things!.names, asked, total }));
  });
}

/** A guard in front of it has let the caller in; whether that one may have this thing is left to the handler. */
function leavesTheRest(model: Model, route: Route): boolean {
  const handler = handlerOf(model, route);
  return route.access === 'authenticated' && route.guard !== handler.id && handler.things !== undefined;
}

function isAsked(model: Model, route: Route): boolean {
  const index = route.chain.findIndex(({ step }) => step === route.guard);
  const behind = route.chain.slice(index + 1).map(({ step }) => stepOf(model, step));
  const handler = handlerOf(model, route);
  return handler.things!.isAsked || handler.delegates === true || behind.some(({ reads }) => reads.length > 0);
}

function handlerOf(model: Model, route: Route): Step {
  return stepOf(model, route.chain.at(-1)!.step);
}

/** The same for all steps that are made of the same code. */
function codeOf({ definedAt, library, name }: Step): string {
  return definedAt ? `${definedAt.file}:${definedAt.start}` : `${library?.package} ${name}`;
}
