import { stringOf } from '#frameworks';
import { purposeOf } from '../../known/purpose.ts';
import { partKey, proofKey } from '../brought/proofs.ts';
import type { CredentialNotes } from '../noted/credential-notes.ts';
import { noSet } from '../noted/nothing.ts';
import { isChallenge } from '../paths/outcome.ts';
import type { CallerJudgement } from './judgement.ts';

/**
 * What proves who calls although its name does not say so: a header or parameter that the step compares with what only the
 * server knows, an entry of the session without which it challenges the caller. `taken`: what the step does for a caller,
 * were these credentials.
 */
export function proofsOf(none: CallerJudgement, taken: Taken): ReadonlySet<string> {
  const compared = comparedOrInstead(none, taken);
  return compared.size > 0 ? compared : keysBeside(none, taken);
}

type Taken = (proofs: ReadonlySet<string>, caller: 'none' | 'good') => CallerJudgement;

function comparedOrInstead(none: CallerJudgement, taken: Taken): ReadonlySet<string> {
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

/**
 * By what callers are looked up where the step looks credentials up, too: an application that is named in a header, in the body or as
 * the user of Basic authentication. Only where whoever brings none of them is challenged.
 */
function keysBeside(none: CallerJudgement, taken: Taken): ReadonlySet<string> {
  const isOpen = none.outcome !== 'unknown' || none.exploration.paths.some(({ trial }) => trial.situation.isHandler);
  const first = new Set(keysIn(none, true).map(({ source }) => proofKey(source)));
  if (isOpen || first.size === 0 || none.touched.length === 0) return noSet;
  const others = keysIn(taken(first, 'good'), false).filter(({ source }) => !first.has(proofKey(source)));
  const stores = new Set(others.map(({ store }) => store));
  const proofs = new Set<string>();
  const parts = others.map(({ source }) => partKey(source));
  let without = none;
  // What is looked up second shows when the first has found nothing.
  for (let size = -1; without.outcome === 'unknown' && proofs.size > size; ) {
    size = proofs.size;
    for (const { store, source } of keysIn(without, true)) if (stores.has(store)) proofs.add(proofKey(source));
    if (proofs.size > size) without = taken(new Set([...proofs, ...parts]), 'none');
  }
  const isAsked = without.exploration.paths.some(({ end, status }) => end === 'rejects' && isChallenge(status));
  return without.outcome === 'rejects' && isAsked ? new Set([...proofs, ...parts]) : noSet;
}

function keysIn({ exploration: { paths } }: CallerJudgement, arePlain: boolean): CredentialNotes['keys'] {
  return paths.flatMap(({ trial }) => trial.credentials.keys.filter(({ isPlain }) => isPlain === arePlain));
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
