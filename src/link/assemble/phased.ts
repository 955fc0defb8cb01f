import type { ScopeRecord, StepRecord } from '../setup/installation.ts';
import { contradicts, type Met, missing, takes } from './chain.ts';
import { above, below, matchPattern, type Occurrence } from './occurrences.ts';
import type { Steps } from './steps.ts';

/**
 * The steps of phased scopes that a request to a route meets: those of every scope around the route, wherever they are
 * written, phase by phase and within a phase in the order of installation. Sibling scopes do not matter.
 */
export function phasedWalk(steps: Steps, occurrence: Occurrence, method: string): Met[] {
  const found: { readonly met: Met; readonly order: number }[] = [];
  const last = occurrence.levels.at(-1)!.entry;
  const transport = last.kind === 'route' ? last.target?.transport : undefined;
  occurrence.levels.forEach(({ scope }, level) => {
    for (const entry of scope.entries) {
      if (entry.kind !== 'step' || !takes(entry.methods, method) || !isBefore(scope, entry.step)) continue;
      if (contradicts(entry.conditions, occurrence.conditions)) continue;
      const { phase } = entry.step.use;
      if (transport && level === 0 && scope.adapter.reaches?.(transport, phase, scope.version, scope.options) === false)
        continue;
      const hits = occurrence.samples.flatMap((sample) => {
        const match = matchPattern(entry.pattern, below(sample, level));
        if (match === false) return [];
        const mount = above(sample, level);
        return [{ match, mount, base: mount + (match?.taken ?? ''), path: below(sample, 0) }];
      });
      const [first, ...others] = hits;
      if (!first) continue;
      const isSure = hits.length === occurrence.samples.length && hits.every((hit) => hit.match !== null);
      const met: Met = {
        step: steps.of(entry.step, scope.adapter, scope.version, false),
        pattern: entry.pattern,
        covers: isSure ? 'all' : 'some',
        conditions: missing(entry.conditions, occurrence.conditions),
        base: first.base,
        mount: first.mount,
        path: first.path,
        others: others.slice(0, 3),
        owner: null,
      };
      found.push({ met, order: entry.order });
    }
  });
  return found.sort((a, b) => a.order - b.order).map(({ met }) => met);
}

/** Whether a step runs before the handler: the slots behind it are none of the chain, nor what came too late. */
export function isBefore({ adapter }: ScopeRecord, { use: { phase }, isLate }: StepRecord): boolean {
  if (isLate) return false;
  return adapter.ordering !== 'phased' || phase === null || adapter.phases.includes(phase);
}

/** Sorts a chain by phases; a handler has none and comes last. Within a phase the order stays. */
export function inPhases(chain: readonly Met[], { adapter }: ScopeRecord): readonly Met[] {
  if (adapter.ordering !== 'phased') return chain;
  const rank = ({ step }: Met) => {
    const { phase } = step.record.use;
    return phase === null ? adapter.phases.length : adapter.phases.indexOf(phase);
  };
  return [...chain].sort((a, b) => rank(a) - rank(b));
}
