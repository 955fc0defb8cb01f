import type { Finding } from '#rule';
import { digest, type Vault } from '../contents/vault.ts';
import type { Kept } from '../kept/kept-models.ts';
import { Lost, moved } from '../kept/shift.ts';
import type { Verdict } from './judge.ts';

const MOST = 48;

/** What a model was found guilty of, if that is kept, or `judge()` and keep it. `charge`: all that findings depend on besides the model. */
export function judgeOnce(vault: Vault, model: string, charge: unknown, judge: () => Verdict): Verdict {
  const name = nameOf(model, charge);
  const kept = read<Pick<Verdict, 'findings' | 'suppressed'>>(vault, name);
  if (kept) return { ...kept, everything: () => judge().everything() };
  const verdict = judge();
  keep(vault, name, { findings: verdict.findings, suppressed: verdict.suppressed });
  return verdict;
}

/** What rules say of a model, if that is kept of it or of one that differs from it in nothing but places, or `run()` and keep it. */
export function runOnce(
  vault: Vault,
  { name, base, shifts }: Pick<Kept, 'name' | 'base' | 'shifts'>,
  charge: unknown,
  run: () => readonly Finding[],
): readonly Finding[] {
  const known = (model: string) => read<readonly Finding[]>(vault, nameOf(model, ['found', charge]));
  const own = known(name);
  if (own) return own;
  // Rules may ask what stands first.
  const keepsOrder = shifts !== null && [...shifts.values()].every((shift) => shift.keepsOrder);
  const before = keepsOrder ? known(base) : null;
  const found = (before && movedOrNull(before, shifts!)) ?? run();
  keep(vault, nameOf(name, ['found', charge]), found);
  return found;
}

function movedOrNull(found: readonly Finding[], shifts: NonNullable<Kept['shifts']>): readonly Finding[] | null {
  try {
    return moved(found, shifts);
  } catch (error) {
    if (error instanceof Lost) return null;
    throw error;
  }
}

function nameOf(model: string, charge: unknown): string {
  return `verdict-${digest(JSON.stringify([model, charge])).slice(0, 22)}.json`;
}

function read<T>(vault: Vault, name: string): T | null {
  const kept = vault.read(name);
  if (kept) vault.touch(name);
  return kept && (JSON.parse(kept.toString('utf8')) as T);
}

function keep(vault: Vault, name: string, value: object): void {
  vault.write(name, Buffer.from(JSON.stringify(value)));
  vault.makeRoom('verdict', MOST);
}
