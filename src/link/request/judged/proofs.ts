import type { CredentialSource, Value } from '#frameworks';
import { isInput, stringOf } from '#frameworks';
import { purposeOf } from '../../purpose.ts';
import { isSecretVariable, isTold } from '../brought/situation.ts';
import { noSet } from '../noted/nothing.ts';
import type { Trial } from '../paths/trial.ts';
import type { CallerJudgement } from './judgement.ts';
import { isChallenge } from './outcome.ts';

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

/** Under what `proofsOf` and the situation know a source. */
export function proofKey({ kind, name }: CredentialSource): string {
  return `${kind} ${name}`;
}

function isOfSession(key: string): boolean {
  return key.startsWith('session ');
}

/** Whether a source is to be taken for a credential in this trial; what may yet turn out to be one is noted. */
export function isProof(trial: Trial, source: CredentialSource): boolean {
  const key = proofKey(source);
  if (trial.situation.proofs?.has(key)) return true;
  if (source.kind !== 'header' || !isTold(source.name)) trial.credentials.plain.add(key);
  return false;
}

/** Something is compared with what only the server knows. */
export function noteComparison({ credentials, situation }: Trial, value: Value, others: readonly Value[]): void {
  if (isInput(value)) credentials.comparesInput = true;
  if (value.t !== 'credential' || !situation.proofs?.has(proofKey(value.source))) return;
  credentials.proofs.add(proofKey(value.source));
  if (others.some((other) => other.t === 'environment' && isSecretVariable(other.name)))
    credentials.secretProofs.add(proofKey(value.source));
}
