import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { link } from '#link';
import { chainOf, type Model, type Route } from '#model';
import { callers, environment, preflight } from '../../support/callers.ts';
import { memoryProgram } from '../../support/memory-program.ts';
import type { Generator } from '../campaign.ts';
import { packageOf, Renderer } from './render.ts';
import { type Major, type Setup, setup } from './setup.ts';

const require = createRequire(import.meta.url);
const versionOf = (name: string) => require(`${name}/package.json`).version as string;
const packages = ['@hapi/boom', '@hapi/basic', '@hapi/jwt', 'hapi-auth-jwt2'];
const versions = Object.fromEntries(packages.map((name) => [name, versionOf(name)]));

/** Which environment it is decides nothing here, and others in this process care. */
const { NODE_ENV: _, ...known } = environment;

interface Server {
  initialize(): Promise<void>;
  stop(): Promise<void>;
  table(): { method: string; path: string }[];
  inject(ask: object): Promise<{
    statusCode: number;
    headers: Record<string, unknown>;
    result: unknown;
    request: { app: { trail?: string[] }; auth: { isAuthenticated: boolean; strategy: string | null } };
  }>;
}

interface Met {
  readonly status: number;
  readonly served: boolean;
  /** A refusal was answered with data. */
  readonly replaced: boolean;
  readonly cors: boolean;
  readonly trail: readonly string[];
  readonly scheme: string | null;
}

/** Random servers of hapi: schemes, strategies, defaults, routes, plugins and steps. */
export const hapi: Generator<Setup> = {
  setup,
  async attempt(value) {
    const source = new Renderer().render(value);
    Object.assign(process.env, known);
    const server = await boot(source, value.major);
    if (!server) return { source, boots: false, routes: 0, unknown: 0, disagreements: [] };
    const model = link(
      memoryProgram(
        { 'server.js': source },
        { ...versions, [packageOf(value.major)]: versionOf(installed(value.major)) },
      ),
    );
    const told = model.gaps.filter(
      ({ reason }) => !reason.endsWith('payload authentication that not everybody has to pass'),
    );
    const disagreements = told.map(({ reason }) => `gap: ${reason}`);
    for (const route of model.routes) disagreements.push(...(await judge(server, model, route)));
    disagreements.push(...listed(server, model));
    await server.stop();
    const unknown = model.routes.filter((route) => route.access === 'unknown').length;
    return { source, boots: true, routes: model.routes.length, unknown, disagreements };
  },
};

/** The name under which a major is installed here. */
function installed(major: Major): string {
  return major === 21 ? '@hapi/hapi' : `hapi${major}`;
}

async function boot(source: string, major: Major): Promise<Server | null> {
  const module: { exports: unknown } = { exports: {} };
  const load = (name: string) => require(name === packageOf(major) ? installed(major) : name);
  let isEnded = false;
  // Node ends a program that leaves one behind.
  const end = () => {
    isEnded = true;
  };
  process.on('unhandledRejection', end);
  try {
    new Function('module', 'require', source)(module, load);
    const server = (await module.exports) as Server;
    await server.initialize();
    await setImmediate();
    return isEnded ? null : server;
  } catch {
    await setImmediate();
    return null;
  } finally {
    process.off('unhandledRejection', end);
  }
}

async function judge(server: Server, model: Model, route: Route): Promise<string[]> {
  const texts: string[] = [];
  const ask = async (method: string, headers: object): Promise<Met> => {
    const {
      statusCode,
      headers: sent,
      result,
      request,
    } = await server.inject({ method, url: route.samples[0]!, headers });
    return {
      status: statusCode,
      served: result === 'served',
      replaced: result === 'replaced',
      cors: sent['access-control-allow-origin'] !== undefined,
      trail: request.app.trail ?? [],
      scheme: request.auth.isAuthenticated ? request.auth.strategy : null,
    };
  };
  const method = route.method === 'ALL' ? 'GET' : route.method;
  const met = async (caller: keyof typeof callers) => {
    const all: Met[] = [];
    for (const headers of callers[caller]) all.push(await ask(method, headers));
    return all;
  };
  const none = await met('none');
  const bad = await met('bad');
  const good = await met('good');
  const asked = await ask('OPTIONS', preflight);
  const isIn = (all: readonly Met[]) => all.some((one) => one.served);
  const complain = (text: string) => {
    const seen = [none, bad, good].map((all) => all.map((one) => one.status).join('/')).join(', ');
    texts.push(`${route.method} ${route.path} called ${route.access}: ${text} (${seen}; ${route.why})`);
  };
  if (route.access === 'authenticated' && isIn(none)) complain('anonymous callers are served');
  if (route.access === 'authenticated' && isIn(bad) && !isIn(none) && !route.forgeable)
    complain('forged credentials are served');
  const isSeen = route.chain.every(({ outcome }) => outcome.none !== 'unknown');
  if (route.access === 'authenticated' && isSeen && !route.swallowed && none.some((one) => one.replaced))
    complain('its refusal is answered with a success');
  const isOpen = route.access === 'anonymous' || route.access === 'optional';
  // To withhold what a handler has done keeps nobody from it.
  const isDone = none.some(isHandled);
  if (isOpen && !isIn(none) && !isDone && isIn(good)) complain('anonymous callers are refused');
  const isNamed = route.schemes.length > 0 && route.schemes.every((name) => /^s\d/.test(name));
  for (const { scheme } of isNamed ? good.filter((one) => one.served) : [])
    if (scheme !== null && !route.schemes.includes(scheme)) complain(`the scheme ${scheme} is not named`);
  chains(model, route, { none, bad }, complain);
  const passes = asked.status < 300;
  const { answer } = route.preflight;
  const agrees = {
    cors: asked.cors && passes,
    rejected: !passes,
    automatic: !asked.cors,
    handled: passes,
    unknown: true,
  }[answer];
  if (!agrees)
    complain(`preflight ${answer}, observed ${asked.status} ${asked.cors ? 'with' : 'without'} CORS headers`);
  return texts;
}

/** Whether its handler has run. */
function isHandled({ trail }: Met): boolean {
  return trail.some((name) => name.startsWith('h'));
}

const own = /^[eh]\d+$/;

/** A request runs the steps of the chain in order, up to the first that does not go on. */
function chains(
  model: Model,
  route: Route,
  met: Readonly<Record<'none' | 'bad', readonly Met[]>>,
  complain: (text: string) => void,
): void {
  const steps = chainOf(model, route);
  for (const caller of ['none', 'bad'] as const) {
    const told: string[] = [];
    for (const [index, step] of steps.entries()) {
      const outcome = route.chain[index]!.outcome[caller];
      if (own.test(step.name)) told.push(step.name);
      if (outcome === 'unknown') return;
      if (outcome !== 'continues') break;
    }
    // What the credentials that a library gives may do is not seen.
    if (route.requirements.length > 0 && met[caller].some((one) => !isHandled(one))) continue;
    const ran = met[caller].map(({ trail }) => trail.join(' > '));
    if (!ran.includes(told.join(' > ')))
      complain(`for ${caller} the chain is ${told.join(' > ')}, but ${ran.join(' / ')} ran`);
  }
}

/** The routes of the model are those that the server holds. */
function listed(server: Server, model: Model): string[] {
  const key = (method: string, path: string) => `${method === '*' ? 'ALL' : method.toUpperCase()} ${path}`;
  const served = new Set(server.table().map(({ method, path }) => key(method, path)));
  const known = new Set(model.routes.map(({ method, path }) => key(method, path)));
  return [
    ...[...served].filter((one) => !known.has(one)).map((one) => `served, but not in the model: ${one}`),
    ...[...known].filter((one) => !served.has(one)).map((one) => `in the model, but not served: ${one}`),
  ];
}
