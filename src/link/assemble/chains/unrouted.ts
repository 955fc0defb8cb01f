import type { Preflight } from '#model';
import type { EntryRecord, ScopeRecord } from '../../installed/records.ts';
import { goesOn } from '../../request/paths/outcome.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import { routeSteps } from './chain.ts';
import { isDevelopment, isProduction } from './conditions.ts';
import { takes } from './gated.ts';
import type { Linker } from './links.ts';
import type { Met } from './met.ts';
import { below, type Level, matchPattern, type Occurrence } from './occurrences.ts';
import { guestLevel, inPhases, phasedWalk } from './phased.ts';
import { walkTo } from './walk.ts';

/** Where an OPTIONS request ends: a route of its own, the catch-all of a CORS step, or nowhere. */
interface End {
  readonly levels: readonly Level[];
  /** What each level takes of the path. */
  readonly parts: readonly string[];
  readonly route: EntryRecord | null;
  readonly rank: number;
  /** A mounted router of another framework has routes for the path, and answers by itself. */
  readonly isAutomatic?: true;
}

/**
 * The preflight of a framework whose steps run for requests that no route takes, too: they meet the steps around the route
 * that answers OPTIONS, or around the CORS step, which brings such a route; else those of the app (F8, F11).
 */
export function unroutedPreflight(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  occurrence: Occurrence,
  linker: Linker,
): Preflight {
  const root = occurrence.levels[0]!.scope;
  const [first, ...others] = occurrence.samples.slice(0, 4).map((sample): Preflight => {
    const path = below(sample, 0);
    const ends = endsBelow(steps, scopes, root, path, [], []).sort((a, b) => b.rank - a.rank);
    const end = ends[0] ?? { levels: [levelOf(root, occurrence)], parts: [path], route: null, rank: 0 };
    return walk(steps, scopes, linker, end, ends.length > 0, path);
  });
  const agree = first && others.every((other) => other.answer === first.answer && other.by === first.by);
  return agree ? first : { answer: 'unknown', by: null, corsBehind: null };
}

function levelOf(scope: ScopeRecord, { levels }: Occurrence): Level {
  return { scope, index: 0, entry: levels[0]!.entry };
}

function endsBelow(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  scope: ScopeRecord,
  path: string,
  trail: readonly Level[],
  parts: readonly string[],
): End[] {
  if (trail.length > 12 || trail.some((level) => level.scope === scope)) return [];
  const taken = parts.join('').length;
  return scope.entries.flatMap((entry, index): End[] => {
    if (entry.conditions.some(isDevelopment)) return [];
    const levels = [...trail, { scope, index, entry }];
    if (entry.kind === 'mount') {
      const match = matchPattern(entry.pattern, path);
      if (!match) return [];
      const rest = path.slice(match.taken.length) || '/';
      return endsBelow(steps, scopes, scopes[entry.scope]!, rest, levels, [...parts, match.taken]);
    }
    if (entry.kind === 'route') {
      if (!matchPattern(entry.pattern, path)) return [];
      if (!takes(entry.methods, 'OPTIONS')) {
        if (scope.adapter.answersOptions !== 'at-once') return [];
        return [{ levels, parts: [...parts, path], route: null, rank: 30_000, isAutomatic: true }];
      }
      const { text } = entry.pattern;
      const rank = text.includes('*') ? taken + 1 : text.includes(':') ? 10_000 : 20_000;
      return [{ levels, parts: [...parts, path], route: entry, rank }];
    }
    const isCors = steps.of(entry.step, scope).knowledge?.role === 'cors';
    return isCors ? [{ levels, parts: [...parts, path], route: null, rank: taken + 1 }] : [];
  });
}

function walk(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  linker: Linker,
  end: End,
  hasEnd: boolean,
  path: string,
): Preflight {
  const { scope } = end.levels.at(-1)!;
  const asked: Occurrence = { levels: end.levels, conditions: [], samples: [end.parts], path };
  const own = end.route?.kind === 'route' ? routeSteps(steps, end.route.steps, scope) : [];
  const isGuest = guestLevel(asked) !== null;
  const met = isGuest ? walkTo(steps, scopes, asked, 'OPTIONS').met : phasedWalk(steps, scopes, asked, 'OPTIONS');
  const chain = [...met, ...own.map((step) => ownMet(step, path))];
  let rejected: KnownStep | null = null;
  for (const met of inPhases(chain, scope)) {
    const { step } = met;
    if (step.step.handlesErrors) continue;
    const { preflight } = linker.link(met).link.outcome;
    const isSure = met.covers === 'all' && met.conditions.every(isProduction);
    const isCors = step.step.role === 'cors';
    if (rejected) {
      if (isCors && preflight === 'answers') return { answer: 'rejected', by: rejected.id, corsBehind: step.id };
      continue;
    }
    if (goesOn(preflight)) continue;
    if (!isSure || preflight === 'unknown' || preflight === 'neither')
      return { answer: 'unknown', by: null, corsBehind: null };
    if (preflight === 'rejects') rejected = step;
    else return { answer: isCors ? 'cors' : 'handled', by: step.id, corsBehind: null };
  }
  if (rejected) return { answer: 'rejected', by: rejected.id, corsBehind: null };
  if (end.isAutomatic) return { answer: 'automatic', by: null, corsBehind: null };
  return { answer: hasEnd && own.length > 0 ? 'handled' : 'unknown', by: null, corsBehind: null };
}

function ownMet(step: KnownStep, path: string): Met {
  return { step, pattern: null, covers: 'all', conditions: [], base: '', mount: '', path, owner: null };
}
