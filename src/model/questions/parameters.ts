import type { Place } from '#text';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { Step } from '../nouns/steps.ts';
import { appOf, coveredBy } from './basics.ts';
import { grouped } from './evidence.ts';
import { flowOf, type Placement, seenPath } from './flow.ts';
import { remembered } from './remember.ts';

/** A parameter that is read where it is there for nobody. */
export interface UndeclaredParameter {
  readonly name: string;
  readonly at: Place;
  /** All routes whose requests come by. */
  readonly routes: readonly Route[];
  /** A path on the way has it, but what stands there sees only others. */
  readonly isHidden: boolean;
}

/** One for each place and name, and only where all that leads to the place was read. */
export function undeclaredParameters(model: Model): UndeclaredParameter[] {
  const written = new Set(model.steps.flatMap(({ parameters }) => parameters?.writes ?? []));
  if (written.has('*')) return [];
  return readsOf(model).flatMap(({ steps, name, at }) => {
    const routes = [...new Set(steps.flatMap((step) => coveredBy(model, step)))];
    const isReached = steps.every((step) => coveredBy(model, step).length > 0);
    const isKnown = isReached && !written.has(name) && routes.every((route) => !appOf(model, route).detached);
    if (!isKnown || !steps.every((step) => isUnseen(model, step, name))) return [];
    const isHidden = routes.some(({ path }) => declares(path, name));
    // A helper looks for it in several places.
    const isOptional = steps.some(({ parameters }) => parameters?.asked.includes(name));
    return isOptional && !isHidden ? [] : [{ name, at, routes, isHidden }];
  });
}

/** What is read, with all steps that read it there. */
function readsOf(model: Model) {
  const reads = model.steps.flatMap((step) => (step.parameters?.reads ?? []).map((read) => ({ ...read, step })));
  const places = grouped(reads, ({ name, at }) => `${at.file}:${at.start} ${name}`);
  return [...places.values()].map((all) => ({ ...all[0]!, steps: all.map(({ step }) => step) }));
}

function isUnseen(model: Model, step: Step, name: string): boolean {
  const seen = (placements(model).get(step.id) ?? []).map(({ placement }) => seenPath(placement));
  if (seen.length > 0 && seen.every((path) => path !== null)) return !seen.some((path) => declares(path, name));
  return !coveredBy(model, step).some(({ path }) => declares(path, name));
}

const placements = remembered((model: Model) => {
  const all = model.apps.flatMap((app) => flowOf(model, app));
  return grouped(
    all.flatMap((placement) => stepsIn(placement).map((step) => ({ step, placement }))),
    ({ step }) => step,
  );
});

function stepsIn({ entry }: Placement): readonly number[] {
  if (entry.kind === 'mount') return [];
  return entry.kind === 'step' ? [entry.step] : entry.steps;
}

/** `:name`, `{name}`, `*name`, `(?<name>…)`: whichever the framework's spelling is, a name stands behind its sign. */
function declares(path: string, name: string): boolean {
  const escaped = name.replace(/\$/g, '\\$&');
  return path.includes('<unknown>') || new RegExp(`[:{*<]"?${escaped}(?![\\w$])`).test(path);
}
