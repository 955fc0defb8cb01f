import type { Adapter } from '#frameworks';
import type { Condition } from '#model';
import type { EntryRecord, ScopeRecord, StepRecord } from '../../installed/records.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import { contradicts, missing } from './conditions.ts';
import { takes } from './gated.ts';
import type { Linked } from './links.ts';
import type { Met } from './met.ts';
import { above, below, matchPattern, type Occurrence } from './occurrences.ts';
import { ownSteps } from './own-steps.ts';
import { isBehind, phasedWalk } from './phased.ts';

/** What a request to a route may meet when one of its steps has failed. */
export interface Route {
  readonly steps: Steps;
  readonly scopes: readonly ScopeRecord[];
  readonly occurrence: Occurrence;
  readonly method: string;
  readonly links: readonly Linked[];
}

/** Those who hear of the error of a step, in the order in which they do: error handlers, or steps around it that catch. */
export function catchersOf(route: Route, guard: Linked): readonly Met[] {
  const { adapter } = route.occurrence.levels.at(-1)!.scope;
  if (adapter.request.continuation === 'promise') return around(route, guard);
  if (adapter.request.continuation === 'settled-promise') return [...placed(route, guard), ...around(route, guard)];
  if (adapter.ordering === 'phased')
    return [
      ...around(route, guard).filter(({ step }) => isAround(adapter, step.record.use.phase)),
      ...slotted(route).filter((met) => hears(route, guard.met.step, met)),
      ...answerSteps(route),
    ];
  return adapter.request.handlesErrors ? placed(route, guard) : behind(route, guard);
}

/** Whether the steps of a slot run around all that comes behind them. */
export function isAround({ around }: Adapter, phase: string | null): boolean {
  return phase !== null && around?.includes(phase) === true;
}

/** Those behind the handler that every answer passes, in their order. */
function answerSteps({ steps, scopes, occurrence, method }: Route): readonly Met[] {
  const isMet = (scope: ScopeRecord, step: StepRecord) =>
    isBehind(scope, step) && scope.adapter.delays?.(step.use.phase, null) === true;
  return [...phasedWalk(steps, scopes, occurrence, method, isMet), ...ownSteps(steps, occurrence, isMet)];
}

/** Whether an error handler that a route meets hears of the errors of a step. */
export function hears(
  { occurrence: { levels } }: Route,
  { adapter, record: { use } }: KnownStep,
  { step }: Met,
): boolean {
  const isWithin = adapter.ordering === 'phased' && levelOf(step.record, levels) !== 0;
  return !isWithin || adapter.hearsWithin?.(use.phase) !== false;
}

/** Where the next step is waited for: the steps above, the inner ones first. */
function around({ links }: Route, guard: Linked): readonly Met[] {
  return links
    .slice(0, links.indexOf(guard))
    .flatMap(({ met }) => (met.step.step.handlesErrors ? [] : [met]))
    .reverse();
}

/** In slots of their own: the route's, then those of the scopes around it, the inner ones first and of one scope the last. */
function slotted({ steps, scopes, occurrence, method }: Route): readonly Met[] {
  const isMet = ({ adapter }: ScopeRecord, { use, isLate }: StepRecord) =>
    !isLate && adapter.request.handlesErrors?.(use) === true;
  const depth = ({ step }: Met) => levelOf(step.record, occurrence.levels);
  const found = phasedWalk(steps, scopes, occurrence, method, isMet);
  return [...ownSteps(steps, occurrence, isMet).reverse(), ...[...found].reverse().sort((a, b) => depth(b) - depth(a))];
}

/** One for each scope, wherever it is set: of those around the step the inner one, and in one scope the last. */
function placed({ steps, occurrence }: Route, guard: Linked): readonly Met[] {
  const { levels } = occurrence;
  const home = levelOf(guard.met.step.record, levels);
  return levels
    .slice(0, (home < 0 ? levels.length - 1 : home) + 1)
    .flatMap(({ scope }, level) => {
      const last = scope.entries.findLast(
        (entry) => entry.kind === 'step' && scope.adapter.request.handlesErrors?.(entry.step.use) === true,
      );
      return last?.kind === 'step' ? [metAt(steps, occurrence, last, last.step, scope, level)] : [];
    })
    .reverse();
}

/** Where a scope installs a step; -1 where it does not. */
function indexIn({ entries }: ScopeRecord, record: StepRecord): number {
  return entries.findIndex((entry) => entry.kind === 'step' && entry.step === record);
}

/** The outermost scope on the way that installs a step; -1 where none does. */
function levelOf(record: StepRecord, levels: Occurrence['levels']): number {
  return levels.findIndex(({ scope }) => indexIn(scope, record) >= 0);
}

/** Installed behind the step: in its own route, in its scope, and in the scopes around that. */
function behind({ steps, scopes, occurrence, method }: Route, guard: Linked): readonly Met[] {
  const { levels } = occurrence;
  const { entry: route, scope: home } = levels.at(-1)!;
  const own = route.kind === 'route' ? route.steps : [];
  const at = own.indexOf(guard.met.step.record);
  const handlers: Met[] =
    at < 0
      ? []
      : own.slice(at + 1).flatMap((record) => {
          const met = metAt(steps, occurrence, route, record, home, levels.length - 1);
          return met.step.step.handlesErrors ? [met] : [];
        });
  const way = at >= 0 ? levels : wayTo(guard.met.step.record, levels, scopes);
  for (const [level, { scope, index }] of [...way.entries()].reverse()) {
    for (const entry of scope.entries.slice(index + 1)) {
      if (entry.kind === 'mount' || !takes(entry.methods, method)) continue;
      const records = entry.kind === 'step' ? [entry.step] : entry.steps;
      const known = records.map((record) => steps.of(record, scope));
      if (!known.every(({ step }) => step.handlesErrors)) continue;
      const isOnWay = levels[level]?.scope === scope;
      if (isOnWay && occurrence.samples.every((sample) => matchPattern(entry.pattern, below(sample, level)) === false))
        continue;
      if (contradicts(entry.conditions, occurrence.conditions)) continue;
      for (const record of records) handlers.push(metAt(steps, occurrence, entry, record, scope, isOnWay ? level : 0));
    }
  }
  return handlers;
}

interface Position {
  readonly scope: ScopeRecord;
  readonly index: number;
}

/** The entries that lead from the app to a step; those of the route where nothing shows others. */
function wayTo(record: StepRecord, levels: Occurrence['levels'], scopes: readonly ScopeRecord[]): readonly Position[] {
  const find = (scope: ScopeRecord, seen: readonly ScopeRecord[]): readonly Position[] | null => {
    const index = indexIn(scope, record);
    if (index >= 0) return [{ scope, index }];
    if (seen.length > 12 || seen.includes(scope)) return null;
    for (const [at, entry] of scope.entries.entries()) {
      const rest = entry.kind === 'mount' ? find(scopes[entry.scope]!, [...seen, scope]) : null;
      if (rest) return [{ scope, index: at }, ...rest];
    }
    return null;
  };
  const near = levelOf(record, levels);
  if (near < 0) return find(levels[0]!.scope, []) ?? levels;
  const { scope } = levels[near]!;
  return [...levels.slice(0, near), { scope, index: indexIn(scope, record) }];
}

function metAt(
  steps: Steps,
  { samples, conditions }: Occurrence,
  entry: EntryRecord,
  record: StepRecord,
  scope: ScopeRecord,
  level: number,
): Met {
  const sample = samples[0] ?? ['/'];
  const hits = samples.map((one) => matchPattern(entry.pattern, below(one, level)));
  const own: readonly Condition[] = missing(entry.conditions, conditions);
  const mount = above(sample, level);
  const taken = entry.kind === 'step' && scope.adapter.stripsPaths && hits[0] ? hits[0].taken : '';
  return {
    step: steps.of(record, scope),
    pattern: entry.pattern,
    covers: hits.every(Boolean) ? 'all' : 'some',
    conditions: own,
    base: mount + taken,
    mount,
    path: below(sample, 0),
    owner: null,
  };
}
