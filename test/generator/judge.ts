import type { Model, Route, Step } from '#model';
import { chainOf } from '#model';
import type { App } from '../support/express.ts';
import { servedBy } from '../support/served.ts';
import type { Observed } from './ask.ts';
import { askRoute, markerIn } from './ask.ts';
import { boot } from './boot.ts';
import { joined } from './paths.ts';
import type { ExpectedRoute, Rendered } from './render.ts';
import { RouteJudge } from './route-judge.ts';
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

/** Holds the model of a setup against the same setup running. */
export async function judge(rendered: Rendered, model: Model, style: ModuleStyle): Promise<Judgement> {
  const files = rendered.print(style);
  const commonJs = rendered.print('cjs');
  const textAt = ({ file, start, end }: Step['at']) => files[file]?.slice(start, end) ?? '';
  const markerOf = (step: Step) => (step.definedAt && markerIn(textAt(step.definedAt))) ?? markerIn(textAt(step.at));
  const apps = (rendered.varies ? [true, false] : [true]).map((feature) =>
    boot(commonJs, rendered.main, rendered.setup.major, feature),
  );
  const disagreements = bookkeeping(rendered.routes, apps[0]!);
  if (model.apps.length !== 1) disagreements.push(`one app expected, the model has ${model.apps.length}`);

  const expected = byKey(rendered.routes, keyOf);
  const told = byKey(model.routes, (route) => {
    const handler = chainOf(model, route).at(-1);
    const marker = handler ? markerOf(handler) : null;
    // A route that only guards is none of the setup's routes.
    return marker?.startsWith('h') ? keyOf({ method: route.method, path: route.path, handler: marker }) : null;
  });
  for (const key of new Set([...expected.keys(), ...told.keys()])) {
    const difference = (told.get(key)?.length ?? 0) - (expected.get(key)?.length ?? 0);
    if (difference !== 0)
      disagreements.push(`${key}: ${difference < 0 ? 'served, but not in the model' : 'in the model, but not served'}`);
  }

  let served = 0;
  let abstained = 0;
  for (const [key, [route]] of expected) {
    const candidates = told.get(key) ?? [];
    const states: Observed[][] = [];
    for (const app of apps) states.push(await observe(app, route!));
    const live = states.filter((state) => state.some((one) => one.good.reached));
    if (live.length > 0) served++;
    if (isAbstention(candidates, live)) abstained++;
    // The same route at the same path by two mounts: only the first one met can answer, and the place does not say which that is.
    // Which one it is may differ with the environment, so each state is looked at by itself.
    for (const seen of candidates.length > 1 && rendered.varies ? live.map((state) => [state]) : [live]) {
      const all: string[][] = [];
      for (const candidate of candidates) {
        const one = new RouteJudge(model, candidate, route!, markerOf);
        const told = await one.judge(seen, rendered.varies ? null : { app: apps[0]!, observed: states[0]! });
        // That forged credentials pass in some other state of the environment is enough.
        const elsewhere = live.flat().some((state) => state.bad.reached);
        all.push(told.filter((text) => !(elsewhere && text.startsWith('called forgeable'))));
      }
      if (all.length > 0 && all.every((one) => one.length > 0))
        disagreements.push(...all[0]!.map((text) => `${key}: ${text}`));
    }
  }
  return { disagreements, routes: rendered.routes.length, served, abstained };
}

async function observe(app: App, route: ExpectedRoute): Promise<Observed[]> {
  const all: Observed[] = [];
  for (const path of route.samples) all.push(await askRoute(app, route, path));
  return all;
}

/** Called unknown although the server always behaves in one way. */
function isAbstention(candidates: readonly Route[], live: readonly Observed[][]): boolean {
  const behaviours = new Set(live.map((state) => state.some((one) => one.none.reached)));
  return behaviours.size === 1 && candidates.length > 0 && candidates.every((route) => route.access === 'unknown');
}

function keyOf({
  method,
  path,
  handler,
}: {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
}): string {
  return `${method} ${joined([path])} (${handler})`;
}

function byKey<T>(items: readonly T[], key: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}

/** That the generator knows which routes its own setups have. */
function bookkeeping(expected: readonly ExpectedRoute[], app: App): string[] {
  const told = expected.map(keyOf).sort();
  const served = servedBy(app).flatMap(({ method, path, step }) => {
    const handler = markerIn(String(step));
    return handler?.startsWith('h') ? [keyOf({ method, path: path ?? '?', handler })] : [];
  });
  return told.join() === served.sort().join() ? [] : [`the generator expects ${told}, the server holds ${served}`];
}
