import type { Place } from '#text';
import type { Confidence, Flaw, FlawKind, Model, Route, Step } from './model.ts';
import { acrossGap, authenticates, coveredBy, stepOf, strongest } from './questions.ts';

/** One flaw in the code, however many steps are made of that code. */
export interface FlawedCode {
  readonly flaw: Flaw;
  readonly steps: readonly Step[];
}

/** The flaws of some kinds, one for each place. */
export function flawsOf(model: Model, ...kinds: readonly FlawKind[]): readonly FlawedCode[] {
  const found = new Map<string, { readonly flaw: Flaw; readonly steps: Step[] }>();
  for (const step of model.steps) {
    for (const flaw of step.flaws) {
      if (!kinds.includes(flaw.kind)) continue;
      const key = `${flaw.kind}\0${flaw.at.file}\0${flaw.at.start}`;
      const seen = found.get(key);
      if (!seen) found.set(key, { flaw, steps: [step] });
      else if (!seen.steps.includes(step)) seen.steps.push(step);
    }
  }
  return [...found.values()];
}

/** Steps whose body holds the place. */
export function stepsAround(model: Model, place: Place): readonly Step[] {
  return model.steps.filter((step) => step.definedAt !== null && contains(step.definedAt, place));
}

export function contains(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** What may be said against steps: the best of their own confidence, and never much where all their routes lie across a gap. */
export function confidenceIn(model: Model, steps: readonly Step[]): Confidence {
  const routes = steps.flatMap((step) => coveredBy(model, step));
  if (routes.length > 0 && routes.every((route) => acrossGap(model, route))) return 'low';
  return strongest(steps.map((step) => step.confidence));
}

/** True when a step that verifies stands before the given ones on every route that has one of them. */
export function verifiedBefore(model: Model, steps: readonly Step[]): boolean {
  const ids = new Set(steps.map((step) => step.id));
  const routes = model.routes.filter((route) => route.chain.some((link) => ids.has(link.step)));
  return routes.length > 0 && routes.every((route) => isVerifiedBefore(model, route, ids));
}

function isVerifiedBefore(model: Model, route: Route, ids: ReadonlySet<number>): boolean {
  for (const link of route.chain) {
    if (ids.has(link.step)) return false;
    const step = stepOf(model, link.step);
    if (authenticates(step) && !step.forgeable && link.covers === 'all' && link.outcome.none === 'rejects') return true;
  }
  return false;
}
