import type { Value } from '#frameworks';
import type { Caller } from '#model';
import { holds } from '../brought/held.ts';
import type { Exploration, Path } from '../paths/explore.ts';
import type { Trial } from '../paths/trial.ts';
import type { CallerJudgement } from './judgement.ts';
import { passes } from './outcome.ts';

/** Deep enough for the `where` of a query. */
const depthOfQuery = 6;

/** It tells who the caller is, or would tell. */
export function saysWho({ t }: Value): boolean {
  return t === 'missing' || t === 'credential' || t === 'native';
}

/** Whether something of it says who the caller is. */
export function holdsIdentity(trial: Trial, values: readonly Value[]): boolean {
  const isIdentity = ({ t }: Value) => t === 'missing' || t === 'credential' || t === 'request';
  return values.some((value) => holds(trial, value, isIdentity, depthOfQuery));
}

/**
 * A handler that turns callers without credentials away only where nobody has asked who they are, and good ones no less, is
 * open: `article(slug, req.user?.id)` answers 404 where there is no such article. `whole` tries all ways of a good caller.
 */
export function treatedEqually(
  by: Record<Caller, CallerJudgement>,
  principals: ReadonlySet<string>,
  whole: () => Exploration,
): Record<Caller, CallerJudgement> {
  const { none, good } = by;
  const asksNobody = ({ trial }: Path) =>
    !trial.asksWho && [...trial.customReads].every((name) => principals.has(name));
  const isEqual = ({ paths, complete }: Exploration, ways: Exploration | null) =>
    complete &&
    paths.every((path) => {
      if (passes(path.end, true)) return true;
      const isSame = ({ end, status }: Path) => end === path.end && status === path.status;
      return path.end === 'rejects' && asksNobody(path) && ways?.paths.some(isSame) !== false;
    });
  const mayBeOpen = none.outcome === 'unknown' && passes(good.outcome, true) && isEqual(none.exploration, null);
  if (!mayBeOpen) return by;
  const ways = whole();
  const opened = (one: CallerJudgement) =>
    one.outcome === 'unknown' && isEqual(one.exploration, ways) ? { ...one, outcome: good.outcome, unsure: null } : one;
  return { none: opened(none), bad: opened(by.bad), good, preflight: opened(by.preflight) };
}
