import { digest, type Vault } from '../contents/vault.ts';
import type { Verdict } from './judge.ts';

const MOST = 32;

/** What a model was found guilty of, if that is kept, or `judge()` and keep it. `charge`: all that findings depend on besides the model. */
export function judgeOnce(vault: Vault, model: string, charge: unknown, judge: () => Verdict): Verdict {
  const name = `verdict-${digest(JSON.stringify([model, charge])).slice(0, 22)}.json`;
  const kept = vault.read(name);
  if (kept) {
    vault.touch(name);
    const { findings, suppressed } = JSON.parse(kept.toString('utf8')) as Pick<Verdict, 'findings' | 'suppressed'>;
    return { findings, suppressed, everything: () => judge().everything() };
  }
  const verdict = judge();
  vault.write(name, JSON.stringify({ findings: verdict.findings, suppressed: verdict.suppressed }));
  vault.makeRoom('verdict', MOST);
  return verdict;
}
