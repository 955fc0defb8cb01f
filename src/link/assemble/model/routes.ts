import type { RouteTarget } from '#frameworks';
import type { Flaw, Route } from '#model';
import type { EntryRecord, ScopeRecord } from '../../installed/records.ts';
import { purposeOf, routeGlob } from '../../known/purpose.ts';
import type { Machine } from '../../machine/machine.ts';
import { passes } from '../../request/paths/outcome.ts';
import { pathsTo } from '../chains/bypass.ts';
import { continues, isAnswering, routeSteps } from '../chains/chain.ts';
import { withCommonWay } from '../chains/common-ways.ts';
import { isDevelopment } from '../chains/conditions.ts';
import { hasNoEnd, isPassedOn } from '../chains/cut-off.ts';
import { lateLinks } from '../chains/late.ts';
import { type Linked, Linker } from '../chains/links.ts';
import { marksOf } from '../chains/marks.ts';
import type { Competitor } from '../chains/met.ts';
import { afterMoves } from '../chains/moves.ts';
import { below, type Occurrence, occurrencesOf } from '../chains/occurrences.ts';
import { withOverrun } from '../chains/overrun.ts';
import { ownSteps } from '../chains/own-steps.ts';
import { inPhases, rivals } from '../chains/phased.ts';
import { phasedPreflight } from '../chains/phased-preflight.ts';
import { preflightOf } from '../chains/preflight.ts';
import { goesOnWithout } from '../chains/rescues.ts';
import { unroutedPreflight } from '../chains/unrouted.ts';
import { walkTo } from '../chains/walk.ts';
import type { KnownStep } from '../steps/known-step.ts';
import { Memo } from '../steps/memo.ts';
import type { Steps } from '../steps/steps.ts';
import { reconsidered } from './behind.ts';
import { provenOnly, type Revives, type Verdict, verdictOf } from './verdict.ts';

export interface RouteOptions {
  readonly publicRoutes: readonly string[];
  readonly loginRoutes: readonly string[];
}

/** Builds the routes of one app. */
export class RouteBuilder {
  readonly #steps: Steps;
  readonly #scopes: readonly ScopeRecord[];
  readonly #isPublic: readonly ((method: string, path: string) => boolean)[];
  readonly #isLogin: readonly ((method: string, path: string) => boolean)[];
  readonly #memo = new Memo();
  /** Each route's chain, with what the linker knows beside the model. */
  readonly linked: (readonly Linked[])[] = [];
  readonly targets: (RouteTarget | null)[] = [];
  /** What steps do wrong on some routes, by the step. */
  readonly flaws = new Map<number, Flaw>();

  constructor(machine: Machine, steps: Steps, options: RouteOptions) {
    this.#steps = steps;
    this.#scopes = machine.installation.scopes;
    this.#isPublic = options.publicRoutes.map(routeGlob);
    this.#isLogin = options.loginRoutes.map(routeGlob);
  }

  routesOf(root: ScopeRecord, app: number, detached: boolean, routes: Route[]): void {
    const occurrences = occurrencesOf(root, this.#scopes, (entry, scope) => this.#isEndpoint(entry, scope));
    const entries = new Map<EntryRecord, number[]>();
    for (const [index, occurrence] of occurrences.entries()) {
      const { entry } = occurrence.levels.at(-1)!;
      const methods = entry.kind === 'mount' ? [] : entry.methods;
      for (const method of methods) {
        if (isEndless(this.#steps, occurrence) && isPassedOn(occurrence, occurrences.slice(index + 1), method))
          continue;
        const earlier = occurrences.slice(0, index);
        const route = this.#route(occurrence, occurrences, method, earlier, app, detached, routes, entries);
        entries.set(entry, [...(entries.get(entry) ?? []), route.id]);
        routes.push(route);
      }
    }
  }

  /** Registered routes whose steps do not all continue, and steps that answer below a path of their own. */
  #isEndpoint(entry: EntryRecord, scope: ScopeRecord): boolean {
    if (entry.kind === 'mount') return false;
    if (entry.kind === 'step') {
      const isLast = scope.adapter.answersBySteps === true && entry === scope.entries.at(-1);
      if (entry.pattern.kind === 'all' && !isLast && entry.step.value.t === 'function') return false;
      const { value } = entry.step;
      if (value.t !== 'function' && value.t !== 'made' && value.t !== 'library') return false;
      const step = this.#steps.of(entry.step, scope);
      // What a library serves wherever it is installed: of a function it shows too seldom whether it is more than a fallback.
      if (entry.pattern.kind === 'all' && !isLast && step.knowledge === null) return false;
      return step.isHandler || isAnswering(step);
    }
    if (scope.adapter.ordering === 'phased') return true;
    const own = routeSteps(this.#steps, entry.steps, scope);
    if (own.length > 0 && own.every((step) => step.step.handlesErrors)) return false;
    if (startsLogin(own.at(-1), entry.methods)) return true;
    return own.length === 0 || !own.every((step) => continues(step)) || hasNoEnd(own.at(-1)!);
  }

  #route(
    occurrence: Occurrence,
    all: readonly Occurrence[],
    method: string,
    earlier: readonly Occurrence[],
    app: number,
    detached: boolean,
    routes: readonly Route[],
    entries: Map<EntryRecord, number[]>,
  ): Route {
    const level = occurrence.levels.at(-1)!;
    const { entry, scope } = level;
    const linker = new Linker(this.#steps, method, pathsTo(occurrence, all), this.#memo, occurrence);
    const { met, competitors } = walkTo(this.#steps, this.#scopes, occurrence, method);
    const chain = inPhases([...met, ...ownSteps(this.#steps, occurrence)], scope).map((one) => linker.link(one));
    const around = { steps: this.#steps, scopes: this.#scopes, occurrence, method };
    const links = withCommonWay(afterMoves(chain, occurrence));
    const linked = withOverrun({ ...around, links }, (step, flaw) => this.flaws.set(step, flaw));
    const route = { ...around, links: linked };
    const revives: Revives = (guard, by, caller) => goesOnWithout(guard, by, route, linker, caller);
    const verdict = reconsidered(provenOnly(verdictOf(linked, detached, revives), linked), route, linker);
    const id = routes.length;
    this.linked[id] = linked;
    this.targets[id] = entry.kind === 'route' ? entry.target : null;
    const inChain = new Set(linked.map((one) => one.met.step));
    const late = lateLinks(this.#steps, occurrence, linker, inChain);
    const schemes = linked
      .filter((one) => one === verdict.guard || (one.guards && !one.met.step.isHandler))
      .filter((one) => one === verdict.guard || !readsPrincipal(one.met.step))
      .flatMap((one) => one.met.step.step.schemes);
    return {
      id,
      app,
      method,
      path: occurrence.path,
      at: entry.at,
      scope: scope.id,
      order: entry.order,
      mounts: occurrence.levels.slice(0, -1).map((one) => one.entry.at),
      conditions: occurrence.conditions,
      chain: linked.map((one) => one.link),
      late,
      preflight: asAnswered(this.#preflight(occurrence, method, linked, linker), verdict),
      access: verdict.access,
      guard: verdict.guard?.link.step ?? null,
      forgeable:
        verdict.guard !== null &&
        linked
          .filter((one) => one.guards && isCertain(one))
          .every((one) => forgeable(one) || (one === verdict.guard && verdict.forgeable === true)),
      why: verdict.why,
      schemes: [...new Set(schemes)],
      requirements: [...new Set(linked.flatMap((one) => one.met.step.step.requirements))],
      purpose: this.#isLogin.some((test) => test(method, occurrence.path))
        ? 'login'
        : this.#purpose(method, occurrence, linked, ['anonymous', 'optional'].includes(verdict.access)),
      declaredPublic: this.#isPublic.some((test) => test(method, occurrence.path)),
      shadowedBy: shadow([...competitors, ...rivals(occurrence, earlier, method)], occurrence, method, entries, routes),
      gaps: verdict.gaps,
      marks: marksOf(this.#steps, entry, linked),
      documented: entry.kind === 'route' ? (entry.target?.documented ?? []) : [],
      samples: occurrence.samples.map((parts) => below(parts, 0)),
      ...(entry.kind === 'route' && entry.target?.headers && { headers: entry.target.headers }),
      ...(verdict.swallowed && { swallowed: verdict.swallowed }),
    };
  }

  #purpose(method: string, occurrence: Occurrence, linked: readonly Linked[], isOpen: boolean): Route['purpose'] {
    const handler = linked.at(-1)?.met.step;
    if (handler?.step.role === 'static') return 'static';
    if (handler?.knowledge?.purpose) return handler.knowledge.purpose;
    if (linked.length > 0 && answersNothing(linked.at(-1)!)) return 'fallback';
    const isLogin = linked.some(({ met: { step, covers } }) => step.sendsToProvider && covers === 'all');
    // Who brings nothing and gets a token is logged in, whatever the path says.
    const letsIn = isOpen && (handler?.judgement?.issuesToken === true || handler?.step.logsIn === true);
    return purposeOf(method, occurrence.path) ?? (isLogin || letsIn ? 'login' : null);
  }

  #preflight(occurrence: Occurrence, method: string, linked: readonly Linked[], linker: Linker): Route['preflight'] {
    const { adapter } = occurrence.levels[0]!.scope;
    if (adapter.meetsUnrouted) return unroutedPreflight(this.#steps, this.#scopes, occurrence, linker);
    return adapter.ordering === 'phased'
      ? phasedPreflight(this.#steps, this.#scopes, occurrence, linked, this.#memo)
      : preflightOf(this.#steps, this.#scopes, occurrence, method, linker);
  }
}

/** Who makes an answer of a guard's rejection may do so for preflights too. */
function asAnswered(preflight: Route['preflight'], { swallowed }: Verdict): Route['preflight'] {
  return swallowed && preflight.answer === 'rejected' ? { ...preflight, answer: 'unknown' } : preflight;
}

/** Tells everybody that nothing is there, or does nothing but fail. */
function answersNothing({ link: { outcome }, met: { step } }: Linked): boolean {
  const { none, bad, good } = outcome;
  if (![none, bad, good].every((one) => one === 'rejects')) return false;
  const { paths, complete } = step.judgement?.by.good.exploration ?? { paths: [], complete: false };
  const onlyFails = complete && paths.length === 1 && paths[0]!.trial.credentials.touched.length === 0;
  return [404, 405, 410, 501].includes(step.step.status ?? 0) || onlyFails;
}

/** A route of its own whose last step sends the browser to a provider: nothing more is needed to log in. */
function startsLogin(last: KnownStep | undefined, methods: readonly string[]): boolean {
  return last?.sendsToProvider === true && !methods.includes('ALL');
}

/** Its steps all go on, as far as they were followed. */
function isEndless(steps: Steps, { levels }: Occurrence): boolean {
  const { entry, scope } = levels.at(-1)!;
  if (entry.kind !== 'route' || scope.adapter.ordering === 'phased') return false;
  const own = routeSteps(steps, entry.steps, scope);
  return own.length > 0 && own.every((step) => continues(step)) && hasNoEnd(own.at(-1)!);
}

function isCertain(linked: Linked): boolean {
  return linked.link.covers === 'all' && linked.link.conditions.length === 0;
}

/** Looks only at who an earlier step has recognised. */
function readsPrincipal(step: KnownStep): boolean {
  return (step.judgement?.sources ?? []).every((source) => source.kind === 'principal') && step.judgement !== null;
}

function forgeable(linked: Linked): boolean {
  return passes(linked.link.outcome.bad, linked.met.step.isHandler);
}

/** The earlier route that takes all of this one's requests. */
function shadow(
  competitors: readonly Competitor[],
  occurrence: Occurrence,
  method: string,
  entries: ReadonlyMap<EntryRecord, readonly number[]>,
  routes: readonly Route[],
): number | null {
  for (const { entry, covers, conditions } of competitors) {
    if (
      covers !== 'all' ||
      conditions.length > 0 ||
      (entry.kind === 'route' && entry.target?.partial) ||
      entry === occurrence.levels.at(-1)!.entry ||
      entry.conditions.some(isDevelopment)
    )
      continue;
    const found = (entries.get(entry) ?? [])
      .map((id) => routes[id]!)
      .find((route) => route.method === method || route.method === 'ALL');
    if (found) return found.id;
  }
  return null;
}
