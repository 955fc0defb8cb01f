import { samePlace } from '#text';
import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Route } from '../nouns/routes.ts';
import type { Step } from '../nouns/steps.ts';
import { stepOf } from './basics.ts';
import { isCalledByBrowsers } from './cors.ts';
import { confidenceFor, grouped, guardLinks, strongest } from './evidence.ts';

/** A CORS step, what it leaves out of its answers to preflights, and the routes that nobody can call without it. */
export interface PreflightGap {
  readonly cors: Step;
  readonly what: 'header' | 'method';
  readonly name: string;
  readonly routes: readonly Route[];
  readonly confidence: Confidence;
}

/** Methods that browsers send without asking: https://fetch.spec.whatwg.org/#cors-safelisted-method */
const safelisted = ['GET', 'HEAD', 'POST', 'OPTIONS', 'ALL'];

/** Words of other transports: GraphQL arrives by POST, the rest not by HTTP. */
const operations = new Set(['QUERY', 'MUTATION', 'SUBSCRIPTION', 'WS', 'RPC', 'EVENT']);

export function preflightGaps(model: Model): readonly PreflightGap[] {
  const misses = model.routes.flatMap((route) => {
    const { answer, by } = route.preflight;
    const cors = answer === 'cors' && by !== null ? stepOf(model, by) : null;
    if (!cors?.allows || !isCalledByBrowsers(route)) return [];
    const { headers, methods, isTold } = cors.allows;
    const lacks = (list: readonly string[] | null, name: string) =>
      list !== null && !list.some((one) => one.toLowerCase() === name.toLowerCase());
    const header = headerOf(model, route);
    const found: Omit<PreflightGap, 'routes'>[] = [];
    if (header !== null && lacks(headers, header))
      found.push({
        cors,
        what: 'header',
        name: header,
        confidence: confidenceFor(model, route, isForMachines(model, cors, header) ? 'medium' : 'high'),
      });
    // A method that is left out by name may be meant for callers that are no browsers.
    if (!safelisted.includes(route.method) && !operations.has(route.method) && lacks(methods, route.method))
      found.push({
        cors,
        what: 'method',
        name: route.method,
        confidence: confidenceFor(model, route, isTold ? 'medium' : 'high'),
      });
    return found.map((one) => ({ ...one, route }));
  });
  return [...grouped(misses, ({ cors, what, name }) => `${cors.id} ${what} ${name.toLowerCase()}`).values()].map(
    (group) => ({
      ...group[0]!,
      routes: group.map(({ route }) => route),
      confidence: strongest(group.map(({ confidence }) => confidence)),
    }),
  );
}

/** A key of one's own where browsers get to other routes without it: what it opens may be there for machines. */
function isForMachines(model: Model, cors: Step, header: string): boolean {
  // Where each route has a step of its own, one setting makes them all.
  const isServed = ({ preflight: { by } }: Route) => by !== null && samePlace(stepOf(model, by).at, cors.at);
  const isOther = (route: Route) => isServed(route) && isCalledByBrowsers(route) && headerOf(model, route) !== header;
  return header.toLowerCase() !== 'authorization' && model.routes.some(isOther);
}

/** The header without which nobody gets past the guard that keeps anonymous callers out. */
function headerOf(model: Model, route: Route): string | null {
  const guard = guardLinks(model, route).find((link) => link.step === route.guard);
  if (!guard) return null;
  const step = stepOf(model, guard.step);
  if (step.header !== null) return step.header;
  const schemes = step.schemes.flatMap((name) => model.schemes.filter((scheme) => scheme.name === name));
  const headers = new Set(schemes.map(({ header }) => header));
  return schemes.length > 0 && headers.size === 1 ? [...headers][0]! : null;
}
