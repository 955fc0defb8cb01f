import type { Place } from '#text';
import { passes } from '../paths/outcome.ts';
import type { CallerJudgement } from './judgement.ts';

/** Entries of the session that a step gives to who brings nothing. */
export function giftsOf({ exploration: { paths } }: CallerJudgement): ReadonlyMap<string, Place> {
  const served = paths.filter(({ end, trial }) => passes(end, true) || trial.course.answer?.isRedirect === true);
  return new Map(served.flatMap(({ trial }) => [...trial.credentials.gifts]));
}
