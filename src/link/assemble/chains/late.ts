import type { LateLink } from '#model';
import type { EntryRecord, ScopeRecord } from '../../installed/records.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import { continues, routeSteps } from './chain.ts';
import { isDevelopment } from './conditions.ts';
import type { Linker } from './links.ts';
import { missedBy } from './missed.ts';
import { above, below, matchPattern, type Occurrence } from './occurrences.ts';

/** Steps that would match the route's requests but are installed where it has already answered. */
export function lateLinks(
  steps: Steps,
  occurrence: Occurrence,
  linker: Linker,
  inChain: ReadonlySet<KnownStep>,
): LateLink[] {
  const found: LateLink[] = [];
  const route = occurrence.levels.at(-1)!;
  const total = occurrence.samples.length;
  const add = (step: KnownStep, hits: number, how: LateLink['how'], at: { base: string; path: string }) => {
    if (step.step.handlesErrors || [...inChain].some((other) => other.record.value === step.record.value)) return;
    const { link } = linker.link({
      step,
      pattern: null,
      covers: 'all',
      conditions: [],
      ...at,
      mount: at.base,
      owner: null,
    });
    found.push({ step: step.id, outcome: link.outcome, covers: hits === total ? 'all' : 'some', how });
  };
  for (const { step, hits, path, how } of missedBy(steps, occurrence)) add(step, hits, how, { base: '', path });
  // Where phases decide, a step below a route covers it.
  if (occurrence.levels[0]!.scope.adapter.ordering === 'phased') return found;
  for (const step of ownLate(steps, occurrence))
    add(step, total, 'below', {
      base: above(occurrence.samples[0]!, occurrence.levels.length - 1),
      path: below(occurrence.samples[0]!, 0),
    });
  occurrence.levels.forEach((level, index) => {
    for (const entry of level.scope.entries.slice(level.index + 1)) {
      if (entry.kind !== 'step' || entry.conditions.some(isDevelopment) || isForRouter(entry, level.scope)) continue;
      if (
        !entry.methods.includes('ALL') &&
        route.entry.kind === 'route' &&
        !route.entry.methods.some((method) => entry.methods.includes(method))
      )
        continue;
      const hits = occurrence.samples.filter((sample) => matchPattern(entry.pattern, below(sample, index)));
      if (hits.length === 0) continue;
      const step = steps.of(entry.step, level.scope);
      const how =
        index === occurrence.levels.length - 1 && entry.from !== level.entry.from && level.scope.at.file !== entry.from
          ? 'outside'
          : 'below';
      const match = level.scope.adapter.stripsPaths && matchPattern(entry.pattern, below(hits[0]!, index));
      add(step, hits.length, how, {
        base: above(hits[0]!, index) + (match ? match.taken : ''),
        path: below(hits[0]!, 0),
      });
    }
    for (const { entry, pattern } of leftOut(level.scope)) {
      if (entry.kind !== 'step') continue;
      const hits = occurrence.samples.filter((sample) => matchPattern(pattern, below(sample, index)));
      if (hits.length === 0 || entry.conditions.some(isDevelopment)) continue;
      const step = steps.of(entry.step, level.scope);
      add(step, hits.length, 'snapshot', { base: above(hits[0]!, index), path: below(hits[0]!, 0) });
    }
  });
  return found;
}

/** What was installed on a scope after it had been copied, with the patterns that the copy would have given it. */
function leftOut({ copied }: ScopeRecord) {
  return (copied?.from.entries.slice(copied.entries) ?? []).map((entry) => ({
    entry,
    pattern: copied!.place(entry.pattern, entry.kind),
  }));
}

/** `use(guard, router)`: a step given in one call with a router is meant for that router. */
function isForRouter(entry: EntryRecord, { entries }: ScopeRecord): boolean {
  return entries.some(
    (other) =>
      other.kind === 'mount' &&
      other.order > entry.order &&
      other.at.file === entry.at.file &&
      other.at.start === entry.at.start,
  );
}

/** Steps that a route lists behind the handler that has already answered: `get('/x', handler, guard)`. */
function ownLate(steps: Steps, occurrence: Occurrence): KnownStep[] {
  const { entry, scope } = occurrence.levels.at(-1)!;
  if (entry.kind !== 'route') return [];
  const own = routeSteps(steps, entry.steps, scope);
  const answering = own.findIndex((step) => !continues(step) && step.judgement?.by.none.outcome === 'answers');
  return answering >= 0 ? own.slice(answering + 1) : [];
}
