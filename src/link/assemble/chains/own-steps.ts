import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import { continues, routeSteps } from './chain.ts';
import { isProduction } from './conditions.ts';
import type { Met } from './met.ts';
import { above, below, type Occurrence } from './occurrences.ts';
import { isBefore } from './phased.ts';

/** A route's own steps, as a request to it meets them. */
export function ownSteps(steps: Steps, occurrence: Occurrence, isMet = isBefore): Met[] {
  const { levels, samples } = occurrence;
  const { entry } = levels.at(-1)!;
  const base = above(samples[0] ?? ['/'], levels.length - 1);
  return upToTheAnswer(steps, occurrence, isMet).map((step) => ({
    step,
    pattern: null,
    covers: 'all',
    conditions: step.record.conditions.filter((one) => !isProduction(one)),
    base,
    mount: base,
    path: below(samples[0] ?? ['/'], 0),
    others: samples.slice(1, 4).map((one) => ({ path: below(one, 0), base: above(one, levels.length - 1) })),
    owner: entry,
    ...(step.record.moment && { order: step.record.moment.order }),
  }));
}

/** What is listed behind the step that answers never runs. */
function upToTheAnswer(steps: Steps, { levels }: Occurrence, isMet: typeof isBefore): KnownStep[] {
  const { entry, scope } = levels.at(-1)!;
  if (entry.kind === 'mount') return [];
  if (entry.kind === 'step') return [steps.of(entry.step, scope)];
  const own = routeSteps(steps, entry.steps, scope).filter(({ record }) => isMet(scope, record));
  const answering = own.findIndex(
    (step) =>
      !step.step.handlesErrors &&
      !continues(step) &&
      step.judgement?.by.none.outcome === 'answers' &&
      step.judgement.by.good.outcome === 'answers',
  );
  return answering >= 0 ? own.slice(0, answering + 1) : own;
}
