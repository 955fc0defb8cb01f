import type { Value } from '#frameworks';
import type { Caller } from '#model';
import { holds } from '../brought/held.ts';
import type { Way } from '../brought/situation.ts';
import { type Exploration, isSameWay, type Path } from '../paths/explore.ts';
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
 * open: `article(slug, req.user?.id)` answers 404 where there is no such article. `further` tries further ways of a good
 * caller than it takes to see that it passes, up to those that are sought.
 */
export function treatedEqually(
  by: Record<Caller, CallerJudgement>,
  principals: ReadonlySet<string>,
  further: (sought: readonly Way[]) => Exploration,
): Record<Caller, CallerJudgement> {
  const { none, bad, good, preflight } = by;
  const asksNobody = ({ trial }: Path) =>
    !trial.credentials.asksWho && [...trial.uses.custom].every((name) => principals.has(name));
  const mayBeOpen = ({ outcome, exploration: { paths, complete } }: CallerJudgement) =>
    outcome === 'unknown' &&
    complete &&
    paths.every((path) => passes(path.end, true) || (path.end === 'rejects' && asksNobody(path)));
  if (!passes(good.outcome, true) || !mayBeOpen(none)) return by;
  const waysOf = ({ exploration }: CallerJudgement) => exploration.paths.filter(({ end }) => !passes(end, true));
  const sought = [none, bad, preflight]
    .filter(mayBeOpen)
    .flatMap(waysOf)
    .filter((way) => !good.exploration.paths.some((path) => isSameWay(path, way)));
  const met = sought.length > 0 ? further(sought).paths : [];
  const missed = sought.filter((way) => !met.some((path) => isSameWay(path, way)));
  const opened = (one: CallerJudgement) =>
    mayBeOpen(one) && !waysOf(one).some((way) => missed.includes(way))
      ? { ...one, outcome: good.outcome, unsure: null }
      : one;
  return { none: opened(none), bad: opened(bad), good, preflight: opened(preflight) };
}
