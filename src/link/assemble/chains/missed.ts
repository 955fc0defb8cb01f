import type { Adapter } from '#frameworks';
import type { EntryRecord, ScopeRecord, StepRecord } from '../../installed/records.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import { isDevelopment } from './conditions.ts';
import { below, matchPattern, type Occurrence } from './occurrences.ts';

export interface Missed {
  readonly step: KnownStep;
  /** How many of the route's paths it was meant for, and the first of them. */
  readonly hits: number;
  readonly path: string;
  readonly how: 'missed' | 'replaced';
}

/** Steps that were meant for a route and that the framework refuses, ignores or runs behind the handler. */
export function missedBy(steps: Steps, { levels, samples }: Occurrence): Missed[] {
  const found: Missed[] = [];
  const visit = (scope: ScopeRecord, step: StepRecord, hits: readonly (readonly string[])[]) => {
    const [first] = hits;
    const how = howMissed(scope.adapter, step);
    if (!first || !how) return;
    const known = steps.of(step, scope);
    // What lets everybody continue is missed by nobody, but for the headers that CORS adds.
    if (known.step.outcome.none !== 'continues' || known.step.role === 'cors')
      found.push({ step: known, hits: hits.length, path: below(first, 0), how });
  };
  const route = levels.at(-1)!;
  levels.forEach(({ scope }, index) => {
    for (const entry of scope.entries) {
      if (entry.kind !== 'step' || !takesOne(entry.methods, route.entry)) continue;
      if (entry.conditions.some(isDevelopment)) continue;
      visit(
        scope,
        entry.step,
        samples.filter((sample) => matchPattern(entry.pattern, below(sample, index))),
      );
    }
  });
  if (route.entry.kind !== 'route') return found;
  for (const step of route.entry.steps) visit(route.scope, step, samples);
  return found;
}

function howMissed(adapter: Adapter, { use: { phase }, isLate }: StepRecord): Missed['how'] | null {
  if (isLate || (phase !== null && adapter.afterwards?.includes(phase))) return 'missed';
  return phase !== null && adapter.behind?.includes(phase) ? 'replaced' : null;
}

function takesOne(methods: readonly string[], entry: EntryRecord): boolean {
  return methods.includes('ALL') || entry.kind !== 'route' || entry.methods.some((method) => methods.includes(method));
}
