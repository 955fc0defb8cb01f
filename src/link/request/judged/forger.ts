import type { CredentialSource } from '#frameworks';
import type { Caller } from '#model';
import { distinct, isSameSource } from '../noted/credential-notes.ts';
import { passes } from '../paths/outcome.ts';
import type { CallerJudgement } from './judgement.ts';

/**
 * Who forges need not bring all that a step asks for: where a step reads one token and verifies another only when it is
 * there, the bad caller is one who brings the first and leaves the other out. `bringing` judges a caller that forges this
 * credential and brings no other.
 */
export function withForger(
  by: Record<Caller, CallerJudgement>,
  isHandler: boolean,
  bringing: (source: CredentialSource) => CallerJudgement,
): Record<Caller, CallerJudgement> {
  if (passes(by.bad.outcome, isHandler) || passes(by.none.outcome, isHandler)) return by;
  const decodings = [by.bad, by.good].flatMap(({ exploration }) =>
    exploration.paths.flatMap(({ trial }) => trial.credentials.decodings),
  );
  for (const source of distinct(decodings.flatMap((one) => one.source ?? []))) {
    const isAlone = [...by.good.touched, ...by.bad.touched].every((other) => isSameSource(source, other));
    if (isAlone) continue;
    const forger = bringing(source);
    if (passes(forger.outcome, isHandler)) return { ...by, bad: forger };
  }
  return by;
}
