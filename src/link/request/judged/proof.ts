import { passes } from '../paths/outcome.ts';
import type { Judgement } from './judgement.ts';

/** Whether good callers get past a step by something that forged credentials do not do; `wanting`: it is not known how those do. */
export type Proof = 'seen' | 'wanting' | null;

export function proofIn({ good, bad }: Judgement['by'], isHandler: boolean): Proof {
  const isProved = good.exploration.paths.some(({ end, trial: { credentials } }) => {
    return passes(end, isHandler) && (credentials.proves || credentials.verifications.some((one) => one.succeeded));
  });
  if (isProved) return 'seen';
  const mayPass = bad.outcome === 'unknown' && bad.exploration.paths.some(({ end }) => passes(end, isHandler));
  return mayPass ? 'wanting' : null;
}
