import { stringOf } from '#frameworks';
import { purposeOf } from '../../known/purpose.ts';
import { noSet } from '../noted/nothing.ts';
import { isChallenge } from '../paths/outcome.ts';
import type { CallerJudgement } from './judgement.ts';

/**
 * What proves who calls although its name does not say so: a header or parameter that the step compares with what only the
 * server knows, an entry of the session without which it challenges the caller. `taken`: what the step does for a caller,
 * were these credentials.
 */
export function proofsOf(
  none: CallerJudgement,
  taken: (proofs: ReadonlySet<string>, caller: 'none' | 'good') => CallerJudgement,
): ReadonlySet<string> {
  const trials = none.exploration.paths.map(({ trial }) => trial);
  const read = new Set(trials.flatMap((trial) => [...trial.credentials.plain]));
  const isCompared = trials.some((trial) => trial.credentials.comparesInput);
  // Beside a credential, a header of any name that does instead of it is one that everybody can make up.
  const isBeside = none.outcome !== 'rejects' && none.touched.length > 0;
  const isInstead = (one: string) => isOfSession(one) || (isBeside && one.startsWith('header '));
  if (![...read].some((one) => isCompared || isInstead(one))) return noSet;
  const good = taken(read, 'good').exploration.paths.map(({ trial }) => trial);
  // A header may also be compared to find out which tenant or region is meant: a challenge tells the difference.
  const proves = isChallenge(none.status) || good.some((trial) => trial.credentials.verifications.length > 0);
  // So does what the other side is called.
  const compared = good.flatMap(({ credentials }) => [...(proves ? credentials.proofs : credentials.secretProofs)]);
  const entries = none.outcome === 'rejects' ? [] : [...read].filter(isInstead);
  if (entries.length === 0) return new Set(compared);
  const all = new Set([...compared, ...entries]);
  const without = taken(all, 'none');
  return without.outcome === 'rejects' && (isChallenge(without.status) || sendsToLogin(without))
    ? all
    : new Set(compared);
}

/** Whoever is rejected is sent to a page where one logs in. */
function sendsToLogin({ exploration }: CallerJudgement): boolean {
  return exploration.paths.every(
    ({
      trial: {
        course: { answer },
      },
    }) => {
      const target = answer?.isRedirect && answer.body ? stringOf(answer.body) : null;
      return target !== null && purposeOf('GET', target.replace(/[?#].*/, '')) === 'login';
    },
  );
}

function isOfSession(key: string): boolean {
  return key.startsWith('session ');
}
