import type { ChainLink, Model, Outcome, Route, Step } from '#model';
import { bypasses, stepOf } from '#model';
import type { Place } from '#text';
import { LineTable } from '#text';
import { callers, preflight } from '../support/callers.ts';
import type { Ask } from '../support/inject.ts';
import type { Report, Told, ToldVisit } from './protocol.ts';

/** What is asked about one route: the answers stand in the report in the same order. */
const kinds = [
  ...Object.entries(callers).flatMap(([caller, all]) => all.map((headers) => ({ caller, headers }))),
  { caller: 'preflight', headers: preflight },
];

/** A route without a concrete path cannot be asked, nor one of a router that nothing mounts. */
function sampleOf(model: Model, route: Route): string | null {
  return model.apps[route.app]?.detached ? null : (route.samples[0] ?? null);
}

export function asksFor(model: Model): Ask[] {
  const plain = model.routes.flatMap((route) => {
    const path = sampleOf(model, route);
    const method = route.method === 'ALL' ? 'GET' : route.method;
    if (path === null) return [];
    return kinds.map(({ caller, headers }) => ({ method: caller === 'preflight' ? 'OPTIONS' : method, path, headers }));
  });
  const spelled = spelledOf(model).map(({ route, bypass }) => ({
    method: route.method === 'ALL' ? 'GET' : route.method,
    path: bypass.path,
    headers: {},
  }));
  return [...plain, ...spelled];
}

function spelledOf(model: Model) {
  return bypasses(model).filter(({ route }) => sampleOf(model, route) !== null);
}

type Booted = Report & { booted: true };

interface Met {
  readonly answer: Told;
  /** Index of the handler's visit; -1 when it was not reached. */
  readonly handler: number;
  /** Reached a handler that rejects by itself. */
  readonly isRejected: boolean;
}

/** Answers that are about the request, not about who asks. */
const complaints = [400, 411, 413, 415, 422, 428];

/** Holds the model of a program against the same program running. */
export class Comparison {
  readonly disagreements: string[] = [];
  readonly #model: Model;
  readonly #tables: ReadonlyMap<string, LineTable>;

  constructor(model: Model, texts: ReadonlyMap<string, string>, report: Booted) {
    this.#model = model;
    this.#tables = new Map([...texts].map(([file, text]) => [file, new LineTable(text)]));
    let next = 0;
    for (const route of model.routes) {
      if (sampleOf(model, route) === null) continue;
      const answers = report.answers.slice(next, next + kinds.length);
      next += kinds.length;
      this.#route(route, answers);
    }
    for (const { route, bypass } of spelledOf(model)) {
      const answer = report.answers[next++]!;
      if (!answer.trail.some((visit) => this.#isHandler(route, visit, answer)))
        this.disagreements.push(
          `${route.method} ${route.path}: ${bypass.path} is said to get around its guard, observed ${answer.status}`,
        );
    }
    this.#served(report);
  }

  #route(route: Route, answers: readonly Told[]): void {
    const met = (caller: string): Met => {
      const all = answers
        .filter((_, index) => kinds[index]!.caller === caller)
        .map((answer) => {
          const handler = answer.trail.findIndex((visit) => this.#isHandler(route, visit, answer));
          const visit = answer.trail[handler];
          return { answer, handler, isRejected: visit !== undefined && outcomeOf(visit, answer) === 'rejects' };
        });
      return all.find((one) => one.handler >= 0) ?? all[0]!;
    };
    const none = met('none');
    const bad = met('bad');
    const good = met('good');
    const complain = (text: string) => {
      const at = this.#tables.get(route.at.file)?.at(route.at.start);
      const seen = `anonymous ${none.answer.status}, forged ${bad.answer.status}, good ${good.answer.status}`;
      this.disagreements.push(`${route.at.file}:${at?.line} ${route.method} ${route.path}: ${text} (${seen})`);
    };
    const reached = (one: Met) => one.handler >= 0;
    const last = route.chain.at(-1)?.outcome;
    const passes = (one: Met, told: Outcome | undefined) => reached(one) && !(one.isRejected && told === 'rejects');
    const isReachable = reached(none) || reached(bad) || reached(good);
    if (route.shadowedBy !== null && isReachable) complain('called shadowed, but it answers');
    if (route.access === 'authenticated') {
      if (passes(none, last?.none))
        complain(`called authenticated (${route.why}), but an anonymous request reaches its handler`);
      else if (passes(bad, last?.bad) && !route.forgeable)
        complain('forged credentials reach its handler, and it is not called forgeable');
      if (route.shadowedBy === null && !isReachable && this.#isAnsweredElsewhere(route, none))
        complain(`called authenticated (${route.why}), but another route answers an anonymous request to its path`);
    }
    const isOpen = route.access === 'anonymous' || route.access === 'optional';
    const isComplaint = complaints.includes(none.answer.status ?? 0);
    if (
      isOpen &&
      !reached(none) &&
      // What is behind a rejection runs it: nobody counts that as a visit of the route.
      !route.swallowed?.served &&
      !isComplaint &&
      route.shadowedBy === null &&
      !this.#depends(route) &&
      !this.#isDead(route)
    ) {
      complain(`called ${route.access} (${route.why}), but an anonymous request does not reach its handler`);
    }
    this.#preflight(route, answers.at(-1)!, complain);
    for (const caller of ['none', 'bad'] as const) {
      // Which of the forged credentials a step looks at, the model does not say: one that agrees is enough.
      const wrong = answers
        .filter((_, index) => kinds[index]!.caller === caller)
        .map((answer) => this.#outcomes(route, caller, answer));
      if (wrong.every((texts) => texts.length > 0)) for (const text of wrong[0]!) complain(text);
    }
    const passed = [good, none].find(reached);
    if (passed) this.#chain(route, passed, complain);
  }

  /** A handler of another route answers, and nobody gets to a step of this one, which could have led there. */
  #isAnsweredElsewhere(route: Route, { answer }: Met): boolean {
    const isFine = answer.status !== null && answer.status < 300;
    const others = answer.trail.filter((visit) => visit.routePaths !== null);
    return (
      isFine &&
      others.some((visit) => visit.isLast && outcomeOf(visit, answer) === 'answers') &&
      !others.some((visit) => visit.site && this.#isWithin(visit.site, route.at))
    );
  }

  /** Which branch was taken is the environment's choice: what is installed conditionally may not be there. */
  #depends(route: Route): boolean {
    return route.conditions.length > 0;
  }

  #isHandler(route: Route, visit: ToldVisit, answer: Told): boolean {
    if (visit.handlesError) return false;
    // Of apps without a router the step itself is what is served.
    if (visit.routePaths === null)
      return (
        route.method === 'ALL' &&
        visit.site !== null &&
        this.#isWithin(visit.site, route.at) &&
        outcomeOf(visit, answer) === 'answers'
      );
    if (!visit.isLast && outcomeOf(visit, answer) !== 'answers') return false;
    if (visit.method !== null && route.method !== 'ALL' && visit.method !== route.method) return false;
    if (visit.site === null) return true;
    return this.#isWithin(visit.site, route.at) && this.#isSamePath(route, visit);
  }

  #isSamePath(route: Route, visit: ToldVisit): boolean {
    const trimmed = (path: string) => path.replace(/^\/|\/+$/g, '');
    return visit.routePaths!.some((path) => path === null || trimmed(route.path).endsWith(trimmed(path)));
  }

  #isWithin(site: NonNullable<ToldVisit['site']>, place: Place): boolean {
    const table = this.#tables.get(place.file);
    if (site.file !== place.file || !table) return false;
    const start = table.at(place.start);
    const end = table.at(place.end);
    const isAfter = site.line > start.line || (site.line === start.line && site.column >= start.column);
    return isAfter && (site.line < end.line || (site.line === end.line && site.column <= end.column));
  }

  /** What is missing for a step breaks it: another story than who is let in. */
  #hasNeeds(route: Route): boolean {
    return route.chain.some((link) => stepOf(this.#model, link.step).needs.length > 0);
  }

  /** A path that no request has, or that the framework does not accept. */
  #isDead(route: Route): boolean {
    const entry = this.#model.scopes[route.scope]!.entries.find(
      (one) => one.kind === 'route' && one.order === route.order,
    );
    return entry !== undefined && entry.pattern.defect !== null;
  }

  /** Installed by the call that the visit comes from: in the same file, not above it. */
  #isInstalled(step: Step, visit: ToldVisit): boolean {
    if (visit.site === null) return true;
    const line = this.#tables.get(step.at.file)?.at(step.at.start).line ?? 0;
    return step.at.file === visit.site.file && line >= visit.site.line;
  }

  #preflight(route: Route, { status, cors, trail }: Told, complain: (text: string) => void): void {
    const isAccepted = status !== null && status < 300;
    const { answer } = route.preflight;
    const agrees = {
      cors: cors && isAccepted,
      rejected: !isAccepted,
      // Where nobody else answers, some frameworks say 404.
      automatic: (isAccepted || status === 404) && !cors,
      handled: isAccepted || trail.length > 0,
      unknown: true,
    }[answer];
    if (!agrees && !this.#depends(route) && !(status === 500 && this.#hasNeeds(route))) {
      complain(`preflight called '${answer}', observed ${status} ${cors ? 'with' : 'without'} CORS headers`);
    }
  }

  #links(route: Route): { readonly link: ChainLink; readonly step: Step }[] {
    const links = route.chain.map((link) => ({ link, step: stepOf(this.#model, link.step) }));
    return links.filter(({ step }) => !step.handlesErrors);
  }

  #chain(route: Route, { answer, handler }: Met, complain: (text: string) => void): void {
    const ran = answer.trail.slice(0, handler + 1).filter((visit) => !visit.handlesError);
    // What could not be read may be any number of steps.
    if (route.gaps.length > 0) return;
    const links = this.#links(route);
    const told = links.map(({ link, step }) => step.name + (isOptional(link) ? '?' : '')).join(' > ');
    const seen = ran.map((visit) => visit.name || '_').join(' > ');
    /** Whether visits from `at` can be the links from `from`, where optional links may be left out. */
    const fits = (at: number, from: number): boolean => {
      const found = links[from];
      if (!found) return at === ran.length;
      if (isOptional(found.link) && fits(at, from + 1)) return true;
      return at < ran.length && this.#isInstalled(found.step, ran[at]!) && fits(at + 1, from + 1);
    };
    if (!fits(0, 0)) complain(`chain is ${told}, but ${seen} ran`);
  }

  #outcomes(route: Route, caller: 'none' | 'bad', answer: Told): string[] {
    const links = this.#links(route);
    const certain = links.every(({ link }) => !isOptional(link)) && route.shadowedBy === null;
    const isOwnStory = complaints.includes(answer.status ?? 0) || (answer.status === 500 && this.#hasNeeds(route));
    const texts: string[] = [];
    for (const [index, visit] of (certain && !isOwnStory ? answer.trail : []).entries()) {
      const found = links[index];
      if (!found || visit.handlesError || !this.#isInstalled(found.step, visit)) return texts;
      // Of another route that has the same path.
      if (visit.routePaths !== null && visit.site && !this.#isWithin(visit.site, route.at) && visit.goes === null)
        return texts;
      const told = found.link.outcome[caller];
      const seen = outcomeOf(visit, answer);
      if (told === 'unknown' || told === 'both' || seen === null || agree(told, seen)) continue;
      texts.push(`${found.step.name} called '${told}' for '${caller}', observed '${seen}'`);
    }
    return texts;
  }

  /** Routes that the running app holds and the model does not. */
  #served({ served }: Booted): void {
    if (this.#model.gaps.length > 0) return;
    const plain = (path: string) => path.replace(/\/+/g, '/').replace(/^\/|\/$/g, '');
    const known = new Set(this.#model.routes.map((route) => `${route.method} ${plain(route.path)}`));
    // `all('/x', guard)` is a route of Express that serves nothing.
    const serving = new Set(this.#model.routes.map((route) => route.order));
    const entries = this.#model.scopes.flatMap((scope) => scope.entries.filter((entry) => !serving.has(entry.order)));
    const installed = entries.map((entry) => plain(entry.pattern.text)).filter((path) => path !== '');
    for (const { method, path } of served) {
      if (path === null || method === 'OPTIONS') continue;
      if (known.has(`${method} ${plain(path)}`) || known.has(`ALL ${plain(path)}`)) continue;
      if (installed.some((text) => plain(path).endsWith(text))) continue;
      this.disagreements.push(`served, but not in the model: ${method} ${path}`);
    }
  }
}

function isOptional(link: ChainLink): boolean {
  return link.covers === 'some' || link.conditions.length > 0;
}

function outcomeOf(visit: ToldVisit, { status }: Told): 'continues' | 'rejects' | 'answers' | 'neither' | null {
  if (visit.goes === 'on') return 'continues';
  if (visit.goes === 'error') return 'rejects';
  if (visit.goes !== null) return null;
  const left = visit.status ?? status;
  if (left === null) return 'neither';
  return left >= 300 ? 'rejects' : 'answers';
}

/** A step that answers 404, or a redirect to what was asked for, answers all the same. */
function agree(told: string, seen: string): boolean {
  return told === seen || (told === 'answers' && seen === 'rejects');
}
