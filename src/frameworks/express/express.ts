import type { PathPattern } from '#model';
import type { Adapter, Site, SiteArgument } from '../adapter.ts';
import { isFalse, isTrue, primitive, stringOf, undefinedValue } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { majorOf } from '../version.ts';
import { pathPattern, pathsOf, placed } from './paths.ts';
import { expressRequest } from './request.ts';

const methods = [
  'get post put patch delete head options trace connect copy lock mkcol move purge propfind proppatch unlock report mkactivity',
  'checkout merge m-search notify subscribe unsubscribe search link unlink bind rebind acl',
].flatMap((names) => names.split(' '));

/** Express 4 and 5. https://expressjs.com/en/5x/api.html */
export const express: Adapter = {
  name: 'express',
  title: 'Express',
  docs: 'https://expressjs.com/en/5x/api.html',
  package: 'express',
  creates: {
    express: { '': 'app', Router: 'router', application: 'app' },
    'express-promise-router': { '': 'router' },
    router: { '': 'router' },
  },
  unseen: {},
  types: {
    Express: 'app',
    Application: 'app',
    'express.Express': 'app',
    'express.Application': 'app',
    'core.Express': 'app',
    'express.application': 'app',
    Router: 'router',
    IRouter: 'router',
    'express.Router': 'router',
    'express.IRouter': 'router',
    'core.Router': 'router',
  },
  ordering: 'sequential',
  phases: [],
  request: expressRequest,
  answersOptions: 'at-once',
  stripsPaths: true,
  isGated: false,
  strict: (options) => isTrue(options.get('strict')) || isTrue(options.get('strict routing')),
  // https://expressjs.com/en/5x/api.html#express.router
  parameters: (_kind, options) => (isFalse(options.get('mergeParams') ?? primitive(false)) ? 'own' : 'above'),
  caseSensitive: (options) => isTrue(options.get('caseSensitive')) || isTrue(options.get('case sensitive routing')),

  groups: { stack: ['pop', 'push', 'shift', 'unshift', 'splice', 'reverse', 'sort'] },

  /** `app._router` (4) and `app.router` (5) hold the layers of the app, in an array that programs sometimes change. */
  created(site) {
    site.define('_router', site.scope);
    return site.scope;
  },

  call(site) {
    const { method } = site;
    if (method.startsWith('stack')) {
      site.disturb('the layers of this router are changed by hand: what is left of them is not known');
      return site.unknown('a layer');
    }
    if (method === 'use') return use(site);
    if (method === 'all') return route(site, ['ALL'], site.args);
    if (method === 'get' && site.args.length <= 1) return setting(site);
    if (method === 'del') return route(site, ['DELETE'], site.args);
    if (methods.includes(method)) return route(site, [method.toUpperCase()], site.args);
    return other(site);
  },

  callRouteChain(site, path) {
    const verb = site.method === 'all' ? 'ALL' : site.method.toUpperCase();
    if (site.method !== 'all' && !methods.includes(site.method)) return site.unknown(`route().${site.method}`);
    const at = site.args[0]?.at ?? site.at;
    for (const one of pathsOf({ value: path, at, label: '' })) site.route(pattern(site, one, false), [verb], site.args);
    return { t: 'route-chain', scope: site.scope.id, path, at: site.at };
  },
};

function use(site: Site): Value {
  // Express 3 says with `use(app.router)` where the routes run; here they run where they are registered.
  const args = site.args.filter(({ value }) => !(value.t === 'native' && value.name === 'router'));
  for (const { at, steps } of placed(site, args, (path) => pattern(site, path, true))) site.step(at, ['ALL'], steps);
  return site.scope;
}

function route(site: Site, verbs: readonly string[], args: readonly SiteArgument[]): Value {
  const [path, ...steps] = args;
  if (!path) return site.scope;
  if (steps.length === 0) site.gap('a route is registered with arguments that could not be read');
  for (const one of pathsOf(path)) site.route(pattern(site, one, false), verbs, steps);
  return site.scope;
}

/** `app.get(name)` reads a setting; `app.get('env')` is NODE_ENV. */
function setting(site: Site): Value {
  const name = stringOf(site.args[0]?.value);
  if (name === 'env') return { t: 'environment', name: 'NODE_ENV', at: site.at, fallback: null };
  return (name !== null && site.options.get(name)) || site.unknown('a setting of the app');
}

function other(site: Site): Value {
  const [first, second] = site.args;
  const name = stringOf(first?.value);
  switch (site.method) {
    case 'set':
      if (name !== null && second) site.options.set(name, second.value);
      return site.scope;
    case 'enable':
      if (name !== null) site.options.set(name, { t: 'primitive', value: true, at: null });
      return site.scope;
    case 'disable':
      if (name !== null) site.options.set(name, { t: 'primitive', value: false, at: null });
      return site.scope;
    case 'enabled':
    case 'disabled': {
      const set = name === null ? undefined : site.options.get(name);
      const isOn = set?.t === 'primitive' ? Boolean(set.value) : null;
      return isOn === null ? site.unknown('a setting of the app') : primitive(isOn === (site.method === 'enabled'));
    }
    case 'param':
      if (name !== null && second) site.parameter(name, second);
      return site.scope;
    case 'route':
      return first ? { t: 'route-chain', scope: site.scope.id, path: first.value, at: site.at } : undefinedValue;
    case 'listen':
      return site.unknown('a server');
    // https://github.com/HenningM/express-ws#usage: its steps are given the socket in the place of the request.
    case 'ws':
      site.gap('a route for WebSockets: who may connect is not told');
      return site.scope;
    case 'engine':
    case 'on':
    case 'once':
      return site.scope;
    default:
      return site.unknown(`app.${site.method}`);
  }
}

function pattern(site: Site, path: SiteArgument, prefix: boolean): PathPattern {
  return pathPattern(path.value, path.at, {
    major: majorOf(site.version),
    sensitive: express.caseSensitive(site.options),
    strict: express.strict(site.options),
    prefix,
    letters: (value) => site.letters(value),
  });
}
