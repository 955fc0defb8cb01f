import type { Model, Route } from '#model';
import { samePlace } from '#text';
import { callers, preflight } from '../support/callers.ts';
import type { Ask } from '../support/inject.ts';
import type { Report, Told } from './protocol.ts';
import { isTransport } from './transports.ts';

const kinds = [
  ...Object.entries(callers).flatMap(([caller, all]) => all.map((headers) => ({ caller, headers }))),
  { caller: 'preflight', headers: preflight },
];

function sampleOf(route: Route): string | null {
  if (isTransport(route.method)) return route.path;
  return isHttp(route) ? (route.samples[0] ?? null) : null;
}

function isHttp(route: Route): boolean {
  return !/^(?:QUERY|MUTATION|SUBSCRIPTION|WS|RPC|EVENT)$/.test(route.method);
}

export function asksFor(model: Model): Ask[] {
  return model.routes.flatMap((route) => {
    const path = sampleOf(route);
    const method = route.method === 'ALL' ? 'GET' : route.method;
    if (path === null) return [];
    const verb = (caller: string) => (caller === 'preflight' && isHttp(route) ? 'OPTIONS' : method);
    return kinds.map(({ caller, headers }) => ({ method: verb(caller), path, headers }));
  });
}

/** As the generator and the fixtures write it. */
const versionInPath = /\/(?:(?:v|version-)\d+|\d{4}-\d{2})(?=\/|$)/;

const complaints = [400, 404, 415, 422];

/** Holds the model of a program against the same program running; each disagreement is a sentence. */
export function disagreements(model: Model, report: Report & { booted: true }): string[] {
  const found: string[] = [];
  let next = 0;
  for (const route of model.routes) {
    if (sampleOf(route) === null) continue;
    const answers = report.answers.slice(next, next + kinds.length);
    next += kinds.length;
    const of = (caller: string) => answers.filter((_, index) => kinds[index]!.caller === caller);
    found.push(...about(model, route, of).map((text) => `${route.method} ${route.path} (${route.access}): ${text}`));
  }
  return [...found, ...unlisted(model, report)];
}

function about(model: Model, route: Route, of: (caller: string) => readonly Told[]): string[] {
  const texts: string[] = [];
  const [none] = of('none');
  if (isBeside(model, route)) {
    const isServed = ({ status }: Told) => (status ?? 500) < 400;
    if (!of('good').some(isServed)) texts.push('nobody is served');
    if (isServed(none!) !== (route.access !== 'authenticated'))
      texts.push(`an anonymous request is answered ${none!.status}`);
    return texts;
  }
  const guard = route.guard === null ? null : model.steps[route.guard]!;
  const isInHandler = guard?.role === 'handler';
  // Where a filter answers for it, the status says nothing of what the handler has done.
  const isCaught = ownSteps(model, route).some((id) => model.steps[id]!.handlesErrors);
  const passes = (one: Told) => one.reached && !(isInHandler && (isCaught || (one.status ?? 500) >= 400));
  // The other route's handler tells that it was reached.
  if (route.shadowedBy !== null) return [];
  if (route.access === 'authenticated') {
    if (passes(none!)) texts.push(`an anonymous request reaches the handler with ${none!.status}`);
    if (!route.forgeable && of('bad').some(passes)) texts.push('forged credentials reach the handler');
    // A filter may make an answer of what a guard has thrown.
    const isAnswered = isHttp(route) && none!.status !== null && none!.status < 300;
    if (isAnswered && !route.swallowed) texts.push(`an anonymous request is answered ${none!.status}`);
  }
  // On Fastify, what middleware has thrown reaches filters with a response that is not Fastify's.
  const { swallowed } = route;
  const isServed = isHttp(route) && of('good').some(({ reached }) => reached);
  if (swallowed?.sure && isServed && isAround(model, swallowed.step) && (none!.status ?? 0) >= 300)
    texts.push(`no filter answers for its guard: ${none!.status}`);
  const isOpen = route.access === 'anonymous' || route.access === 'optional';
  // A login elsewhere is open to everybody and sends everybody there.
  const isSentAway = none!.status === 302 && (route.purpose === 'login' || route.purpose === 'callback');
  if (isOpen && !none!.reached && !isSentAway && !complaints.includes(none!.status ?? 0))
    texts.push(`an anonymous request does not reach the handler: ${none!.status}`);
  const told = route.chain
    .map(({ step }) => model.steps[step]!)
    .filter((step) => step.name && isAround(model, step.id))
    .map(({ name }) => name.replace(/^AuthGuard\(.*\)$/, 'MixinAuthGuard'));
  const all = [...of('good'), none!];
  const passed = all.find((one) => one.interceptors.length > 0);
  const asked = passed ?? all.find((one) => one.guards.length > 0);
  const seen = asked ? [...asked.guards, ...asked.interceptors] : [];
  // Who is kept out by guards does not show which interceptors there are; a mixin gets a name that nobody has written.
  const isSame =
    (passed || all.some(({ reached }) => reached) ? told.length === seen.length : told.length >= seen.length) &&
    seen.every((name, index) => name === told[index] || /^[0-9a-f]{16,}$/.test(name));
  if (seen.length > 0 && !isSame) texts.push(`there are ${told.join(' > ') || 'none'}, but ${seen.join(' > ')} ran`);
  if (!isHttp(route)) return texts;
  const [question] = of('preflight');
  const { answer } = route.preflight;
  if (answer === 'cors' && !(question!.cors && (question!.status ?? 500) < 300))
    texts.push(`preflight is ${question!.status}`);
  if (answer === 'rejected' && (question!.status ?? 500) < 300) texts.push('the preflight is accepted');
  return texts;
}

function ownSteps(model: Model, { scope, at }: Route): readonly number[] {
  const entries = model.scopes[scope]!.entries.filter((entry) => entry.kind === 'route');
  return entries.find((entry) => samePlace(entry.at, at))?.steps ?? [];
}

/** Served beside the controllers: nothing maps it, and nothing tells that it was reached. */
function isBeside(model: Model, route: Route): boolean {
  const isContext = model.scopes[route.scope]!.entries.some((one) => one.kind === 'step' && one.phase === 'onRequest');
  return isHttp(route) && (isContext || model.apps[route.app]!.scope === route.scope);
}

/** Guards and interceptors. */
function isAround(model: Model, id: number): boolean {
  return model.scopes.some((scope) =>
    scope.entries.some(
      (entry) =>
        (entry.kind === 'step' && entry.step === id && (entry.phase === 'guard' || entry.phase === 'interceptor')) ||
        (entry.kind === 'route' && entry.steps.slice(0, -1).includes(id)),
    ),
  );
}

/** Routes that the application maps and the model does not have, and the other way round. */
function unlisted(model: Model, { served }: Report & { booted: true }): string[] {
  const isVersioned = served.some((one) => one.isVersioned);
  const key = (method: string, path: string) => {
    const plain = isVersioned ? path.replace(versionInPath, '') : path;
    return `${method} ${plain.replace(/\/+$/, '') || '/'}`;
  };
  const known = new Set(model.routes.map((route) => key(route.method, route.path)));
  // All operations of GraphQL arrive at one path.
  if (model.routes.some(({ method }) => method === 'QUERY')) known.add('POST /graphql');
  const there = new Set(served.map(({ method, path }) => key(method, path)));
  const missing = [...there].filter((one) => !known.has(one));
  const extra = model.routes
    .filter((route) => isHttp(route) && sampleOf(route) !== null && !isBeside(model, route))
    .map((route) => key(route.method, route.path));
  return [
    ...missing.map((one) => `served, but not in the model: ${one}`),
    ...extra.filter((one) => !there.has(one)).map((one) => `in the model, but not served: ${one}`),
  ];
}
