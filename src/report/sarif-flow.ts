import { type ChainLink, label, type Model, type Outcome, type Route, type Step, stepOf } from '#model';
import type { Finding } from '#rule';
import type { Place } from '#text';

/** One place on the way of a request. */
export interface Stop {
  readonly at: Place;
  readonly text: string;
  /** The places that decide. */
  readonly essential: boolean;
}

/** What a request passes on the way to the route that a finding is about, in order; null when it is about no route. */
export function flowOf(model: Model, finding: Finding): { readonly route: Route; readonly stops: Stop[] } | null {
  const route = routeOf(model, finding);
  if (!route) return null;
  const app = model.apps[route.app]!;
  const stops: Stop[] = [{ at: app.at, text: `The ${app.framework} app is created here.`, essential: false }];
  for (const at of route.mounts) stops.push({ at, text: 'The router is mounted here.', essential: false });
  for (const link of route.chain) {
    const step = stepOf(model, link.step);
    const decides = link.step === route.guard || link === route.chain.at(-1) || isAt(step, finding);
    stops.push({ at: step.at, text: sentence(step, link), essential: decides });
  }
  for (const { step } of route.late) {
    const late = stepOf(model, step);
    const text = `${late.name} (${late.role}) stands here, too late: the route has answered.`;
    if (late.role === 'authenticate' || late.role === 'authorize' || isAt(late, finding))
      stops.push({ at: late.at, text, essential: true });
  }
  return { route, stops };
}

/** The route it names, else one that is registered at one of its places, else the first that passes the step it stands in. */
function routeOf(model: Model, finding: Finding): Route | null {
  const named = finding.routes[0];
  if (named !== undefined) return model.routes[named] ?? null;
  const places = [finding.at, ...finding.also.map((also) => also.at)];
  for (const place of places) {
    const route = model.routes.find(({ at }) => at.file === place.file && at.start === place.start);
    if (route) return route;
  }
  const has = (links: readonly { readonly step: number }[]) =>
    links.some(({ step }) => isAt(stepOf(model, step), finding));
  return model.routes.find(({ chain }) => has(chain)) ?? model.routes.find(({ late }) => has(late)) ?? null;
}

/** Whether a finding stands at a step or inside its body. */
function isAt({ at, definedAt }: Step, finding: Finding): boolean {
  return contains(at, finding.at) || (definedAt !== null && contains(definedAt, finding.at));
}

function contains(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

const DOES: Readonly<Record<Outcome, string>> = {
  continues: 'lets an anonymous caller pass',
  rejects: 'rejects an anonymous caller',
  answers: 'answers an anonymous caller',
  both: 'rejects an anonymous caller and goes on all the same',
  neither: 'leaves an anonymous caller hanging',
  unknown: 'does nobody knows what with an anonymous caller',
};

function sentence(step: Step, link: ChainLink): string {
  if (step.handlesErrors) return `${step.name} (${step.role}) runs for errors only.`;
  const sometimes = link.covers === 'some' ? ' sometimes' : '';
  return `${step.name} (${step.role})${sometimes} ${DOES[link.outcome.none]}.`;
}

export function flowTitle(route: Route): string {
  return `What a request to ${label(route)} passes`;
}
