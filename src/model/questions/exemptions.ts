import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { Exemption, Step } from '../nouns/steps.ts';
import { coveredBy, meantToBeOpen } from './basics.ts';
import { confidenceFor, isOpen, isOrdinary, mutates } from './evidence.ts';
import { placementsOf } from './flow.ts';

/** An exemption that frees routes which it does not name. */
export interface BroadExemption {
  readonly step: Step;
  readonly exemption: Exemption;
  readonly freed: readonly Route[];
  readonly confidence: Confidence;
}

/**
 * A test of the path frees more than it names where it is evidently meant for a public route and frees ordinary ones too,
 * where it ends in the middle of a segment, or where it frees all that the guard stands before.
 */
export function broadExemptions(model: Model): readonly BroadExemption[] {
  return model.steps.flatMap((step) =>
    step.exemptions.flatMap((exemption) => {
      if (exemption.match === 'equals' || exemption.match === 'other') return [];
      const named = pathsIn(model, step, exemption);
      const isMore = (route: Route) =>
        exemption.match === 'prefix' ? isCutBy(named, route) : !named.includes(route.path);
      const freed = exemption.opens
        .map((id) => model.routes[id]!)
        .filter((route) => isOpen(route) && isOrdinary(route) && isMore(route));
      if (freed.length === 0) return [];
      const confidence = breadth(model, step, exemption, freed);
      return confidence ? [{ step, exemption, freed, confidence }] : [];
    }),
  );
}

/** One of the paths ends in the middle of a segment of the route's. */
function isCutBy(paths: readonly string[], { samples }: Route): boolean {
  const isCut = (path: string, sample: string) =>
    /\w$/.test(path) && sample.startsWith(path) && /^[\w-]/.test(sample.slice(path.length));
  return samples.some((sample) => paths.some((path) => isCut(path, sample)));
}

function breadth(model: Model, step: Step, exemption: Exemption, freed: readonly Route[]): Confidence | null {
  if (exemption.match === 'prefix') return 'high';
  const routes = exemption.frees.map((id) => model.routes[id]!);
  if (routes.some(meantToBeOpen)) return 'high';
  const guarded = coveredBy(model, step).filter((route) => route.access === 'authenticated');
  return guarded.length === 0 && freed.some(mutates) ? 'high' : null;
}

/** An exemption that frees nothing, and the route that it was probably written for. */
export interface DeadExemption {
  readonly step: Step;
  readonly exemption: Exemption;
  readonly route: Route | null;
  readonly confidence: Confidence;
}

export function deadExemptions(model: Model): readonly DeadExemption[] {
  return model.steps.flatMap((step) =>
    step.exemptions.flatMap((exemption): DeadExemption[] => {
      if (exemption.frees.length > 0) return [];
      const route = exemption.near ? (model.routes[exemption.near.route] ?? null) : null;
      // Its neighbour frees the route: then it is only superfluous.
      if (route && isOpen(route)) return [];
      if (route) return [{ step, exemption, route, confidence: confidenceFor(model, route) }];
      // What is served elsewhere, or by files, may well be exempted too.
      const covered = coveredBy(model, step);
      const known = covered.length > 0 && covered.every((one) => confidenceFor(model, one) === 'high');
      const served = model.routes.some((one) => one.samples.some((sample) => sample === pathIn(exemption)));
      return exemption.match === 'equals' && !served
        ? [{ step, exemption, route, confidence: known ? 'medium' : 'low' }]
        : [];
    }),
  );
}

/** The whole paths that an exemption may mean: a guard in a router may see what is below its mounts only. */
function pathsIn(model: Model, step: Step, exemption: Exemption): readonly string[] {
  const path = pathIn(exemption);
  return path.startsWith('/') ? [path, ...placementsOf(model, step).map(({ prefix }) => prefix + path)] : [path];
}

/** The path that an exemption is written with, whether it stands alone or in a test of the URL. */
function pathIn(exemption: Exemption): string {
  return /(['"`])(\/[^'"`]*)\1/.exec(exemption.text)?.[2] ?? exemption.text;
}
