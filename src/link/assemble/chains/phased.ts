import type { EntryRecord, ScopeRecord, StepRecord } from '../../installed/records.ts';
import { rootOf } from '../../request/brought/decorations.ts';
import type { Steps } from '../steps/steps.ts';
import { Walker } from './chain.ts';
import { contradicts, missing } from './conditions.ts';
import { takes } from './gated.ts';
import type { Competitor, Met } from './met.ts';
import { above, below, matchPattern, type Occurrence } from './occurrences.ts';
import { ParameterPass } from './parameters.ts';

type InstalledStep = Extract<EntryRecord, { kind: 'step' }>;

/** A step that may be met at a route, and the level of the route's scopes whose paths it sees. */
interface Candidate {
  readonly scope: ScopeRecord;
  readonly entry: InstalledStep;
  readonly level: number;
}

/**
 * The steps of phased scopes that a request to a route meets: those of every scope around the route, wherever they are
 * written, phase by phase and within a phase in the order of installation. Of sibling scopes only those matter that hold for
 * the whole app.
 */
export function phasedWalk(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  occurrence: Occurrence,
  method: string,
  isMet: (scope: ScopeRecord, step: StepRecord) => boolean = isBefore,
): Met[] {
  const last = occurrence.levels.at(-1)!.entry;
  const own = last.kind === 'route' ? last.steps.map((step) => step.use.phase) : null;
  const transport = last.kind === 'route' ? last.target?.transport : undefined;
  const installed = candidates(scopes, occurrence).flatMap(({ scope, entry, level }): Met[] => {
    if (!takes(entry.methods, method) || !isMet(scope, entry.step)) return [];
    if (contradicts(entry.conditions, occurrence.conditions)) return [];
    const { phase } = entry.step.use;
    if (phase !== null && own && scope.adapter.runsFor?.(phase, own) === false) return [];
    const { adapter, version, options } = scope;
    const isAbove = entry.order < last.order;
    if (transport && level === 0 && adapter.reaches?.({ transport, phase, isAbove, version, options }) === false)
      return [];
    const hits = occurrence.samples.flatMap((sample) => {
      const match = matchPattern(entry.pattern, below(sample, level));
      if (match === false) return [];
      const mount = above(sample, level);
      return [{ match, mount, base: mount + (match?.taken ?? ''), path: below(sample, 0) }];
    });
    const [first, ...others] = hits;
    if (!first) return [];
    const isSure = hits.length === occurrence.samples.length && hits.every((hit) => hit.match !== null);
    return [
      {
        step: steps.of(entry.step, scope),
        pattern: entry.pattern,
        covers: isSure ? 'all' : 'some',
        conditions: missing(entry.conditions, occurrence.conditions),
        base: first.base,
        mount: first.mount,
        path: first.path,
        others: others.slice(0, 3),
        owner: null,
        order: entry.order,
      },
    ];
  });
  return [...installed, ...guestSteps(steps, scopes, occurrence, method)].sort(byOrder);
}

/** The level of the first router of a sequential framework on the way; null where the route is the framework's own. */
export function guestLevel({ levels }: Pick<Occurrence, 'levels'>): number | null {
  const found = levels.findIndex(({ scope }) => scope.adapter.ordering === 'sequential');
  return found > 0 ? found : null;
}

/** A step that answers, and a router that is mounted, do it in a slot of their own: what comes later is not met. */
export function runsBefore({ levels }: Pick<Occurrence, 'levels'>): (met: Met) => boolean {
  const { phases } = levels[0]!.scope.adapter;
  const { entry } = levels[(guestLevel({ levels }) ?? levels.length) - 1]!;
  if (entry.kind === 'route') return () => true;
  const rank = phases.indexOf((entry.kind === 'mount' ? entry.phase : entry.step.use.phase) ?? '');
  if (rank < 0) return () => true;
  return ({ slot, step, order }) => {
    const own = phases.indexOf(slot ?? step.record.use.phase ?? '');
    return own < rank || (own === rank && (order ?? 0) < entry.order);
  };
}

/** What a request meets in routers of a sequential framework that stand around a route of another scope. */
function guestSteps(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  occurrence: Occurrence,
  method: string,
): readonly Met[] {
  const { levels, samples } = occurrence;
  return levels.flatMap(({ scope, entry: own }, level) =>
    scope.adapter.ordering === 'sequential'
      ? []
      : scope.entries.flatMap((entry) => {
          if (entry.kind !== 'mount' || entry === own || entry.phase === undefined) return [];
          const paths = samples.flatMap((sample) => {
            const path = below(sample, level);
            const match = matchPattern(entry.pattern, path);
            const base = above(sample, level) + (match ? match.taken : '');
            return match ? [{ path: path.slice(match.taken.length) || '/', base, whole: below(sample, 0) }] : [];
          });
          if (paths.length === 0 || contradicts(entry.conditions, occurrence.conditions)) return [];
          const router = scopes[entry.scope]!;
          const walker = new Walker(steps, scopes, method, samples.length, occurrence.conditions);
          const conditions = missing(entry.conditions, occurrence.conditions);
          walker.walk(
            { scope: router, upTo: Number.POSITIVE_INFINITY, level: level + 1, paths, conditions },
            new ParameterPass(router),
            1,
          );
          const { order, phase: slot } = entry;
          return walker.met.map((met) => ({ ...met, order, slot }));
        }),
  );
}

function candidates(scopes: readonly ScopeRecord[], { levels }: Occurrence): Candidate[] {
  const root = levels[0]!.scope;
  const around = levels.flatMap(({ scope }, level) =>
    (scope.adapter.ordering === 'sequential' ? [] : stepsIn(scope)).flatMap((entry) => {
      const { reach } = entry.step;
      const isMet = reach === null || (reach === 'own' && level === levels.length - 1);
      return isMet ? [{ scope, entry, level }] : [];
    }),
  );
  const ofApp = appWide(scopes).filter(({ scope }) => rootOf(scope.value).id === root.id);
  return [...around, ...ofApp];
}

const wide = new WeakMap<readonly ScopeRecord[], readonly Candidate[]>();

/** Steps that hold for a whole app, wherever they were installed; asked when the whole program is set up. */
function appWide(scopes: readonly ScopeRecord[]): readonly Candidate[] {
  const known = wide.get(scopes);
  if (known) return known;
  const found = scopes.flatMap((scope) =>
    stepsIn(scope).flatMap((entry) => (entry.step.reach === 'app' ? [{ scope, entry, level: 0 }] : [])),
  );
  wide.set(scopes, found);
  return found;
}

function stepsIn({ entries }: ScopeRecord): InstalledStep[] {
  return entries.filter((entry): entry is InstalledStep => entry.kind === 'step');
}

/** Whether a step runs before the handler: the slots behind it are none of the chain, nor what came too late. */
export function isBefore({ adapter }: ScopeRecord, { use: { phase }, isLate }: StepRecord): boolean {
  if (isLate) return false;
  return adapter.ordering !== 'phased' || phase === null || adapter.phases.includes(phase);
}

/** Whether a step runs behind the handler and may put another answer in the place of its own. */
export function isBehind({ adapter }: ScopeRecord, { use: { phase }, isLate }: StepRecord): boolean {
  return !isLate && phase !== null && (adapter.behind?.includes(phase) ?? false);
}

function byOrder(a: Met, b: Met): number {
  const last = Number.MAX_SAFE_INTEGER;
  return (a.order ?? last) - (b.order ?? last);
}

/** Sorts a chain by phases; a handler has none and comes last. Within a phase what was installed first runs first. */
export function inPhases(chain: readonly Met[], { adapter }: ScopeRecord): readonly Met[] {
  if (adapter.ordering !== 'phased') return chain;
  const rank = ({ step, slot }: Met) => {
    const phase = slot ?? step.record.use.phase;
    return phase === null ? adapter.phases.length : adapter.phases.indexOf(phase);
  };
  return [...chain].sort((a, b) => rank(a) - rank(b) || byOrder(a, b));
}

/** Earlier routes that take all requests of this one, where the first that matches answers. */
export function rivals(occurrence: Occurrence, earlier: readonly Occurrence[], method: string): Competitor[] {
  const { adapter, options } = occurrence.levels[0]!.scope;
  const own = occurrence.levels.at(-1)!.entry;
  if (adapter.firstMatchWins?.(options) !== true || own.kind !== 'route' || own.target?.partial) return [];
  // Operations of another transport share their endpoint, not their requests.
  if ((own.target?.transport ?? 'http') !== 'http') return [];
  return earlier.flatMap((one): Competitor[] => {
    const { entry } = one.levels.at(-1)!;
    if (entry.kind !== 'route' || entry.target?.partial || entry.target?.transport !== own.target?.transport) return [];
    // What a parameter is restricted to is not told by every version's pattern.
    if (!takes(entry.methods, method) || entry.pattern.text.includes('(')) return [];
    const isRival = occurrence.samples.every((sample) => leadsTo(one, below(sample, 0)));
    return isRival ? [{ entry, covers: 'all', conditions: missing(one.conditions, occurrence.conditions) }] : [];
  });
}

/** Whether a path leads to a route. */
export function leadsTo({ levels }: Occurrence, path: string): boolean {
  let rest = path;
  for (const { entry } of levels) {
    const match = matchPattern(entry.pattern, rest);
    if (!match) return false;
    rest = rest.slice(match.taken.length) || '/';
  }
  return true;
}
