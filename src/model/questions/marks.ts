import { samePlace } from '#text';
import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Mark, Route } from '../nouns/routes.ts';
import type { Step } from '../nouns/steps.ts';
import { chainOf, stepOf } from './basics.ts';
import { rejectsAnonymous } from './evidence.ts';
import { isOwnStep } from './flow.ts';

/** A requirement that is written on a route and that nobody on the way to its handler looks at. */
export interface UnreadMark {
  readonly route: Route;
  readonly mark: Mark;
  /** A guard that reads such marks on other routes, or of the other place. */
  readonly reader: Step | null;
  /** The last guard that was installed on the route itself, beside the mark. */
  readonly beside: Step | null;
  /** Medium where another guard of the route's own refuses too: it may enforce the same without looking there. */
  readonly confidence: Confidence;
}

/** Mere flags are left out: a marker that frees a route demands nothing where nothing guards it. */
export function unreadMarks(model: Model): UnreadMark[] {
  // What frees one route asks for nothing on the others.
  const opening = new Set(model.routes.flatMap(({ marks }) => marks.flatMap((mark) => (mark.opens ? mark.name : []))));
  return model.routes.flatMap((route) => {
    const isSeen = chainOf(model, route).every((step, index) => {
      const { none } = route.chain[index]!.outcome;
      return none !== 'unknown' && step.outcome.none !== 'unknown';
    });
    if (!isSeen) return [];
    const own = chainOf(model, route).filter((step) => isOwnStep(model, route, step) && step.role !== 'handler');
    const guards = own.filter((step) => isWrittenThere(model, step) && rejectsAnonymous(step, outcomeIn(route, step)));
    const refuses = (step: Step) => step.id !== route.guard && outcomeIn(route, step).none === 'rejects';
    const confidence = own.some(refuses) ? 'medium' : 'high';
    return route.marks.flatMap((mark) => {
      if (mark.isRead || mark.reader === null || mark.text === null || opening.has(mark.name)) return [];
      // Of two places with the same mark, one that is read is enough.
      if (route.marks.some((other) => other.name === mark.name && other.isRead)) return [];
      const reader = mark.reader.step === null ? null : stepOf(model, mark.reader.step);
      return [{ route, mark, reader, beside: guards.at(-1) ?? null, confidence }];
    });
  });
}

function outcomeIn({ chain }: Route, { id }: Step): Step['outcome'] {
  return chain.find(({ step }) => step === id)!.outcome;
}

/** No default that is written once for many routes. */
function isWrittenThere(model: Model, step: Step): boolean {
  return model.steps.every(({ id, at }) => id === step.id || !samePlace(at, step.at));
}

/** A step that reads the caller from a property that nobody fills, while a guard before it fills another. */
export interface MisreadPrincipal {
  readonly route: Route;
  readonly step: Step;
  readonly name: string;
  readonly guard: Step;
  readonly given: string;
}

/** One for each step and property, with the first route that shows it. */
export function misreadPrincipals(model: Model): MisreadPrincipal[] {
  const found = new Map<string, MisreadPrincipal>();
  for (const route of model.routes) {
    for (const [index, link] of route.chain.entries()) {
      const step = stepOf(model, link.step);
      const before = route.chain.slice(0, index).map((one) => ({ link: one, step: stepOf(model, one.step) }));
      const [guard] = before.filter(
        (one) => one.link.outcome.none === 'rejects' && one.link.covers === 'all' && one.step.establishes.length > 0,
      );
      const isSeen = before.every((one) => one.link.outcome.good !== 'unknown' && one.step.outcome.good !== 'unknown');
      if (!guard || !isSeen || step.handlesErrors) continue;
      const given = before.flatMap((one) => one.step.establishes);
      // Who also looks at the right place has a fallback.
      if (step.reads.some((name) => given.includes(name))) continue;
      for (const name of link.absent) {
        const key = `${step.at.file}:${step.at.start}:${name}`;
        if (!found.has(key)) found.set(key, { route, step, name, guard: guard.step, given: given[0]! });
      }
    }
  }
  return [...found.values()];
}
