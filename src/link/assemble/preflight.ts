import type { Preflight } from '#model';
import type { ScopeRecord } from '../setup/installation.ts';
import { continues, routeSteps, isDevelopment } from './chain.ts';
import { below, matchPattern, type Occurrence } from './occurrences.ts';
import type { Linker } from './links.ts';
import type { KnownStep, Steps } from './steps.ts';

interface Found {
  answer: Preflight['answer'] | null;
  by: KnownStep | null;
  corsBehind: KnownStep | null;
  /** A route of another method matched, so that the framework answers OPTIONS by itself. */
  automatic: boolean;
  unsure: boolean;
}

/** What the browser's OPTIONS question to a route's path meets, walking the whole app in order. */
export function preflightOf(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  occurrence: Occurrence,
  linker: Linker,
): Preflight {
  const root = occurrence.levels[0]!.scope;
  const sample = occurrence.samples[0] ?? ['/'];
  const found: Found = { answer: null, by: null, corsBehind: null, automatic: false, unsure: false };
  visit({ steps, scopes, linker, found, whole: below(sample, 0) }, root, below(sample, 0), '', 0, Number.POSITIVE_INFINITY);
  const answer = found.answer ?? (found.unsure ? 'unknown' : found.automatic && root.adapter.answersOptions ? 'automatic' : 'unknown');
  return { answer: found.unsure && answer !== 'cors' ? 'unknown' : answer, by: found.by?.id ?? null, corsBehind: found.corsBehind?.id ?? null };
}

interface Tour {
  readonly steps: Steps;
  readonly scopes: readonly ScopeRecord[];
  readonly linker: Linker;
  readonly found: Found;
  readonly whole: string;
}

function visit(tour: Tour, scope: ScopeRecord, path: string, base: string, depth: number, upTo: number): void {
  if (depth > 12) return;
  let routed = false;
  for (const entry of scope.entries.slice(0, upTo)) {
    if (entry.conditions.some(isDevelopment)) continue;
    const match = matchPattern(entry.pattern, path);
    if (match === false) continue;
    if (entry.kind === 'mount') {
      const taken = match?.taken ?? '';
      for (const parameter of scope.parameters) {
        if (entry.pattern.text.includes(`:${parameter.name}`)) meet(tour, tour.steps.of(parameter.step, scope.adapter, scope.version, false), base, match !== null, false);
      }
      visit(tour, tour.scopes[entry.scope]!, path.slice(taken.length) || '/', base + taken, depth + 1, entry.live ? Number.POSITIVE_INFINITY : (entry.entries ?? 0));
    } else if (entry.kind === 'route' && !entry.methods.includes('OPTIONS') && !entry.methods.includes('ALL')) {
      routed = true;
    } else {
      const met = entry.kind === 'step' ? [tour.steps.of(entry.step, scope.adapter, scope.version, false)] : routeSteps(tour.steps, entry.steps, scope);
      const sure = match !== null && entry.conditions.length === 0;
      const taken = entry.kind === 'step' ? (match?.taken ?? '') : '';
      for (const parameter of scope.parameters) {
        if (entry.pattern.text.includes(`:${parameter.name}`)) meet(tour, tour.steps.of(parameter.step, scope.adapter, scope.version, false), base, sure, false);
      }
      for (const step of met) meet(tour, step, base + taken, sure, entry.kind === 'route');
    }
    if (tour.found.answer && tour.found.answer !== 'rejected') return;
  }
  if (!routed) return;
  tour.found.automatic = true;
  // A mounted router that has a route for the path answers OPTIONS itself: what stands behind it is never reached.
  if (depth > 0 && scope.adapter.answersOptions && !tour.found.answer && !tour.found.unsure) tour.found.answer = 'automatic';
}

function meet(tour: Tour, step: KnownStep, base: string, sure: boolean, isRoute: boolean): void {
  const { found } = tour;
  if (step.step.handlesErrors || (found.answer !== null && found.answer !== 'rejected')) return;
  const outcome = tour.linker.link({ step, pattern: null, covers: 'all', conditions: [], base, mount: base, path: tour.whole, owner: null }).link.outcome.preflight;
  const isCors = step.step.role === 'cors';
  if (found.answer === 'rejected') {
    if (isCors && outcome === 'answers') found.corsBehind ??= step;
    return;
  }
  if (outcome === 'unknown') found.unsure = true;
  if (outcome === 'continues' || outcome === 'both' || outcome === 'unknown') return;
  if (!sure) {
    found.unsure = true;
    return;
  }
  if (outcome === 'answers') found.answer = isCors ? 'cors' : 'handled';
  else if (isRoute && !continues(step) && step.isHandler) found.answer = 'handled';
  else if (outcome === 'rejects') found.answer = 'rejected';
  else {
    found.unsure = true;
    return;
  }
  found.by = step;
}
