import type { Value } from '#frameworks';
import { type Place, samePlace } from '#text';
import type { Exploration, Path } from './explore.ts';
import type { Trial } from './trial.ts';

/** What is computed of the time at which a token ends tells of it, too. */
export function noteEnding(trial: Trial, result: Value, from: readonly Value[], isComparison = false): void {
  if (result.t !== 'unknown' || !from.some((one) => trial.origins.endings.has(one))) return;
  if (isComparison) trial.origins.ages.add(result);
  else trial.origins.endings.add(result);
}

/** Whether each step that verifies tokens there asks itself how old they are; `explored`: what steps do for good callers. */
export function refusesOld(at: Place, explored: readonly Exploration[]): boolean {
  const verifying = explored.filter(({ paths }) =>
    paths.some(({ trial }) => trial.credentials.verifications.some((one) => samePlace(one.at, at))),
  );
  return verifying.length > 0 && verifying.every(({ paths }) => paths.some(rejectsOld));
}

/** Whether a path rejects because the program itself has found that a token is too old. */
function rejectsOld({ end, trial }: Path): boolean {
  return end === 'rejects' && trial.credentials.testsAge;
}
