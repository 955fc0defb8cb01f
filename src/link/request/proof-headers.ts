import type { Value } from '#frameworks';
import type { CallerJudgement } from './judgement.ts';
import { noSet } from './nothing.ts';
import type { Trial } from './trial.ts';

/**
 * Headers that no name gives away and that prove who calls all the same, since the step compares them with what only the
 * server knows. `taken`: what the step does for a good caller, were these headers credentials.
 */
export function proofHeaders(
  none: CallerJudgement,
  taken: (headers: ReadonlySet<string>) => CallerJudgement,
): ReadonlySet<string> {
  const trials = none.exploration.paths.map(({ trial }) => trial);
  const read = new Set(trials.flatMap((trial) => [...trial.plainHeaders]));
  if (read.size === 0 || !trials.some((trial) => trial.comparesInput)) return noSet;
  const good = taken(read).exploration.paths.map(({ trial }) => trial);
  // A header may also be compared to find out which tenant or region is meant: a challenge tells the difference.
  const isChallenge = none.status === 401 || none.status === 403;
  if (!isChallenge && !good.some((trial) => trial.verifications.length > 0)) return noSet;
  return new Set(good.flatMap((trial) => [...trial.proofs]));
}

/** Headers that clients and proxies fill in by themselves; a page compares `Host` or a version with its settings, too. */
const common =
  /^(host|origin|referer|user-agent|from|via|forwarded|connection|upgrade|expect|range|te|dnt|pragma|cache-control|date|.*version.*|(accept|content|if|sec|x-forwarded|cf)-.*|.*-(ip|id|method|override)|x-requested-with)$/;

export function mayProve(header: string): boolean {
  return !common.test(header);
}

/** Something is compared with what only the server knows. */
export function noteComparison(trial: Trial, value: Value): void {
  if (value.t === 'unknown' && value.by === 'caller') trial.comparesInput = true;
  if (value.t === 'credential' && trial.situation.proofs?.has(value.source.name)) trial.proofs.add(value.source.name);
}
