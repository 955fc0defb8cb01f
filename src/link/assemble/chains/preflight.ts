import type { PathPattern, Preflight } from '#model';
import type { ScopeRecord } from '../../installed/records.ts';
import { goesOn } from '../../request/paths/outcome.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import { candidates } from './candidates.ts';
import { routeSteps } from './chain.ts';
import { isDevelopment } from './conditions.ts';
import { rejectsByError, revives } from './errors.ts';
import { enters } from './gated.ts';
import type { Linker } from './links.ts';
import { below, matchPattern, type Occurrence } from './occurrences.ts';
import { ParameterPass } from './parameters.ts';

interface Found {
  answer: Preflight['answer'] | null;
  by: KnownStep | null;
  corsBehind: KnownStep | null;
  /** A route of another method matched, so that the framework answers OPTIONS by itself. */
  automatic: boolean;
  unsure: boolean;
}

/** What the browser's OPTIONS question to a route's path meets; unknown when that differs between its paths. */
export function preflightOf(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  occurrence: Occurrence,
  method: string,
  linker: Linker,
): Preflight {
  const root = occurrence.levels[0]!.scope;
  const [first, ...others] = occurrence.samples.slice(0, 4).map((sample) => {
    const whole = below(sample, 0);
    const found: Found = { answer: null, by: null, corsBehind: null, automatic: false, unsure: false };
    visit({ steps, scopes, linker, found, whole, method }, root, whole, '', 0, Number.POSITIVE_INFINITY);
    return resultOf(found, root);
  });
  const agree = first && others.every((other) => other.answer === first.answer && other.by === first.by);
  return agree ? first : { answer: 'unknown', by: null, corsBehind: null };
}

function resultOf(found: Found, root: ScopeRecord): Preflight {
  const open = found.automatic && root.adapter.answersOptions !== 'never' ? 'automatic' : 'unknown';
  const answer = found.answer ?? (found.unsure ? 'unknown' : open);
  const by = { by: found.by?.id ?? null, corsBehind: found.corsBehind?.id ?? null };
  return { answer: found.unsure && answer !== 'cors' ? 'unknown' : answer, ...by };
}

interface Tour {
  readonly steps: Steps;
  readonly scopes: readonly ScopeRecord[];
  readonly linker: Linker;
  readonly found: Found;
  readonly whole: string;
  /** The method of the route that the browser asks for. */
  readonly method: string;
}

function visit(tour: Tour, scope: ScopeRecord, path: string, base: string, depth: number, upTo: number): void {
  if (depth > 12) return;
  let routed = false;
  const pass = new ParameterPass(scope);
  const loads = (pattern: PathPattern, sure: boolean) => {
    for (const { record, isSure } of pass.before(pattern, [{ path, whole: tour.whole }], sure))
      meet(tour, tour.steps.of(record, scope), base, sure && isSure);
  };
  for (const entry of candidates(scope, [path], upTo)) {
    if (entry.conditions.some(isDevelopment)) continue;
    const match = matchPattern(entry.pattern, path);
    if (match === false) continue;
    if (entry.kind === 'mount') {
      const taken = match?.taken ?? '';
      const below = path.slice(taken.length) || '/';
      if (!enters(scope, tour.scopes[entry.scope]!, tour.scopes, below, 'OPTIONS')) {
        if (enters(scope, tour.scopes[entry.scope]!, tour.scopes, below, tour.method)) tour.found.automatic = true;
        continue;
      }
      loads(entry.pattern, match !== null);
      visit(
        tour,
        tour.scopes[entry.scope]!,
        below,
        base + taken,
        depth + 1,
        entry.live ? Number.POSITIVE_INFINITY : (entry.entries ?? 0),
      );
    } else if (entry.kind === 'route' && !entry.methods.includes('OPTIONS') && !entry.methods.includes('ALL')) {
      routed = true;
    } else {
      const met =
        entry.kind === 'step' ? [tour.steps.of(entry.step, scope)] : routeSteps(tour.steps, entry.steps, scope);
      const sure = match !== null && entry.conditions.length === 0;
      const taken = entry.kind === 'step' && scope.adapter.stripsPaths ? (match?.taken ?? '') : '';
      loads(entry.pattern, sure);
      for (const step of met) meet(tour, step, base + taken, sure);
    }
    if (tour.found.answer && tour.found.answer !== 'rejected') return;
  }
  if (!routed) return;
  tour.found.automatic = true;
  // A mounted router that has a route for the path answers OPTIONS itself: what stands behind it is never reached.
  if (depth > 0 && scope.adapter.answersOptions === 'at-once' && !tour.found.answer && !tour.found.unsure)
    tour.found.answer = 'automatic';
}

/** Whether `next('route')` may skip the rest of the route. */
function maySkip(step: KnownStep): boolean {
  return (step.judgement?.by.preflight.exploration.paths ?? []).some((path) => path.end === 'skips');
}

function meet(tour: Tour, step: KnownStep, base: string, sure: boolean): void {
  const { found } = tour;
  if (step.step.handlesErrors || (found.answer !== null && found.answer !== 'rejected')) return;
  const outcome = tour.linker.link({
    step,
    pattern: null,
    covers: 'all',
    conditions: [],
    base,
    mount: base,
    path: tour.whole,
    owner: null,
  }).link.outcome.preflight;
  const isCors = step.step.role === 'cors';
  if (found.answer === 'rejected') {
    if (isCors && outcome === 'answers') found.corsBehind ??= step;
    return;
  }
  if (
    outcome === 'unknown' ||
    maySkip(step) ||
    (outcome === 'rejects' && rejectsByError(step) && tour.steps.all.some(revives))
  )
    found.unsure = true;
  if (goesOn(outcome) || found.unsure) return;
  if (!sure) {
    found.unsure = true;
    return;
  }
  if (outcome === 'answers') found.answer = isCors ? 'cors' : 'handled';
  else if (outcome === 'rejects') found.answer = 'rejected';
  else {
    found.unsure = true;
    return;
  }
  found.by = step;
}
