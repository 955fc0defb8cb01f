import type { ScopeRecord, StepRecord } from '../setup/installation.ts';
import type { KnownStep } from './known-step.ts';
import type { Linked, Linker } from './links.ts';
import type { Met } from './met.ts';
import type { Occurrence } from './occurrences.ts';
import { ownSteps } from './own-steps.ts';
import { isBehind, phasedWalk } from './phased.ts';
import { rejectsByError } from './preflight.ts';
import type { Steps } from './steps.ts';
import type { Verdict } from './verdict.ts';

/**
 * What steps behind the handler make of a verdict. One that takes its answer back from who brings nothing comes when the
 * handler has run; one that meets what a guard has rejected may answer with data instead.
 */
export function reconsidered(
  verdict: Verdict,
  steps: Steps,
  scopes: readonly ScopeRecord[],
  occurrence: Occurrence,
  method: string,
  linker: Linker,
): Verdict {
  const { adapter } = occurrence.levels.at(-1)!.scope;
  if (!adapter.behind) return verdict;
  const all = (isMet: (scope: ScopeRecord, step: StepRecord) => boolean) => [
    ...phasedWalk(steps, scopes, occurrence, method, isMet),
    ...ownSteps(steps, occurrence, isMet),
  ];
  if (verdict.guard) {
    const handlers = all(({ adapter: { request } }, { use }) => request.handlesErrors?.(use) === true);
    const rescuer = rescuerOf(verdict.guard, handlers);
    if (!rescuer) return verdict;
    const reason = `${rescuer.step.name} answers by itself where ${verdict.guard.met.step.step.name} rejects`;
    return unsure(verdict, rescuer, reason);
  }
  if (verdict.access === 'unknown') return verdict;
  const taker = all(isBehind).find((met) => takesBack(linker.link(met)));
  if (!taker || verdict.access === 'authenticated') return verdict;
  const why = `its handler runs for everybody: ${taker.step.step.name} only withholds the answer afterwards`;
  return { ...verdict, why };
}

function takesBack({ link, met: { conditions } }: Linked): boolean {
  return link.outcome.none === 'rejects' && conditions.length === 0;
}

function rescuerOf(guard: Linked, handlers: readonly Met[]): KnownStep | null {
  if (!rejectsByError(guard.met.step)) return null;
  const found = handlers.find(({ step }) =>
    step.judgement?.by.none.exploration.paths.some(
      ({ end, status, servesData }) => end === 'answers' && (status ?? 200) < 300 && servesData,
    ),
  );
  return found?.step ?? null;
}

function unsure(verdict: Verdict, { step }: KnownStep, reason: string): Verdict {
  return { ...verdict, access: 'unknown', guard: null, why: reason, gaps: [{ reason, at: step.at }] };
}
