import type { Left } from '../../machine/lasting.ts';
import type { CallerJudgement, Judgement } from './judgement.ts';

/** By what alone it comes that a step answers who has no good credentials in the place of those behind it; null for nothing. */
export function answersBy({ none, bad }: Judgement['by'], isHandler: boolean): Left | null {
  const left = ({ exploration: { paths } }: CallerJudgement) => {
    const answers = paths.filter(({ end }) => end === 'answers');
    return answers.every(({ trial }) => trial.rests) ? (answers[0]?.trial.rests ?? null) : null;
  };
  return isHandler ? null : (left(none) ?? left(bad));
}
