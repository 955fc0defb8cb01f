import type { Model, Route, Step } from '#model';
import { chainOf, stepOf } from '#model';
import type { App, StepFunction } from '../support/express.ts';
import { servedBy } from '../support/served.ts';
import type { Observed, SeenStep } from './ask.ts';
import { askRoute, markerIn } from './ask.ts';
import { boot } from './boot.ts';
import { joined } from './paths.ts';
import type { ExpectedRoute, Rendered } from './render.ts';
import type { ModuleStyle } from './source-file.ts';

export interface Judgement {
  /** Empty when the model and the running server agree. */
  readonly disagreements: readonly string[];
  readonly routes: number;
  /** Routes that a caller can reach at all: only about them is there anything to know. */
  readonly served: number;
  /** Routes called unknown although the server always behaves the same. */
  readonly abstained: number;
}

interface Pair {
  readonly expected: ExpectedRoute;
  readonly route: Route;
}

/** Holds the model of a setup against the same setup running. */
export async function judge(rendered: Rendered, model: Model, style: ModuleStyle): Promise<Judgement> {
  const files = rendered.print(style);
  const commonJs = rendered.print('cjs');
  const textAt = ({ file, start, end }: Step['at']) => files[file]?.slice(start, end) ?? '';
  const markerOf = (step: Step) => (step.definedAt && markerIn(textAt(step.definedAt))) ?? markerIn(textAt(step.at));
  const apps = (rendered.varies ? [true, false] : [true]).map((feature) =>
    boot(commonJs, rendered.main, rendered.setup.major, feature),
  );
  const misjudged = bookkeeping(rendered.routes, apps[0]!);
  const { pairs, problems } = pair(rendered.routes, model, markerOf);
  const disagreements = [...misjudged, ...problems];
  if (model.apps.length !== 1) disagreements.push(`one app expected, the model has ${model.apps.length}`);
  let served = 0;
  let abstained = 0;
  for (const { expected, route } of pairs) {
    const states: Observed[] = [];
    for (const app of apps) states.push(await askRoute(app, expected));
    const live = states.filter((state) => state.good.reached);
    const complain = (text: string) =>
      disagreements.push(`${expected.method} ${expected.path} (${expected.handler}): ${text}`);
    if (live.length > 0) served++;
    if (route.access === 'unknown' && new Set(live.map((state) => state.none.reached)).size === 1) abstained++;
    access(route, live, complain);
    if (rendered.varies) continue;
    preflight(route, states[0]!, complain);
    if (live.length === 0) continue;
    chain(model, route, live[0]!, markerOf, complain);
    outcomes(model, route, live[0]!, markerOf, complain);
    await bypasses(model, route, expected, apps[0]!, live[0]!, markerOf, complain);
  }
  return { disagreements, routes: rendered.routes.length, served, abstained };
}

/** That the generator knows which routes its own setups have. */
function bookkeeping(expected: readonly ExpectedRoute[], app: App): string[] {
  const line = (method: string, path: string, handler: string) => `${method} ${joined([path])} (${handler})`;
  const told = expected.map(({ method, path, handler }) => line(method, path, handler)).sort();
  const served = servedBy(app).flatMap(({ method, path, step }) => {
    const handler = markerIn(String(step));
    return handler?.startsWith('h') ? [line(method, path ?? '?', handler)] : [];
  });
  return told.join() === served.sort().join() ? [] : [`the generator expects ${told}, the server holds ${served}`];
}

type Complain = (text: string) => void;
type MarkerOf = (step: Step) => string | null;

function pair(
  expected: readonly ExpectedRoute[],
  model: Model,
  markerOf: MarkerOf,
): { pairs: Pair[]; problems: string[] } {
  const left = new Map<string, Route[]>();
  for (const route of model.routes) {
    const handler = chainOf(model, route).at(-1);
    const marker = handler ? markerOf(handler) : null;
    // A route that only guards is none of the setup's routes.
    if (!marker?.startsWith('h')) continue;
    const key = `${route.method} ${joined([route.path])} (${marker})`;
    left.set(key, [...(left.get(key) ?? []), route]);
  }
  const pairs: Pair[] = [];
  const problems: string[] = [];
  for (const one of expected) {
    const key = `${one.method} ${one.path} (${one.handler})`;
    const route = left.get(key)?.shift();
    if (route) pairs.push({ expected: one, route });
    else problems.push(`${key}: served, but not in the model`);
  }
  for (const [key, routes] of left) for (const _ of routes) problems.push(`${key}: in the model, but not served`);
  return { pairs, problems };
}

function access(route: Route, live: readonly Observed[], complain: Complain): void {
  const status = (state: Observed) =>
    `anonymous ${state.none.status}, forged ${state.bad.status}, good ${state.good.status}`;
  if (route.shadowedBy !== null && live.length > 0) complain(`called shadowed, but it answers (${status(live[0]!)})`);
  for (const state of live) {
    if (route.access === 'authenticated') {
      if (state.none.reached)
        complain(`called authenticated (${route.why}), but an anonymous request reaches it (${status(state)})`);
      else if (state.bad.reached && !route.forgeable)
        complain(`forged credentials reach it, and it is not called forgeable (${status(state)})`);
      else if (!state.bad.reached && route.forgeable)
        complain(`called forgeable, but forged credentials are rejected (${status(state)})`);
    } else if (route.access !== 'unknown' && !state.none.reached) {
      complain(`called ${route.access} (${route.why}), but an anonymous request does not reach it (${status(state)})`);
    }
  }
}

function preflight(route: Route, { preflight: { status, cors } }: Observed, complain: Complain): void {
  const accepted = status !== null && status < 300;
  const agrees = {
    cors: cors && accepted,
    rejected: !accepted,
    automatic: accepted && !cors,
    handled: accepted,
    unknown: true,
  }[route.preflight.answer];
  if (!agrees)
    complain(
      `preflight called '${route.preflight.answer}', observed ${status}, ${cors ? 'with' : 'without'} CORS headers`,
    );
}

function chain(model: Model, route: Route, { good }: Observed, markerOf: MarkerOf, complain: Complain): void {
  const at = good.visits.findIndex((visit) => visit.name === markerOf(chainOf(model, route).at(-1)!));
  const ran = good.visits.slice(0, at + 1).filter((visit) => !visit.handlesError);
  const links = route.chain.filter((link) => !stepOf(model, link.step).handlesErrors);
  const names = links.map((link) => ({ link, name: markerOf(stepOf(model, link.step)) }));
  const told = names
    .map(({ name, link }) => (name ?? stepOf(model, link.step).name) + (link.covers === 'some' ? '?' : ''))
    .join(' > ');
  const seen = ran.map((visit) => visit.name ?? '_').join(' > ');
  let next = 0;
  for (const visit of ran) {
    while (next < names.length && !matches(names[next]!.name, visit) && isOptional(names[next]!.link)) next++;
    if (next >= names.length || !matches(names[next]!.name, visit)) {
      complain(`chain is ${told}, but ${seen} ran`);
      return;
    }
    next++;
  }
  if (names.slice(next).some(({ link }) => !isOptional(link))) complain(`chain is ${told}, but only ${seen} ran`);
  const late = route.late.map((link) => markerOf(stepOf(model, link.step)));
  const early = ran.find(
    (visit) => visit.name !== null && late.includes(visit.name) && !names.some(({ name }) => name === visit.name),
  );
  if (early) complain(`${early.name} is called late, but it ran before the handler`);
}

function matches(name: string | null, visit: SeenStep): boolean {
  return name === null || visit.name === null || name === visit.name;
}

function isOptional(link: Route['chain'][number]): boolean {
  return link.covers === 'some' || link.conditions.length > 0;
}

function outcomes(model: Model, route: Route, observed: Observed, markerOf: MarkerOf, complain: Complain): void {
  for (const caller of ['none', 'good'] as const) {
    const used = new Set<number>();
    for (const visit of observed[caller].visits) {
      if (visit.name === null || visit.handlesError || visit.outcome === 'route') continue;
      const at = route.chain.findIndex(
        (link, index) => !used.has(index) && markerOf(stepOf(model, link.step)) === visit.name,
      );
      if (at < 0) continue;
      used.add(at);
      const told = route.chain[at]!.outcome[caller];
      if (told !== 'unknown' && told !== visit.outcome)
        complain(`${visit.name} called '${told}' for '${caller}', observed '${visit.outcome}'`);
    }
  }
}

async function bypasses(
  model: Model,
  route: Route,
  expected: ExpectedRoute,
  app: StepFunction,
  canonical: Observed,
  markerOf: MarkerOf,
  complain: Complain,
): Promise<void> {
  for (const link of route.chain) {
    if (!link.bypass) continue;
    const name = markerOf(stepOf(model, link.step));
    const { none } = await askRoute(app, expected, link.bypass.path);
    const visit = none.visits.find((one) => one.name !== null && one.name === name);
    if (visit?.outcome === 'rejects') complain(`${name} is said to let ${link.bypass.path} pass, but it rejects it`);
  }
  if (canonical.none.reached || route.access === 'unknown' || route.chain.some((link) => link.bypass)) return;
  for (const path of spellings(expected.sample)) {
    const { none } = await askRoute(app, expected, path);
    if (none.reached) complain(`an anonymous request for ${path} reaches it, and no bypass is told`);
  }
}

function spellings(path: string): string[] {
  const swapped = path.toLowerCase() === path ? path.toUpperCase() : path.toLowerCase();
  return [swapped, path.endsWith('/') ? path.slice(0, -1) : `${path}/`].filter((one) => one !== path && one !== '');
}
