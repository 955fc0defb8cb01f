import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { LateLink, Route } from '../nouns/routes.ts';
import type { App, StepEntry } from '../nouns/scopes.ts';
import type { Need, Step } from '../nouns/steps.ts';
import { appOf, coveredBy, developmentOnly, meantToBeOpen, stepOf, tooLateFor } from './basics.ts';
import {
  confidenceFor,
  grouped,
  guardLinks,
  isOpen,
  isOrdinary,
  isRootPage,
  mutates,
  rejectsAnonymous,
  strongest,
} from './evidence.ts';
import { encloses, isOptional, isOwnStep, type Placement, placementsOf, resourceOf, stepsOf } from './flow.ts';
import { remembered } from './remember.ts';

/** A guard and the open routes that it comes too late for. */
export interface LateGuard {
  readonly step: Step;
  /** `missed`: the framework never runs it for them; `replaced`: when they have answered. Where it stands is what has to change. */
  readonly how: 'missed' | 'replaced' | 'late';
  readonly misses: readonly { readonly route: Route; readonly confidence: Confidence }[];
}

/** Guards that are installed where routes they should protect have already answered. A route counts with one of them only. */
export const lateGuards: (model: Model) => readonly LateGuard[] = remembered((model: Model) => {
  const freed = freedByName(model);
  const misses = model.routes.flatMap((route) => {
    if (!isOpen(route) || !isOrdinary(route) || freed.has(route.id)) return [];
    const late = route.late.flatMap((link) => {
      const step = stepOf(model, link.step);
      if (!rejectsAnonymous(step, link.outcome) || isDevelopmentStep(model, step)) return [];
      const best = link.covers === 'all' ? lateConfidence(model, step, route) : 'medium';
      return [{ step, route, confidence: confidenceFor(model, route, best) }];
    });
    const best = strongest(late.map((one) => one.confidence));
    return late.filter((one) => one.confidence === best).slice(0, 1);
  });
  return [...grouped(misses, (miss) => miss.step)].map(([step, group]) => ({
    step,
    how:
      (['missed', 'replaced'] as const).find((how) => group.every(({ route }) => linkOf(route, step).how === how)) ??
      'late',
    misses: group,
  }));
});

/** Routes whose whole path stands in the exemptions of a guard: they are meant to be open for guards below them, too. */
function freedByName(model: Model): ReadonlySet<number> {
  const exact = model.steps.flatMap(({ exemptions }) => exemptions.filter(({ match }) => match === 'equals'));
  return new Set(exact.flatMap(({ frees }) => frees));
}

/** `medium` where the open section above the guard looks intended: public routes stand in it, or it only reads. */
function lateConfidence(model: Model, step: Step, route: Route): Confidence {
  const link = linkOf(route, step);
  const covered = coveredBy(model, step);
  if (covered.length === 0 || link.how !== 'below') return 'high';
  if (isOptional(model, route) || seesToItself(model, route, step)) return 'medium';
  const above = tooLateFor(model, step);
  if (!mutates(route) && above.every((other) => !mutates(other)) && covered.every(mutates)) return 'medium';
  if (namesResource(model, step)) return 'high';
  if (mutates(route)) return servesPublic(model, route) ? 'medium' : 'high';
  return above.some((other) => !isOrdinary(other) || isRootPage(other)) ? 'medium' : 'high';
}

/** Its router asks for credentials by a step of its own: it hardly waits for one that stands outside of it. */
function seesToItself(model: Model, route: Route, late: Step): boolean {
  const isOutside = placementsOf(model, late).every(({ mounts }) => mounts.length < route.mounts.length);
  const asks = ({ scope, entry }: Placement<StepEntry>) =>
    scope.id === route.scope && stepOf(model, entry.step).role === 'authenticate';
  return isOutside && stepsOf(model, appOf(model, route)).some(asks);
}

function linkOf(route: Route, step: Step): LateLink {
  return route.late.find((late) => late.step === step.id)!;
}

function namesResource(model: Model, step: Step): boolean {
  return placementsOf(model, step).some(
    (placement) => placement.entry.pattern.kind !== 'all' && resourceOf(placement.entry.pattern.text) !== '',
  );
}

/** At least half of the routes of its router are there for everybody: a login router. */
function servesPublic(model: Model, route: Route): boolean {
  if (model.scopes[route.scope]?.kind !== 'router') return false;
  const all = model.routes.filter((other) => other.scope === route.scope && other.app === route.app);
  return all.filter((other) => !isOrdinary(other)).length * 2 >= all.length;
}

function isDevelopmentStep(model: Model, step: Step): boolean {
  const placements = placementsOf(model, step);
  return placements.length > 0 && placements.every((placement) => developmentOnly(placement.entry.conditions));
}

/** A step that judges a principal, and the later step that would have established it. */
export interface PrematureReader {
  readonly step: Step;
  readonly property: string;
  /** null when nothing on the way establishes it, though other routes have a step that does. */
  readonly establisher: Step | null;
  readonly routes: readonly Route[];
  readonly confidence: Confidence;
}

/** Steps that need a principal before, or without, the step that establishes it. */
export const prematureReaders: (model: Model) => readonly PrematureReader[] = remembered((model: Model) => {
  const establishers = model.steps.filter((step) => step.establishes.length > 0);
  const found = new Map<string, PrematureReader>();
  for (const route of model.routes) {
    if (developmentOnly(route.conditions)) continue;
    const known = new Set<string>();
    let best: Confidence = 'high';
    for (const [index, link] of route.chain.entries()) {
      const step = stepOf(model, link.step);
      const isMoved = link.outcome.none !== 'continues' || link.outcome.good !== 'continues';
      // Who was recognised may have been handed on under another name; what libraries' steps meet is not followed.
      const isMet = (property: string) => step.library === null && !link.absent.includes(property);
      const isLeft = step.reads.some((property) => known.has(property) || isMet(property));
      if (judgesPrincipal(step) && isMoved && !isLeft) {
        const after = [...route.chain.slice(index + 1), ...route.late].map((later) => stepOf(model, later.step));
        const establisher =
          after.find((later) => later.establishes.some((property) => step.reads.includes(property))) ?? null;
        const elsewhere = establishers.find((other) =>
          other.establishes.some((property) => step.reads.includes(property)),
        );
        const source = establisher ?? elsewhere;
        if (source) {
          const property = source.establishes.find((name) => step.reads.includes(name))!;
          const key = `${step.id} ${establisher?.id}`;
          const before = found.get(key);
          const confidence = confidenceFor(model, route, establisher ? best : best === 'high' ? 'medium' : 'low');
          found.set(key, {
            step,
            property,
            establisher,
            routes: [...(before?.routes ?? []), route],
            confidence: strongest([confidence, before?.confidence ?? 'low']),
          });
        }
      }
      for (const property of step.establishes) known.add(property);
      if (step.role === 'unknown' && link.outcome.none === 'unknown') best = 'low';
    }
  }
  return [...found.values()];
});

function judgesPrincipal(step: Step): boolean {
  return (
    (step.role === 'authorize' || step.role === 'authenticate') &&
    step.reads.length > 0 &&
    step.establishes.length === 0
  );
}

/** A step that needs something of the request, and the later step that would have provided it. */
export interface UnmetNeed {
  readonly step: Step;
  readonly consequence: string;
  /** null when nothing on the way provides it. */
  readonly provider: Step | null;
  readonly routes: readonly Route[];
  readonly confidence: Confidence;
}

/** Steps whose need no earlier step meets. */
export function unmetNeeds(model: Model, what: Need): readonly UnmetNeed[] {
  const found = new Map<string, UnmetNeed>();
  for (const route of model.routes) {
    if (developmentOnly(route.conditions)) continue;
    let provided = false;
    for (const [index, link] of route.chain.entries()) {
      const step = stepOf(model, link.step);
      const need = step.needs.find((one) => one.what === what);
      if (need && !provided) {
        const after = [...route.chain.slice(index + 1), ...route.late].map((later) => stepOf(model, later.step));
        const provider = after.find((later) => later.provides.includes(what)) ?? null;
        if (provider && need.anywhere) continue;
        const key = `${step.id} ${provider?.id}`;
        const before = found.get(key);
        found.set(key, {
          step,
          consequence: need.consequence,
          provider,
          routes: [...(before?.routes ?? []), route],
          confidence: strongest([confidenceFor(model, route), before?.confidence ?? 'low']),
        });
      }
      provided ||= step.provides.includes(what);
    }
  }
  return [...found.values()];
}

/** A guard that runs for routes outside of the scope it was written for. */
export interface LeakingGuard {
  readonly step: Step;
  readonly confidence: Confidence;
  /** Later routes that are meant to be open and are not. */
  readonly locked: readonly Route[];
  /** Later routes with a guard of their own. */
  readonly doubled: readonly Route[];
}

/** Pathless guards of a router that requests to other routers pass through. */
export const leakingGuards: (model: Model) => readonly LeakingGuard[] = remembered((model: Model) => {
  const leaks = model.steps.flatMap((step): LeakingGuard[] => {
    const places = placementsOf(model, step).filter((placement) => placement.mounts.length > 0);
    if (places.length === 0) return [];
    const covered = coveredBy(model, step);
    const isOutside = (route: Route) => !places.some((place) => encloses(place, route));
    // What was installed by a plugin without routes is meant for those around it.
    if (covered.every(isOutside)) return [];
    const strangers = covered.filter((route) => {
      const link = route.chain.find((one) => one.step === step.id)!;
      return rejectsAnonymous(step, link.outcome) && isOutside(route);
    });
    const locked = strangers.filter((route) => {
      return meantToBeOpen(route) && route.purpose !== 'fallback' && route.guard === step.id;
    });
    const doubled = strangers.filter((route) => isOrdinary(route) && hasOwnGuard(model, route));
    if (locked.length + doubled.length === 0) return [];
    const confidence = strongest(
      [...locked, ...doubled].map((route) => confidenceFor(model, route, locked.includes(route) ? 'high' : 'medium')),
    );
    return [{ step, confidence, locked, doubled }];
  });
  // Of several guards that lock the same routes the first tells the story.
  const stories = grouped(leaks, ({ locked, doubled }) => [...locked, ...doubled].map((route) => route.id).join());
  return [...stories.values()].map((group) => group[0]!);
});

/** A guard among its own steps or in the routers that lead to it. */
function hasOwnGuard(model: Model, route: Route): boolean {
  return guardLinks(model, route).some((link) => {
    const step = stepOf(model, link.step);
    const places = placementsOf(model, step).filter((place) => place.mounts.length > 0);
    return places.length === 0 ? isOwnStep(model, route, step) : places.some((place) => encloses(place, route));
  });
}

/** Whether the guard covers the route only because it leaks out of another router. */
export function leaksInto(model: Model, step: Step, route: Route): boolean {
  return leakingGuards(model).some((leak) => leak.step.id === step.id && leak.locked.includes(route));
}

/** An app of which nothing was left unknown. */
export function isFullyKnown(model: Model, app: App): boolean {
  return (
    !app.detached &&
    model.gaps.length === 0 &&
    model.routes.every((route) => appOf(model, route).id !== app.id || route.gaps.length === 0)
  );
}
