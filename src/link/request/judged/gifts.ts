import type { CredentialSource } from '#frameworks';
import type { Place } from '#text';
import { noSet } from '../noted/nothing.ts';
import { passes } from '../paths/outcome.ts';
import type { CallerJudgement } from './judgement.ts';

/** Entries of the session that are enough for a step which asks for others as well: `session.user || session.guest`. */
export function enoughOf(
  sources: readonly CredentialSource[],
  none: CallerJudgement,
  isHandler: boolean,
  bringing: (source: CredentialSource) => CallerJudgement,
): ReadonlySet<string> {
  if (sources.length < 2 || none.outcome !== 'rejects') return noSet;
  const entries = sources.filter(({ kind }) => kind === 'session');
  return new Set(entries.filter((one) => passes(bringing(one).outcome, isHandler)).map(({ name }) => name));
}

/** Entries of the session that a step gives to who brings nothing. */
export function giftsOf({ exploration: { paths } }: CallerJudgement): ReadonlyMap<string, Place> {
  const served = paths.filter(({ end, trial }) => passes(end, true) || trial.course.answer?.isRedirect === true);
  return new Map(served.flatMap(({ trial }) => [...trial.credentials.gifts]));
}
