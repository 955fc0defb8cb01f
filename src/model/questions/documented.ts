import type { Place } from '#text';
import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
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

/** Schemes that are demanded and that the documentation does not define: API explorers send nothing for them. */
export interface UndefinedScheme {
  readonly name: string;
  /** Where it is demanded, in the order of the program. */
  readonly places: readonly Place[];
  readonly routes: readonly Route[];
}

/** One for each name: a definition that is missing is missing once, however many routes demand it. */
export function undefinedSchemes(model: Model): readonly UndefinedScheme[] {
  const known = model.documentedSchemes;
  if (known === null) return [];
  // What is demanded of one route in several places is an alternative: one that is defined is enough.
  const isSent = ({ documented }: Route) => documented.some(({ name }) => known.includes(name));
  const unknown = demands(model)
    .map((demand) => ({ ...demand, routes: demand.routes.filter((route) => !isSent(route)) }))
    .filter(({ routes }) => routes.length > 0);
  return [...grouped(unknown, ({ name }) => name)].map(([name, group]) => ({
    name,
    places: group.map(({ at }) => at),
    routes: group.flatMap(({ routes }) => routes),
  }));
}
