import type { Route } from '../chains/catchers.ts';
import type { Linked, Linker } from '../chains/links.ts';
import { ownSteps } from '../chains/own-steps.ts';
import { isBehind, phasedWalk } from '../chains/phased.ts';
import { type Rescue, rescueOf } from '../chains/rescues.ts';
import type { Verdict } from './verdict.ts';

/**
 * What comes behind a verdict. Who hears of what a guard has rejected may answer with data instead; a step behind the handler
 * that takes its answer back from who brings nothing comes when the handler has run.
 */
export function reconsidered(verdict: Verdict, route: Route, linker: Linker): Verdict {
  const { steps, scopes, occurrence, method } = route;
  const { adapter } = occurrence.levels.at(-1)!.scope;
  if (verdict.guard) {
    const rescue = verdict.access === 'authenticated' ? rescueOf(route, verdict.guard, linker) : null;
    return rescue ? rescued(verdict, verdict.guard, rescue) : verdict;
  }
  if (!adapter.behind || verdict.access === 'unknown' || verdict.access === 'authenticated') return verdict;
  const taker = [
    ...phasedWalk(steps, scopes, occurrence, method, isBehind),
    ...ownSteps(steps, occurrence, isBehind),
  ].find((met) => takesBack(linker.link(met)));
  if (!taker) return verdict;
  const why = `its handler runs for everybody: ${taker.step.step.name} only withholds the answer afterwards`;
  return { ...verdict, why };
}

function rescued(verdict: Verdict, guard: Linked, rescue: Rescue): Verdict {
  const [by, step] = [rescue.by.step, guard.met.step.step];
  const swallowed = {
    handler: by.id,
    step: step.id,
    status: rescue.status,
    served: rescue.how === 'handled',
    sure: rescue.isSure,
  };
  if (rescue.how === 'hidden') return { ...verdict, swallowed };
  if (rescue.how === 'handled' && rescue.isSure)
    return {
      ...verdict,
      access: 'anonymous',
      guard: null,
      why: `${by.name} runs the handler where ${step.name} rejects`,
      swallowed,
    };
  const reason = `${by.name} answers by itself where ${step.name} rejects`;
  return { ...verdict, access: 'unknown', guard: null, why: reason, gaps: [{ reason, at: by.at }], swallowed };
}

function takesBack({ link, met: { conditions } }: Linked): boolean {
  return link.outcome.none === 'rejects' && conditions.length === 0;
}
