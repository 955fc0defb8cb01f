import type { Condition, PathPattern } from '#model';
import type { Place } from '#text';
import type { EntryRecord, ScopeRecord, StepRecord } from '../../installed/records.ts';
import { goesOn } from '../../request/paths/outcome.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import { candidates } from './candidates.ts';
import { contradicts, missing } from './conditions.ts';
import { enters, replacement, runsLast, takes } from './gated.ts';
import type { Competitor, Door, Gate, Met } from './met.ts';
import { matchAnywhere, matchPattern } from './occurrences.ts';
import { ParameterPass } from './parameters.ts';

/** What is run in place of an entry, for a path as the scope sees it. */
type Replacement = (entry: EntryRecord, path: string) => EntryRecord | null;

export interface Walk {
  readonly met: readonly Met[];
  readonly competitors: readonly Competitor[];
}

/** A path as a scope sees it, what was taken before, and all of it. */
interface Sight {
  readonly path: string;
  readonly base: string;
  readonly whole: string;
}

interface Hit extends Sight {
  readonly match: { readonly taken: string } | false | null;
}

interface Cursor {
  readonly scope: ScopeRecord;
  /** Entries up to here have run. */
  readonly upTo: number;
  readonly level: number;
  readonly paths: readonly Sight[];
  readonly conditions: readonly Condition[];
  readonly replacement?: Replacement | undefined;
  readonly gate?: Gate | undefined;
  readonly doors?: readonly Door[];
  /** Mounted where nobody knows: what was taken of the path is not known. */
  readonly isAnywhere?: boolean;
}

/** Walks the tree of scopes as a request does, and collects what it meets. */
export class Walker {
  readonly #steps: Steps;
  readonly #scopes: readonly ScopeRecord[];
  readonly #method: string;
  readonly #total: number;
  readonly #own: readonly Condition[];
  readonly met: Met[] = [];
  readonly competitors: Competitor[] = [];

  constructor(steps: Steps, scopes: readonly ScopeRecord[], method: string, total: number, own: readonly Condition[]) {
    this.#steps = steps;
    this.#scopes = scopes;
    this.#method = method;
    this.#total = total;
    this.#own = own;
  }

  walk(cursor: Cursor, pass: ParameterPass, depth = 0): void {
    if (depth > 12) return;
    const left: Condition[] = [];
    const paths = cursor.paths.map(({ path }) => path);
    const { entries } = cursor.scope;
    for (const entry of cursor.isAnywhere ? entries : candidates(cursor.scope, paths, cursor.upTo)) {
      if (contradicts(entry.conditions, this.#own)) continue;
      const conditions = [...cursor.conditions, ...left, ...missing(entry.conditions, this.#own)];
      const matcher = cursor.isAnywhere ? matchAnywhere : matchPattern;
      const matches = cursor.paths.map((one) => ({ ...one, match: matcher(entry.pattern, one.path) }));
      const hits = matches.filter((one) => one.match !== false && !cursor.replacement?.(entry, one.path));
      if (hits.length === 0) continue;
      const sure = hits.every((one) => one.match !== null) && hits.length === this.#total;
      const covers = sure ? 'all' : 'some';
      if (entry.kind === 'mount') {
        const child = this.#scopes[entry.scope]!;
        const isEntered = (path: string) => enters(cursor.scope, child, this.#scopes, path, this.#method);
        const paths = hits
          .map(({ path, base, whole, match }) => {
            const taken = match ? match.taken : '';
            return { path: path.slice(taken.length) || '/', base: base + taken, whole };
          })
          .filter(({ path }) => isEntered(path));
        if (paths.length === 0) continue;
        const within = this.parameters(pass, cursor.scope, entry.pattern, hits, covers, conditions);
        const upTo = entry.live ? Number.POSITIVE_INFINITY : (entry.entries ?? 0);
        const { base } = paths[0]!;
        // A router that is entered from an app decides for all that it has taken up.
        const isRouter = child.adapter.isGated && !cursor.scope.adapter.isGated;
        const isAlone = isRouter && runsLast(child);
        const instead = isAlone ? replacement(child, this.#scopes, this.#method) : cursor.replacement;
        const gate = isRouter ? (path: string) => isEntered(path.slice(base.length) || '/') : cursor.gate;
        const doors = [...(cursor.doors ?? []), { pattern: entry.pattern, base: hits[0]!.base }];
        const isAnywhere = cursor.isAnywhere === true || hits.some(({ match }) => match === null);
        const seen = { scope: child, level: cursor.level + 1, paths, conditions: within, doors, isAnywhere };
        this.walk({ ...seen, upTo, replacement: instead, gate }, new ParameterPass(child), depth + 1);
      } else if (takes(entry.methods, this.#method)) {
        const within = this.parameters(pass, cursor.scope, entry.pattern, hits, covers, conditions);
        const leaves = depth > 0 && entry.kind === 'step' && maySkip(this.#stepOf(entry.step, cursor.scope));
        this.#meet(entry, cursor.scope, leaves ? 'some' : covers, within, hits, cursor);
        // `next('router')` leaves a router that stands above the route, and its other steps: the route is reached (R10b).
        if (leaves) left.push(perhaps(entry.at));
      }
    }
  }

  /** Steps of `param()` that an entry calls (R13). Returns the conditions under which a request gets any further there. */
  parameters(
    pass: ParameterPass,
    scope: ScopeRecord,
    pattern: PathPattern,
    paths: readonly Sight[],
    covers: 'all' | 'some',
    conditions: readonly Condition[],
    isOwn = false,
  ): readonly Condition[] {
    let within = conditions;
    const isCertain = conditions.length === 0;
    for (const { record, paths: due, isSure } of pass.before(pattern, paths, isCertain)) {
      if (contradicts(record.conditions, this.#own)) continue;
      const [first, ...others] = due;
      const step = this.#steps.of(record, scope);
      this.met.push({
        step,
        pattern: null,
        // Anywhere else than on the route itself, who is sent past an entry is not rejected.
        covers: isSure && (isOwn || !maySkip(step)) ? covers : 'some',
        conditions: [...within, ...missing(record.conditions, this.#own)],
        base: first!.base,
        mount: first!.base,
        path: first!.whole,
        others: others.slice(0, 3).map(({ whole, base }) => ({ path: whole, base })),
        owner: null,
      });
      // `next('route')` leaves the entry, and its other steps of this kind.
      if (maySkip(step)) within = [...within, perhaps(record.at)];
    }
    return within;
  }

  #stepOf(record: StepRecord, scope: ScopeRecord): KnownStep {
    return this.#steps.of(record, scope);
  }

  #meet(
    entry: Exclude<EntryRecord, { kind: 'mount' }>,
    scope: ScopeRecord,
    covers: 'all' | 'some',
    conditions: readonly Condition[],
    [at, ...more]: readonly Hit[],
    { gate, doors }: Cursor,
  ): void {
    if (!at) return;
    // A step that is installed below a path sees what is left of it, as a mounted router does.
    const strips = entry.kind === 'step' && scope.adapter.stripsPaths;
    const taken = strips && at.match ? at.match.taken : '';
    const place = {
      pattern: entry.pattern,
      covers,
      base: at.base + taken,
      mount: at.base,
      path: at.whole,
      ...(gate && { gate }),
      ...(doors && { doors }),
      others: more.slice(0, 3).map((hit) => ({
        path: hit.whole,
        base: hit.base + (strips && hit.match ? hit.match.taken : ''),
      })),
    };
    if (entry.kind === 'step') {
      const step = this.#stepOf(entry.step, scope);
      this.met.push({ ...place, step, conditions, owner: null });
      if (isAnswering(step) && entry.pattern.kind !== 'all') this.competitors.push({ entry, covers, conditions });
      return;
    }
    const steps = routeSteps(this.#steps, entry.steps, scope);
    if (steps.length > 0 && steps.every((step) => step.step.handlesErrors)) return;
    const skips = steps.findIndex(maySkip);
    if (skips >= 0) {
      for (const step of steps.slice(0, skips + 1)) this.met.push({ ...place, step, conditions, owner: entry });
      return;
    }
    if (steps.length > 0 && steps.every((step) => continues(step))) {
      for (const step of steps) this.met.push({ ...place, step, conditions, owner: entry });
    } else this.competitors.push({ entry, covers, conditions });
  }
}

function perhaps(at: Place): Condition {
  return { kind: 'unknown', text: '', at, holds: true };
}

/** Whether it may leave out the rest of what it stands in. */
function maySkip({ judgement }: KnownStep): boolean {
  return Object.values(judgement?.by ?? {}).some((one) => one.exploration.paths.some((path) => path.end === 'skips'));
}

/** A route's own steps; the last is the handler. */
export function routeSteps(steps: Steps, records: readonly StepRecord[], scope: ScopeRecord): KnownStep[] {
  return records.map((record, index) => steps.of(record, scope, isLast(records, index)));
}

export function isLast(records: readonly StepRecord[], index: number): boolean {
  return index === records.length - 1;
}

/** Passes good requests on: not the end of a chain. */
export function continues(step: KnownStep): boolean {
  if (step.judgement) {
    const ends = step.judgement.by.good.exploration.paths.map((path) => path.end);
    const passes = ends.some(goesOn);
    return passes && (!ends.includes('answers') || step.judgement.usesLocation);
  }
  return step.knowledge !== null && step.step.role !== 'handler' && step.step.outcome.good === 'continues';
}

export function isAnswering(step: KnownStep): boolean {
  return step.step.outcome.good === 'answers' && (step.step.role === 'handler' || step.knowledge?.role === 'handler');
}
