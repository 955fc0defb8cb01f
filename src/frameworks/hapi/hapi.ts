import type { Adapter, Site } from '../adapter.ts';
import { propertyOf, undefinedValue } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';
import { Authentication } from './authentication.ts';
import { extend, runsFor } from './extensions.ts';
import { register } from './plugins.ts';
import { bindSteps } from './receivers.ts';
import { callWithReplies, isOfReplies, noteReplies } from './reply-interface.ts';
import { answerPhase, hapiRequest, payloadPhase, validationPhase } from './request.ts';
import { addRoutes } from './routes.ts';
import { setRules } from './rules.ts';
import { addMethods, addState, decorate, expose, furnish } from './server-members.ts';

/** One server with its plugins: they share its schemes, and what they extend holds for all. */
interface Server {
  readonly root: ScopeValue;
  readonly authentication: Authentication;
}

const servers = new WeakMap<ScopeValue, Server>();

function serverOf({ scope }: Site): Server {
  const known = servers.get(scope) ?? {
    root: scope,
    authentication: new Authentication(),
  };
  servers.set(scope, known);
  return known;
}

/** hapi 17 to 21. https://hapi.dev/api */
export const hapi: Adapter = {
  name: 'hapi',
  title: 'hapi',
  docs: 'https://hapi.dev/api',
  package: '@hapi/hapi',
  formerly: 'hapi',
  creates: {
    '@hapi/hapi': { server: 'app', Server: 'app' },
    hapi: { server: 'app', Server: 'app' },
  },
  unseen: {},
  types: { Server: 'app', 'Hapi.Server': 'app', 'hapi.Server': 'app', ServerApplicationState: 'app' },
  ordering: 'phased',
  phases: [
    'onRequest',
    'cors',
    'onPreAuth',
    'authentication',
    payloadPhase,
    'onCredentials',
    'access',
    'onPostAuth',
    validationPhase,
    'onPreHandler',
    'pre',
  ],
  behind: [answerPhase],
  groups: { auth: ['scheme', 'strategy', 'default', 'test', 'api', 'lookup', 'verify'] },
  duringRequests: ['auth.test'],
  request: hapiRequest,
  oneRouter: true,
  // `router: { stripTrailingSlash: true }` makes them one.
  strict: (options) => !isSet(routerOption(options, 'stripTrailingSlash'), true),
  stripsPaths: false,
  isGated: false,
  answersOptions: 'at-last',
  runsFor: (phase, own) => runsFor(phase, own.includes('authentication')),
  runsUnrouted: (phase) => phase === 'cors' || phase === 'onRequest',
  // Paths are case-sensitive unless `router: { isCaseSensitive: false }` (A07c).
  caseSensitive: (options) => !isSet(routerOption(options, 'isCaseSensitive'), false),

  created(site) {
    if (isOfReplies(site.version)) noteReplies(site);
    return furnish(site);
  },
  call(site) {
    const server = serverOf(site);
    const root = site.on(server.root);
    const adopt = (child: ScopeValue) => servers.set(child, server);
    if (isOfReplies(site.version)) return callWithReplies(site, root, adopt);
    const [first, second] = site.args.map((arg) => arg.value);
    switch (site.method) {
      case 'route':
        addRoutes(site, root, server.authentication);
        return undefinedValue;
      case 'rules':
        setRules(site);
        return undefinedValue;
      case 'ext':
        extend(site);
        return undefinedValue;
      case 'bind':
        if (first) bindSteps(site.scope, first);
        return undefinedValue;
      case 'register':
        return register(site, root, server.authentication, adopt);
      case 'auth.scheme':
        server.authentication.scheme(first, second);
        return undefinedValue;
      case 'auth.strategy':
        server.authentication.strategy(site);
        return undefinedValue;
      case 'auth.default':
        if (first) server.authentication.setDefault(first, site.at);
        return undefinedValue;
      case 'auth.test':
        return server.authentication.test(site);
      case 'expose':
        expose(site, server.root);
        return undefinedValue;
      case 'method':
        addMethods(site, server.root);
        return undefinedValue;
      case 'decorate':
        return decorate(site, root);
      case 'state':
        addState(site, root);
        return undefinedValue;
      // Both run when the server starts, after all plugins. https://hapi.dev/api#server.dependency()
      case 'dependency':
        startsWith(site, second);
        return undefinedValue;
      case 'initialize':
      case 'start':
      case 'stop':
        return { t: 'promise', rejected: false, value: undefinedValue, verification: null };
      default:
        return site.unknown(`server.${site.method}`) as Value;
    }
  },
  callRouteChain: (site) => site.unknown('a route of hapi is no chain'),
};

/** Code that is handed the server when it starts. */
function startsWith(site: Site, body: Value | undefined): void {
  if (body) site.eventually(() => void site.run(body, [site.scope]));
}

function routerOption(options: ReadonlyMap<string, Value>, name: string): Value | undefined {
  const router = options.get('router');
  return propertyOf(router, name);
}

function isSet(value: Value | undefined, to: boolean): boolean {
  return value?.t === 'primitive' && value.value === to;
}
