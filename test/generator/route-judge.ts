import type { Model, Route, Step } from '#model';
import { chainOf, stepOf } from '#model';
import type { App } from '../support/express.ts';
import type { Observed, SeenStep } from './ask.ts';
import { askRoute } from './ask.ts';
import type { ExpectedRoute } from './render.ts';

/** Holds one route of the model against what callers met on it. */
export class RouteJudge {
  readonly #model: Model;
  readonly #route: Route;
  readonly #expected: ExpectedRoute;
  readonly #markerOf: (step: Step) => string | null;
  readonly #complaints: string[] = [];

  constructor(model: Model, route: Route, expected: ExpectedRoute, markerOf: (step: Step) => string | null) {
    this.#model = model;
    this.#route = route;
    this.#expected = expected;
    this.#markerOf = markerOf;
  }

  /** `live`: the states of the environment in which it can be reached, with one observation per sample path. */
  async judge(
    live: readonly (readonly Observed[])[],
    fixed: { readonly app: App; readonly observed: readonly Observed[] } | null,
  ): Promise<string[]> {
    const { shadowedBy, chain } = this.#route;
    if (shadowedBy !== null && live.length > 0)
      this.#complain(`called shadowed, but it answers (${statuses(live[0]!)})`);
    for (const state of live) this.#access(state);
    this.#forgeable(live);
    if (!fixed) return this.#complaints;
    const isWhole = chain.every((link) => link.covers === 'all');
    if (isWhole) this.#preflight(fixed.observed);
    const reached = fixed.observed.find((one) => one.good.reached);
    if (!reached) return this.#complaints;
    this.#chain(reached);
    if (isWhole) this.#outcomes(reached);
    await this.#bypasses(fixed.app, fixed.observed);
    return this.#complaints;
  }

  #complain(text: string): void {
    this.#complaints.push(text);
  }

  #access(state: readonly Observed[]): void {
    const { access, why, forgeable } = this.#route;
    const open = state.some((one) => one.none.reached);
    const forged = state.some((one) => one.bad.reached);
    if (access === 'authenticated') {
      if (open)
        this.#complain(`called authenticated (${why}), but an anonymous request reaches it (${statuses(state)})`);
      else if (forged && !forgeable) {
        this.#complain(`forged credentials reach it, and it is not called forgeable (${statuses(state)})`);
      }
    } else if (access !== 'unknown' && !open) {
      this.#complain(`called ${access} (${why}), but an anonymous request does not reach it (${statuses(state)})`);
    }
  }

  /** One state of the environment in which forged credentials pass is enough. */
  #forgeable(live: readonly (readonly Observed[])[]): void {
    const { access, forgeable } = this.#route;
    if (access !== 'authenticated' || !forgeable || live.length === 0) return;
    // A path that another route answers shows nothing: with an optional parameter, it may be the one that is meant.
    if (live.flat().some((one) => one.bad.reached || !one.good.reached)) return;
    this.#complain(`called forgeable, but forged credentials are rejected (${live.map(statuses).join('; ')})`);
  }

  /** Of several concrete paths, one that agrees is enough: the model tells of one only. */
  #preflight(all: readonly Observed[]): void {
    const { answer } = this.#route.preflight;
    const agrees = all.some(({ preflight: { status, cors } }) => {
      const isAccepted = status !== null && status < 300;
      const cases = {
        cors: cors && isAccepted,
        rejected: !isAccepted,
        automatic: isAccepted && !cors,
        handled: isAccepted,
        unknown: true,
      };
      return cases[answer];
    });
    const { status, cors } = all[0]!.preflight;
    if (!agrees)
      this.#complain(`preflight called '${answer}', observed ${status}, ${cors ? 'with' : 'without'} CORS headers`);
  }

  #chain({ good }: Observed): void {
    const handler = this.#markerOf(chainOf(this.#model, this.#route).at(-1)!);
    const at = good.visits.findIndex((visit) => visit.name === handler);
    const ran = good.visits.slice(0, at + 1).filter((visit) => !visit.handlesError);
    const links = this.#route.chain
      .map((link) => ({ link, step: stepOf(this.#model, link.step) }))
      .filter(({ step }) => !step.handlesErrors)
      .map(({ link, step }) => ({ link, step, name: this.#markerOf(step) }));
    const told = links.map(({ name, step, link }) => (name ?? step.name) + (isOptional(link) ? '?' : '')).join(' > ');
    const seen = ran.map((visit) => visit.name ?? '_').join(' > ');
    /** Whether the visits from `at` can be the links from `from`, where optional links may be left out. */
    const fits = (at: number, from: number): boolean => {
      const found = links[from];
      if (!found) return at === ran.length;
      if (isOptional(found.link) && fits(at, from + 1)) return true;
      return at < ran.length && matches(found.name, ran[at]!) && fits(at + 1, from + 1);
    };
    if (!fits(0, 0)) this.#complain(`chain is ${told}, but ${seen} ran`);
    const late = this.#route.late.map((link) => this.#markerOf(stepOf(this.#model, link.step)));
    const early = ran.find(
      (visit) => visit.name !== null && late.includes(visit.name) && !links.some(({ name }) => name === visit.name),
    );
    if (early) this.#complain(`${early.name} is called late, but it ran before the handler`);
  }

  #outcomes(observed: Observed): void {
    for (const caller of ['none', 'good'] as const) {
      const used = new Set<number>();
      for (const visit of observed[caller].visits) {
        if (visit.name === null || visit.handlesError || visit.outcome === 'route') continue;
        const at = this.#route.chain.findIndex(
          (link, index) => !used.has(index) && this.#markerOf(stepOf(this.#model, link.step)) === visit.name,
        );
        if (at < 0) continue;
        used.add(at);
        const told = this.#route.chain[at]!.outcome[caller];
        if (told === 'unknown' || told === visit.outcome) continue;
        this.#complain(`${visit.name} called '${told}' for '${caller}', observed '${visit.outcome}'`);
      }
    }
  }

  async #bypasses(app: App, canonical: readonly Observed[]): Promise<void> {
    const { chain, access } = this.#route;
    for (const link of chain) {
      if (!link.bypass) continue;
      const name = this.#markerOf(stepOf(this.#model, link.step));
      const { none } = await askRoute(app, this.#expected, link.bypass.path);
      const visit = none.visits.find((one) => one.name !== null && one.name === name);
      if (visit?.outcome === 'rejects')
        this.#complain(`${name} is said to let ${link.bypass.path} pass, but it rejects it`);
    }
    const isOpen = canonical.some((one) => one.none.reached);
    if (isOpen || access === 'unknown' || chain.some((link) => link.bypass)) return;
    for (const path of this.#expected.samples.flatMap(spellings)) {
      const { none } = await askRoute(app, this.#expected, path);
      if (none.reached) this.#complain(`an anonymous request for ${path} reaches it, and no bypass is told`);
    }
  }
}

function statuses(state: readonly Observed[]): string {
  return state
    .map(({ none, bad, good }) => `anonymous ${none.status}, forged ${bad.status}, good ${good.status}`)
    .join('; ');
}

function matches(name: string | null, visit: SeenStep): boolean {
  return name === null || visit.name === null || name === visit.name;
}

function isOptional(link: Route['chain'][number]): boolean {
  return link.covers === 'some' || link.conditions.length > 0;
}

/** Other spellings that a router serves by default. */
function spellings(path: string): string[] {
  const swapped = path.toLowerCase() === path ? path.toUpperCase() : path.toLowerCase();
  return [swapped, path.endsWith('/') ? path.slice(0, -1) : `${path}/`].filter((one) => one !== path && one !== '');
}
