import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { ChainLink, Route } from '../nouns/routes.ts';
import type { Outcomes, Step } from '../nouns/steps.ts';
import { acrossGap, developmentOnly, label, stepOf } from './basics.ts';

const shownRoutes = 5;

/** How sure a claim about the route can be: `low` when something unknown stands in its way. */
export function confidenceFor(model: Model, route: Route, best: Confidence = 'high'): Confidence {
  return acrossGap(model, route) ? 'low' : best;
}

/** The same for an accusation that it is open: the code to which its handler leaves the request may ask who calls. */
export function confidenceIfOpen(model: Model, route: Route, best: Confidence): Confidence {
  const last = route.chain.at(-1);
  const isLeft = last !== undefined && stepOf(model, last.step).delegates === true;
  return confidenceFor(model, route, isLeft ? weakest([best, 'medium']) : best);
}

const strength: readonly Confidence[] = ['low', 'medium', 'high'];

export function strongest(confidences: readonly Confidence[]): Confidence {
  return strength[Math.max(0, ...confidences.map((confidence) => strength.indexOf(confidence)))]!;
}

export function weakest(confidences: readonly Confidence[]): Confidence {
  return strength[Math.min(2, ...confidences.map((confidence) => strength.indexOf(confidence)))]!;
}

/** Anyone gets through to it. */
export function isOpen(route: Route): boolean {
  return route.access === 'anonymous' || route.access === 'optional';
}

/** Serves production and nothing says that anyone may call it. */
export function isOrdinary(route: Route): boolean {
  return (
    !route.declaredPublic &&
    route.purpose === null &&
    route.method !== 'OPTIONS' &&
    route.shadowedBy === null &&
    !developmentOnly(route.conditions)
  );
}

/** What is there for all methods may well do nothing but read. */
const reads = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'SUBSCRIPTION', 'ALL']);

/** Changes something, as far as the method tells. */
export function mutates(route: Route): boolean {
  return !reads.has(route.method);
}

/** The landing page of a site: open almost everywhere. */
export function isRootPage(route: Route): boolean {
  return !mutates(route) && route.path.replace(/\/+$/, '') === '';
}

/** Its path ends with a secret, as that of an invitation does: it is there for whoever was given the link. */
export function isByLink(route: Route): boolean {
  return /[:{]\w*(token|hash|signature|secret)\}?\/?$/i.test(route.path);
}

/**
 * Rejects the anonymous caller here, and not those who bring good credentials. A guard that stands last in a list of steps
 * is called a handler but goes on; a handler that asks by itself answers.
 */
export function rejectsAnonymous(step: Step, outcome: Outcomes): boolean {
  const isGuard = step.role === 'authenticate' || step.role === 'authorize';
  if (step.handlesErrors || outcome.none !== 'rejects') return false;
  return isGuard ? outcome.good !== 'rejects' : step.role === 'handler' && outcome.good === 'continues';
}

/** Links before the handler that reject anonymous callers of this very route. */
export function guardLinks(model: Model, route: Route): readonly ChainLink[] {
  return route.chain.filter(
    (link) => link.covers === 'all' && rejectsAnonymous(stepOf(model, link.step), link.outcome),
  );
}

/** Routes by the place of their registration: a router that is mounted twice counts once. */
function distinctRoutes(routes: readonly Route[]): readonly Route[] {
  const seen = new Set<string>();
  return routes.filter((route) => {
    const key = `${route.at.file}\0${route.at.start}\0${route.method}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The few routes that a story names; `listed` tells how many it leaves out. */
export function examples(routes: readonly Route[]): readonly Route[] {
  return distinctRoutes(routes).slice(0, shownRoutes);
}

/** Some of the routes as further places of a finding, with one message for each. */
export function exampleNotes<Message extends string>(routes: readonly Route[], message: Message) {
  return examples(routes).map((route) => ({ at: route.at, message, data: { route: label(route) } }));
}

/** `GET /a, POST /b and 3 more`. */
export function listed(routes: readonly Route[]): string {
  const all = [...new Set(routes.map(label))];
  const named = all.slice(0, shownRoutes);
  const rest = all.length - named.length;
  if (rest > 0) return `${named.join(', ')} and ${rest} more`;
  return named.length < 2 ? named.join() : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** Groups in order of first appearance. */
export function grouped<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** What a caller meets whom the step rejects: `answered 401`. */
export function rejection(step: Step): string {
  return step.status === null ? 'rejected' : `answered ${step.status}`;
}
