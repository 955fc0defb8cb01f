import type { Model, Route } from '#model';
import { LineTable } from '#text';
import { callers, preflight } from '../support/callers.ts';
import type { Ask } from '../support/inject.ts';
import type { Status } from './driver.ts';
import type { Report } from './protocol.ts';

const kinds = [
  ...Object.entries(callers).flatMap(([caller, all]) => all.map((headers) => ({ caller, headers }))),
  { caller: 'preflight', headers: preflight },
];

/** Answers that are about the request, not about who asks. */
const complaints = [400, 404, 406, 411, 413, 415, 422, 428];

/** On the line of a route or above it: what the good callers of the tests bring does not open it. */
const closed = /boot: closed/;

/** A route without a concrete path cannot be asked, nor one of a scope that nothing mounts, nor another transport's. */
function isAsked(model: Model, route: Route): boolean {
  return !model.apps[route.app]!.detached && route.samples.length > 0 && /^[A-Z]+$/.test(route.method);
}

export function asksFor(model: Model): Ask[] {
  return model.routes
    .filter((route) => isAsked(model, route))
    .flatMap((route) =>
      kinds.map(({ caller, headers }) => ({
        method: caller === 'preflight' ? 'OPTIONS' : route.method === 'ALL' ? 'GET' : route.method,
        path: route.samples[0]!,
        headers,
      })),
    );
}

/** Holds the verdicts of a model against the status codes of the same program running; what disagrees, one line each. */
export function disagreements(
  model: Model,
  texts: ReadonlyMap<string, string>,
  report: Report & { booted: true },
): string[] {
  const found: string[] = [];
  let next = 0;
  for (const route of model.routes.filter((one) => isAsked(model, one))) {
    const answers = report.answers.slice(next, next + kinds.length);
    next += kinds.length;
    const text = texts.get(route.at.file) ?? '';
    const { line } = new LineTable(text).at(route.at.start);
    const isClosed = text
      .split('\n')
      .slice(Math.max(line - 2, 0), line)
      .some((one) => closed.test(one));
    for (const text of judged(route, answers, isClosed))
      found.push(`${route.at.file}:${line} ${route.method} ${route.path}: ${text}`);
  }
  return [...found, ...otherwiseListed(model, report)];
}

function judged(route: Route, answers: readonly Status[], isClosed: boolean): string[] {
  const of = (caller: string) => answers.filter((_, index) => kinds[index]!.caller === caller);
  const passes = ({ status }: Status) => status !== null && status < 300;
  const isIn = ({ status }: Status) => status !== null && (status < 400 || complaints.includes(status));
  // A handler that redirects everybody, or answers 404, answers all the same.
  const isOpen = (all: readonly Status[]) =>
    all.some((one) => passes(one) || complaints.includes(one.status ?? 0)) ||
    of('good').every((one) => one.status === all[0]!.status);
  const seen = ['none', 'bad', 'good'].map(
    (caller) =>
      `${caller} ${of(caller)
        .map((one) => one.status)
        .join('/')}`,
  );
  const texts: string[] = [];
  const isShadowed = route.shadowedBy !== null;
  const depends = route.conditions.length > 0 || isShadowed;
  if (route.access === 'authenticated' && !isShadowed) {
    if (of('none').some(passes)) texts.push('called authenticated, but an anonymous request is answered');
    else if (of('bad').some(passes) && !route.forgeable)
      texts.push('forged credentials are answered, and it is not called forgeable');
  }
  if (route.access === 'authenticated' && !isShadowed && !isClosed && !of('good').some(isIn))
    texts.push('called authenticated, but a good caller does not get in');
  const isWithheld = route.late.some(({ how, outcome }) => how === 'replaced' && outcome.none === 'rejects');
  if (isWithheld && of('none').some(passes))
    texts.push('its answer is called withheld, but an anonymous request gets it');
  if ((route.access === 'anonymous' || route.access === 'optional') && !depends && !isWithheld && !isOpen(of('none')))
    texts.push(`called ${route.access}, but an anonymous request is refused`);
  const asked = of('preflight')[0]!;
  const agrees = {
    cors: asked.cors && passes(asked),
    rejected: !passes(asked),
    automatic: !asked.cors,
    handled: passes(asked),
    unknown: true,
  }[route.preflight.answer];
  if (!agrees && !depends)
    texts.push(
      `preflight called ${route.preflight.answer}, observed ${asked.status} ${asked.cors ? 'with' : 'without'} CORS headers`,
    );
  return texts.map((text) => `${text} (${seen.join(', ')}; ${route.why})`);
}

/** Routes that the running server holds and the model does not, and the other way round. */
function otherwiseListed(model: Model, { served }: Report & { booted: true }): string[] {
  if (served === null || model.gaps.length > 0) return [];
  const plain = (path: string) => path.replace(/\/+/g, '/').replace(/^\/|\/$/g, '');
  const key = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${plain(path)}`;
  const known = new Set(model.routes.map(key));
  const there = new Set(served.map(key));
  const has = (all: ReadonlySet<string>, one: { readonly method: string; readonly path: string }) =>
    all.has(key(one)) || all.has(key({ ...one, method: 'ALL' }));
  return [
    ...served
      .filter(({ method }) => method !== 'OPTIONS' && method !== 'HEAD')
      .filter((one) => !has(known, one))
      .map(({ method, path }) => `served, but not in the model: ${method} ${path}`),
    ...model.routes
      .filter((one) => isAsked(model, one) && !has(there, one))
      .map(({ method, path }) => `in the model, but not served: ${method} ${path}`),
  ];
}
