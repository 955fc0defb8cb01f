import type { Place } from '#text';
import type { Confidence } from './nouns/certainty.ts';
import type { Model } from './nouns/model.ts';
import type { ChainLink, Route } from './nouns/routes.ts';
import type { Flaw, FlawKind, Step } from './nouns/steps.ts';
import { acrossGap, authenticates, coveredBy, developmentOnly, stepOf, strongest } from './questions.ts';

/** One flaw in the code, however many steps are made of that code. */
export interface FlawedCode {
  readonly flaw: Flaw;
  readonly steps: readonly Step[];
}

/** The flaws of some kinds, one for each place. */
export function flawsOf(model: Model, ...kinds: readonly FlawKind[]): readonly FlawedCode[] {
  const found = new Map<string, { readonly flaw: Flaw; readonly steps: Step[] }>();
  for (const step of model.steps) {
    for (const flaw of step.flaws) {
      if (!kinds.includes(flaw.kind)) continue;
      const key = `${flaw.kind}\0${flaw.at.file}\0${flaw.at.start}`;
      const seen = found.get(key);
      if (!seen) found.set(key, { flaw, steps: [step] });
      else if (!seen.steps.includes(step)) seen.steps.push(step);
    }
  }
  return [...found.values()];
}

/** What rules say of the flaws of one kind: a finding without its message. */
export function flawReports(model: Model, kind: FlawKind) {
  return reportsOf(flawsOf(model, kind));
}

/** Rejections behind which the request goes on, and where no step further down stops it for what was answered before. */
export function continuingRejections(model: Model) {
  const found = flawsOf(model, 'continues-after-rejection');
  return reportsOf(found.filter(({ steps }) => !steps.every((step) => isStoppedBehind(model, step))));
}

/** A guard that stops it by itself mends nothing: two answers are made. */
function isStoppedBehind(model: Model, { id }: Step): boolean {
  const behind = model.routes.flatMap(({ chain }) => {
    const index = chain.findIndex((link) => link.step === id && link.outcome.none === 'both');
    return index < 0 ? [] : [chain.slice(index + 1, -1)];
  });
  const stops = ({ step, outcome, covers, conditions }: ChainLink) =>
    outcome.none === 'rejects' &&
    outcome.good !== 'rejects' &&
    stepOf(model, step).outcome.none !== 'rejects' &&
    covers === 'all' &&
    conditions.length === 0;
  return behind.length > 0 && behind.every((links) => links.some(stops));
}

function reportsOf(found: ReturnType<typeof flawsOf>) {
  return found.map(({ flaw, steps }) => ({
    at: flaw.at,
    also: flaw.also.map(({ at, text }) => ({ at, message: 'further' as const, data: { text } })),
    confidence: confidenceOf(steps),
    key: flaw.subject,
    data: { subject: flaw.subject, consequence: flaw.consequence },
  }));
}

/** Where tokens that have expired are let pass, but to renew or to end a login. */
export function* outdatedCredentials(model: Model) {
  for (const { flaw, steps } of flawsOf(model, 'expired-credential')) {
    const routes = steps.flatMap((step) => coveredBy(model, step));
    const isMeant = ({ purpose }: Route) => purpose === 'refresh' || purpose === 'logout';
    if (routes.length > 0 && routes.every(isMeant)) continue;
    const { at, subject } = flaw;
    yield { at, key: subject, confidence: 'medium' as const, data: { subject } };
  }
}

/** Steps whose body holds the place. */
function stepsAround(model: Model, place: Place): readonly Step[] {
  return model.steps.filter((step) => step.definedAt !== null && contains(step.definedAt, place));
}

function contains(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** What a body does is certain wherever it is installed: only how well it was understood counts. */
export function confidenceOf(steps: readonly Step[]): Confidence {
  return strongest(steps.map((step) => step.confidence));
}

/** For what an unseen step in front could make up for: little is said where all routes lie across a gap. */
function confidenceAcross(model: Model, steps: readonly Step[]): Confidence {
  const routes = steps.flatMap((step) => coveredBy(model, step));
  return routes.length > 0 && routes.every((route) => acrossGap(model, route)) ? 'low' : confidenceOf(steps);
}

/** True when a step that verifies stands before the given ones on every route that has one of them. */
function verifiedBefore(model: Model, steps: readonly Step[]): boolean {
  const ids = new Set(steps.map((step) => step.id));
  return onAllRoutes(model, ids, (route) => isVerifiedBefore(model, route, ids));
}

/** True when every such route asks for a genuine one, wherever: who is only looked at here is turned away there. */
function verifiedSomewhere(model: Model, steps: readonly Step[]): boolean {
  const ids = new Set(steps.map((step) => step.id));
  return onAllRoutes(model, ids, ({ access, forgeable }) => access === 'authenticated' && !forgeable);
}

function onAllRoutes(model: Model, ids: ReadonlySet<number>, holds: (route: Route) => boolean): boolean {
  const routes = model.routes.filter((route) => route.chain.some((link) => ids.has(link.step)));
  return routes.length > 0 && routes.every(holds);
}

function isVerifiedBefore(model: Model, route: Route, ids: ReadonlySet<number>): boolean {
  for (const link of route.chain) {
    if (ids.has(link.step)) return false;
    const step = stepOf(model, link.step);
    if (authenticates(step) && !step.forgeable && link.covers === 'all' && link.outcome.none === 'rejects') return true;
  }
  return false;
}

export interface TrustedUnverified extends Pick<Flaw, 'at' | 'subject' | 'also'> {
  readonly confidence: Confidence;
}

/**
 * Places where a token is read without being verified and trusted all the same, each once. A decoding whose step is not
 * known (a helper, a handler that nothing installs) is told with less certainty.
 */
export function* trustedUnverified(model: Model): Generator<TrustedUnverified> {
  const flawed = flawsOf(model, 'unverified-credential');
  const told: Place[] = [];
  for (const token of model.tokens) {
    if (token.kind !== 'decode' || developmentOnly(token.conditions)) continue;
    if (token.decides !== 'access' && token.decides !== 'principal') continue;
    const flaws = flawed.filter(({ flaw, steps }) => concerns(flaw, steps, token.at));
    const steps = [...flaws.flatMap((one) => one.steps), ...stepsAround(model, token.at)];
    told.push(token.at);
    if (verifiedBefore(model, steps)) continue;
    const confidence = steps.length > 0 ? confidenceAcross(model, steps) : 'medium';
    yield { at: token.at, subject: token.subject, also: [], confidence };
  }
  for (const { flaw, steps } of flawed) {
    if (told.some((place) => concerns(flaw, steps, place)) || verifiedSomewhere(model, steps)) continue;
    yield { at: flaw.at, subject: flaw.subject, also: flaw.also, confidence: confidenceAcross(model, steps) };
  }
}

/** Limits that count requests by a token which is read without being verified, there or by a step before. */
export function* countedUnverified(model: Model): Generator<TrustedUnverified> {
  for (const { flaw, steps } of flawsOf(model, 'unverified-count'))
    if (!verifiedBefore(model, steps)) yield { ...flaw, confidence: 'medium' };
}

function concerns(flaw: Flaw, steps: readonly Step[], place: Place): boolean {
  return contains(flaw.at, place) || steps.some((step) => step.definedAt !== null && contains(step.definedAt, place));
}
