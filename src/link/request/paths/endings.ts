import type { Value } from '#frameworks';
import type { Path } from './explore.ts';
import type { Trial } from './trial.ts';

/** What is computed of the time at which a token ends tells of it, too. */
export function noteEnding(trial: Trial, result: Value, from: readonly Value[], isComparison = false): void {
  if (result.t !== 'unknown' || !from.some((one) => trial.endings.has(one))) return;
  if (isComparison) trial.ages.add(result);
  else trial.endings.add(result);
}

/** Whether a path rejects because the program itself has found that a token is too old. */
export function rejectsOld({ end, trial }: Path): boolean {
  return end === 'rejects' && trial.lastTested !== null && trial.ages.has(trial.lastTested);
}
