import type { Place } from '#text';
import type { Confidence, Model, Route } from '../model.ts';
import { confidenceFor, grouped, isOrdinary, strongest } from './evidence.ts';

/** What a documentation demands in one place, and the routes that it is said of. */
export interface DocumentedDemand {
  readonly at: Place;
  readonly name: string;
  readonly routes: readonly Route[];
  readonly confidence: Confidence;
}

function demands(model: Model): readonly Omit<DocumentedDemand, 'confidence'>[] {
  const all = model.routes.flatMap((route) => route.documented.map((one) => ({ ...one, route })));
  return [...grouped(all, ({ at, name }) => `${at.file}:${at.start} ${name}`).values()].map((group) => ({
    at: group[0]!.at,
    name: group[0]!.name,
    routes: group.map(({ route }) => route),
  }));
}

/**
 * Demands that nothing enforces. What is said of several routes at once, of which some are guarded, may be open on purpose:
 * the others are told by their siblings.
 */
export function unenforcedDemands(model: Model): readonly DocumentedDemand[] {
  return demands(model).flatMap((demand) => {
    if (!demand.routes.every((route) => route.access === 'anonymous')) return [];
    const routes = demand.routes.filter(isOrdinary);
    if (routes.length === 0) return [];
    return [{ ...demand, routes, confidence: strongest(routes.map((route) => confidenceFor(model, route))) }];
  });
}

/** Demands of a scheme that the documentation does not define: API explorers send nothing for them. */
export function undefinedDemands(model: Model): readonly DocumentedDemand[] {
  const known = model.documentedSchemes;
  if (known === null) return [];
  return demands(model).flatMap((demand) => (known.includes(demand.name) ? [] : [{ ...demand, confidence: 'high' }]));
}
