import type { Caller } from '#model';
import type { Way } from '../brought/situation.ts';
import { type Exploration, isSameWay, type Path } from '../paths/explore.ts';
import { passes } from '../paths/outcome.ts';
import type { CallerJudgement } from './judgement.ts';

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
