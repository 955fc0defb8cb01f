import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { App, StepEntry } from '../nouns/scopes.ts';
import type { Step } from '../nouns/steps.ts';
import { developmentOnly, stepOf } from './basics.ts';
import { isOrdinary } from './evidence.ts';
import { encloses, flowOf, isRoute, isStep, liesBelow, type Placement, routesAt, staticBase } from './flow.ts';

/** An error handler, the routes whose errors reach it, and those whose errors pass it by and meet no other. */
export interface ErrorHandlerReach {
  readonly step: Step;
  readonly caught: readonly Route[];
  readonly missed: readonly Route[];
  /** It stands right behind a step that hands errors on, as a guard or a parser does: it may be there for those. */
  readonly isForStep: boolean;
}

/**
 * An error goes on to the error handlers installed after the route, in its own scope and in those around it. A handler
 * misses what follows it in its scope; one that stands where nothing follows either misses all that no other catches.
 * Those that only look at errors and pass them on do not count.
 */
export function errorHandlerReach(model: Model, app: App): readonly ErrorHandlerReach[] {
  const flow = flowOf(model, app);
  const handlers = flow.filter(isStep).filter(({ entry, scope }) => {
    const { handlesErrors, outcome, flaws } = stepOf(model, entry.step);
    const isGuard = flaws.some((flaw) => flaw.kind === 'guard-arity');
    const answers = handlesErrors && !isGuard && outcome.none !== 'continues';
    // One with a slot of its own is asked wherever it was installed, unless it came too late.
    const isPlaced = entry.isLate || (scope.ordering === 'sequential' && entry.phase === null);
    return answers && isPlaced && !developmentOnly(entry.conditions);
  });
  const routes = flow.filter(isRoute).flatMap((at) => routesAt(model, app, at).map((route) => ({ route, at })));
  const uncaught = routes
    .filter(({ route, at }) => !handlers.some((handler) => catches(handler, at, route)))
    .map(({ route, at }) => ({ route, passed: lastAbove(handlers, at) }));
  return handlers.map((handler) => {
    const caught = routes.filter(({ route, at }) => catches(handler, at, route));
    const below = uncaught.filter(({ passed }) => passed === handler);
    const missed = caught.length === 0 && below.length === 0 ? uncaught : below;
    const isForStep = followsFailing(model, flow, handler);
    return { step: stepOf(model, handler.entry.step), caught: routesIn(caught), missed: routesIn(missed), isForStep };
  });
}

function followsFailing(model: Model, flow: readonly Placement[], handler: Placement<StepEntry>): boolean {
  const above = flow.findLast(({ scope, position }) => scope === handler.scope && position < handler.position);
  if (!above || !isStep(above)) return false;
  const { rejectsBy, role } = stepOf(model, above.entry.step);
  return rejectsBy === 'error' || role === 'body';
}

/** Error handlers with a slot of their own, and the routes whose errors each is asked about first: no other stands as near. */
export function slottedHandlers(model: Model, app: App): readonly Pick<ErrorHandlerReach, 'step' | 'caught'>[] {
  const { slots, taken } = slotsOf(model, app);
  return slots.map((slot) => {
    // Those that pass on what they look at leave it to others.
    const answering = (by: typeof slots) =>
      by.filter(({ entry }) => stepOf(model, entry.step).outcome.none !== 'continues');
    const caught = taken.filter(({ by }) => nearest(answering(by)) === slot && slot.entry.conditions.length === 0);
    return { step: stepOf(model, slot.entry.step), caught: routesIn(caught) };
  });
}

/** The innermost; null where two stand in the same place. */
function nearest(slots: readonly Placement<StepEntry>[]): Placement<StepEntry> | null {
  const depth = Math.max(...slots.map(({ mounts }) => mounts.length));
  const innermost = slots.filter(({ mounts }) => mounts.length === depth);
  return innermost.length === 1 ? innermost[0]! : null;
}

/** Error handlers with a slot of their own in a scope of their own that holds no route, and the routes that no other catches. */
export function enclosedHandlers(model: Model, app: App): readonly ErrorHandlerReach[] {
  if (app.detached) return [];
  const { slots, taken } = slotsOf(model, app);
  const missed = routesIn(taken.filter(({ by }) => by.length === 0));
  return slots
    .filter((slot) => slot.mounts.length > 0 && taken.every(({ by }) => !by.includes(slot)))
    .map(({ entry }) => ({ step: stepOf(model, entry.step), caught: [], missed, isForStep: false }));
}

function slotsOf(model: Model, app: App) {
  const flow = flowOf(model, app);
  const slots = flow
    .filter(isStep)
    .filter(({ entry }) => entry.phase && !entry.isLate && stepOf(model, entry.step).handlesErrors);
  const routes = flow.filter(isRoute).flatMap((at) => routesAt(model, app, at).map((route) => ({ route, at })));
  const taken = routes.map((one) => ({ ...one, by: slots.filter((slot) => takes(slot, one.at, one.route)) }));
  return { slots, taken };
}

function lastAbove<P extends Placement>(handlers: readonly P[], at: Placement): P | undefined {
  return handlers.findLast((handler) => handler.position < at.position && encloses(handler, at));
}

function routesIn(found: readonly { readonly route: Route }[]): readonly Route[] {
  return found.map(({ route }) => route);
}

function catches(handler: Placement<StepEntry>, placement: Placement, route: Route): boolean {
  return !handler.entry.isLate && handler.position >= placement.position && takes(handler, placement, route);
}

function takes(handler: Placement<StepEntry>, placement: Placement, route: Route): boolean {
  if (handler.entry.reach !== 'app' && !encloses(handler, placement)) return false;
  const { pattern } = handler.entry;
  if (pattern.kind === 'all' || pattern.kind === 'unknown') return true;
  return (
    pattern.defect === null &&
    liesBelow(route.path, staticBase(`${handler.prefix}/${pattern.text}`.replace(/\/{2,}/g, '/')))
  );
}

/** Whether its errors are worth a handler: those of what answers, and of what does nothing but fail. */
export function mayFail(model: Model, route: Route): boolean {
  const last = route.chain.at(-1);
  const throws = last !== undefined && stepOf(model, last.step).rejectsBy === 'error';
  return isOrdinary(route) || (route.purpose === 'fallback' && throws);
}
