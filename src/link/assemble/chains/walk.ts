import type { ScopeRecord } from '../../installed/records.ts';
import type { Steps } from '../steps/steps.ts';
import { type Walk, Walker } from './chain.ts';
import { replacement, runsLast } from './gated.ts';
import { above, below, type Occurrence } from './occurrences.ts';
import { ParameterPass } from './parameters.ts';
import { guestLevel, inPhases, phasedWalk, runsBefore } from './phased.ts';

/** The steps above a route, in order, and the endpoints above it that take the same requests. */
export function walkTo(steps: Steps, scopes: readonly ScopeRecord[], occurrence: Occurrence, method: string): Walk {
  const { adapter } = occurrence.levels[0]!.scope;
  if (adapter.ordering !== 'phased') return sequentialWalk(steps, scopes, occurrence, method, 0);
  const met = phasedWalk(steps, scopes, occurrence, method).filter(runsBefore(occurrence));
  const guest = guestLevel(occurrence);
  if (guest === null) return { met, competitors: [] };
  const walk = sequentialWalk(steps, scopes, occurrence, method, guest);
  return { met: [...inPhases(met, occurrence.levels[0]!.scope), ...walk.met], competitors: walk.competitors };
}

/** Walks the scopes from one level on. */
function sequentialWalk(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  occurrence: Occurrence,
  method: string,
  from: number,
): Walk {
  const walker = new Walker(steps, scopes, method, occurrence.samples.length, occurrence.conditions);
  const router = occurrence.levels.findIndex(
    ({ scope }) => scope.adapter.isGated && scope.adapter.ordering !== 'phased',
  );
  const isAlone = router >= 0 && runsLast(occurrence.levels[router]!.scope);
  occurrence.levels.forEach((level, index) => {
    if (index < from) return;
    const paths = occurrence.samples.map((sample) => ({
      path: below(sample, index),
      base: above(sample, index),
      whole: below(sample, 0),
    }));
    const pass = new ParameterPass(level.scope);
    if (isAlone && index === router) {
      const instead = replacement(level.scope, scopes, method);
      const others = paths.map(({ path }) => instead(occurrence.levels.at(-1)!.entry, path));
      if (others[0] && !others.includes(null))
        walker.competitors.push({ entry: others[0], covers: 'all', conditions: [] });
    }
    if (!isAlone || index < router)
      walker.walk({ scope: level.scope, upTo: level.index, level: index, paths, conditions: [] }, pass);
    walker.parameters(pass, level.scope, level.entry.pattern, paths, 'all', [], true);
  });
  return { met: walker.met, competitors: walker.competitors };
}
