import { bypasses, type Model, type Route, swallowedChallenges } from '#model';
import { callers, good, preflight } from '../support/callers.ts';
import type { Ask } from '../support/inject.ts';
import type { InjectedReport } from './fastify-child.ts';

export const KEPT_OUT = 'good callers are kept out';

type Booted = InjectedReport & { booted: true };

/** What is asked about one route, in the order of the answers. */
const kinds = [
  ...Object.entries(callers).flatMap(([caller, all]) => all.map((headers) => ({ caller, headers }))),
  { caller: 'bad', headers: { authorization: 'Bearer forged-key' } },
  { caller: 'good', headers: { authorization: `Bearer ${good.key}` } },
  { caller: 'preflight', headers: preflight },
];

function isAsked(model: Model, route: Route): boolean {
  return !model.apps[route.app]?.detached && route.samples.length > 0;
}

export function asksFor(model: Model): Ask[] {
  const spelled = bypasses(model).map(({ route, bypass }) => ({
    method: route.method === 'ALL' ? 'GET' : route.method,
    path: bypass.path,
    headers: { ...route.headers },
  }));
  const plain = model.routes
    .filter((route) => isAsked(model, route))
    .flatMap((route) =>
      kinds.map(({ caller, headers }) => ({
        method: caller === 'preflight' ? 'OPTIONS' : route.method === 'ALL' ? 'GET' : route.method,
        path: route.samples[0]!,
        headers: { ...route.headers, ...headers },
      })),
    );
  return [...plain, ...spelled];
}

/** Where the model and the running app disagree: handlers of fixtures answer 200, so whoever gets that was let in. */
export function disagreements(model: Model, { answers, served }: Booted): string[] {
  const found: string[] = [];
  let next = 0;
  const masked = new Set(
    swallowedChallenges(model).flatMap(({ status, served, routes }) =>
      !served && (status ?? 200) < 300 ? routes : [],
    ),
  );
  for (const route of model.routes) {
    if (!isAsked(model, route)) continue;
    const seen = answers.slice(next, next + kinds.length);
    next += kinds.length;
    const statuses = (caller: string) =>
      seen.filter((_, index) => kinds[index]!.caller === caller).map(({ status }) => status);
    // Handlers of fixtures answer 200; those of plugins may find nothing, or send the browser elsewhere.
    const isOfPlugin = model.steps[route.chain.at(-1)!.step]?.library !== null;
    const isServed = ({ status }: { status: number | null }) =>
      status !== null && (isOfPlugin ? status !== 401 && status !== 403 : status < 300);
    const bodies = new Set(seen.filter(isServed).map(({ body }) => body));
    // Whoever gets the same answer under another status is let in as well.
    const bodiesOf = (caller: string) =>
      seen.flatMap(({ body }, index) => (kinds[index]!.caller === caller ? [body] : []));
    // Where every error is answered as a success, the handler's is what good callers get and anonymous ones never do.
    const ofHandler = new Set(bodiesOf('good').filter((body) => !bodiesOf('none').includes(body)));
    const isHidden = masked.has(route);
    const isLetIn = (one: { status: number | null; body: string }) =>
      isHidden ? ofHandler.has(one.body) : isServed(one) || (one.body !== '' && bodies.has(one.body));
    const isIn = (caller: string) => seen.some((one, index) => kinds[index]!.caller === caller && isLetIn(one));
    const complain = (text: string) =>
      found.push(
        `${route.method} ${route.path}: ${text} (none ${statuses('none')}, bad ${statuses('bad')}, good ${statuses('good')})`,
      );
    const runs = seen.some(({ ran }, index) => ran && kinds[index]!.caller === 'none');
    if (route.access === 'authenticated') {
      if (runs && route.guard !== route.chain.at(-1)!.step) complain('its handler runs for anonymous callers');
      if (isIn('none')) complain('called authenticated, but anonymous callers are let in');
      else if (isIn('bad') && !route.forgeable) complain('forged credentials are let in');
      else if (!isIn('good')) complain(KEPT_OUT);
    }
    // A step that hangs for everybody keeps everybody out, whatever the route's access is called.
    if (route.chain.some(({ outcome }) => outcome.good === 'neither')) complain(KEPT_OUT);
    else if (route.late.some(({ how, outcome }) => how === 'replaced' && outcome.none === 'rejects')) {
      if (isIn('none')) complain('its answer is called withheld, but anonymous callers get it');
    } else if ((route.access === 'anonymous' || route.access === 'optional') && !isIn('none') && !runs)
      complain(`called ${route.access}, but anonymous callers are kept out`);
    const last = seen.at(-1)!;
    const isAccepted = last.status !== null && last.status < 300;
    const { answer } = route.preflight;
    if ((answer === 'cors' && !(isAccepted && last.cors)) || (answer === 'rejected' && isAccepted))
      complain(`preflight called '${answer}', observed ${last.status} ${last.cors ? 'with' : 'without'} CORS headers`);
  }
  for (const { route, bypass } of bypasses(model)) {
    const { status } = answers[next++]!;
    if (status === null || status >= 300)
      found.push(`${route.method} ${route.path}: ${bypass.path} is said to get around its guard, observed ${status}`);
  }
  return [...found, ...missing(model, served)];
}

/** Routes that are served and not listed. HEAD follows GET, OPTIONS and `*` come from plugins. */
function missing(model: Model, served: readonly string[]): string[] {
  if (model.gaps.length > 0) return [];
  const plain = (path: string) => (path.length > 1 ? path.replace(/\/$/, '') : path);
  const known = new Set(model.routes.map((route) => `${route.method} ${plain(route.path)}`));
  // A plugin that serves a folder may register its files one by one.
  const ofPlugins = model.routes
    .filter(({ chain, path }) => path.endsWith('/*') && model.steps[chain.at(-1)!.step]?.library)
    .map(({ path }) => path.slice(0, -1));
  return served.flatMap((one) => {
    const [method = '', path = ''] = one.split(' ');
    if (method === 'HEAD' || method === 'OPTIONS') return [];
    const isKnown =
      known.has(`${method} ${plain(path || '/')}`) ||
      known.has(`ALL ${plain(path || '/')}`) ||
      ofPlugins.some((below) => path.startsWith(below));
    return isKnown ? [] : [`served, but not in the model: ${one}`];
  });
}
