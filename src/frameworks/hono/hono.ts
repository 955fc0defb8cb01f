import type { PathPattern } from '#model';
import type { Adapter, Site, SiteArgument } from '../adapter.ts';
import { securityIn } from '../documentation.ts';
import { literalPrefix } from '../path-syntax.ts';
import {
  isFalse,
  isUndefined,
  listOf,
  native,
  objectValue,
  primitive,
  propertyOf,
  stringOf,
  undefinedValue,
} from '../plain-values.ts';
import type { AnswerValue, NativeValue, ScopeValue, Value } from '../values.ts';
import { isBefore } from '../version.ts';
import { honoPattern, merged, moved, type PathKind, starsOf } from './paths.ts';
import { honoRequest } from './request.ts';
import { validatorsOf, withValidators } from './validators.ts';

const verbs = new Set(['get', 'post', 'put', 'delete', 'options', 'patch', 'query']);

/** Hono 3 and 4: one list of handlers in the order of registration. https://hono.dev/docs/api/routing */
export const hono: Adapter = {
  name: 'hono',
  title: 'Hono',
  docs: 'https://hono.dev/docs/',
  package: 'hono',
  creates: {
    hono: { Hono: 'app' },
    'hono/tiny': { Hono: 'app' },
    'hono/quick': { Hono: 'app' },
    '@hono/zod-openapi': { OpenAPIHono: 'app' },
    'hono/factory': { 'createFactory().createApp': 'app', 'Factory().createApp': 'app' },
  },
  unseen: {},
  types: { Hono: 'app', OpenAPIHono: 'app' },
  entrances: ['fetch', 'request'],
  groups: { openAPIRegistry: ['registerComponent'] },
  ordering: 'sequential',
  phases: [],
  request: honoRequest,
  answersOptions: 'at-last',
  stripsPaths: false,
  isGated: false,
  caseSensitive: (options) => !isFalse(options.get(caseOption)),
  decodesPaths: (version) => !isBefore(version, [4, 4, 0]),
  // What is asked for behind `next()` is what the handler sees: https://hono.dev/docs/api/routing#path-parameter
  parameters: () => 'above',
  oneRouter: true,
  // Without `strict`, steps see the path as it is matched, without the slash: https://hono.dev/docs/api/hono#strict-mode
  strict: () => true,
  created,

  call(site) {
    const { method } = site;
    if (verbs.has(method)) return route(site, [method.toUpperCase()]);
    switch (method) {
      case 'all':
        return route(site, ['ALL']);
      case 'use':
        return use(site);
      case 'on':
        return on(site);
      case 'route':
        return routeApp(site);
      case 'basePath':
        return { ...site.scope, view: merged(baseOf(site), stringOf(site.args[0]?.value) ?? '<unknown>') };
      case 'mount':
        return mount(site);
      case 'onError':
        if (site.args[0]) site.step(patternOf(site, star), ['ALL'], [site.args[0]], 'error');
        return site.scope;
      case 'openAPIRegistry.registerComponent':
        if (stringOf(site.args[0]?.value) === 'securitySchemes') {
          const name = stringOf(site.args[1]?.value);
          site.describe(name === null ? null : [name]);
        }
        return undefinedValue;
      case 'openapi':
        return openapi(site);
      case 'doc':
      case 'doc31':
        return document(site);
      case 'fetch': // Where it is mounted, it is called with nothing.
        return site.args.length === 0 ? site.scope : site.unknown('app.fetch');
      case 'notFound':
      case 'openAPIRegistry':
        return site.scope;
      default:
        return site.unknown(`app.${method}`);
    }
  },

  callRouteChain: (site) => site.unknown('a route of Hono'),
};

const star = primitive('*');

/** What the option `getPath` makes of paths, under a name that no option of the framework has. */
const caseOption = 'getPath heeds case';

/** `createFactory({ initApp, defaultAppOptions }).createApp()`: https://hono.dev/docs/helpers/factory#factory-createapp */
function created(site: Site): Value {
  const [made] = site.maker ?? [];
  const usual = propertyOf(made, 'defaultAppOptions');
  if (usual?.t === 'object')
    for (const [name, value] of usual.properties) if (!site.options.has(name)) site.options.set(name, value);
  const { scope } = findPaths(site);
  const initApp = propertyOf(made, 'initApp');
  if (initApp) site.run(initApp, [scope]);
  return scope;
}

/** `new Hono({ getPath })`: what the router compares. https://hono.dev/docs/api/routing#routing-with-hostname */
function findPaths(site: Site): Site {
  const getPath = site.options.get('getPath');
  if (!getPath || isUndefined(getPath)) return site;
  const found = stringOf(site.run(getPath, [objectValue([['url', primitive('http://localhost/A-b')]], true)]));
  if (found === '/a-b') site.options.set(caseOption, primitive(false));
  else if (found !== '/A-b') site.gap('which paths `getPath` finds in requests could not be read');
  return site;
}

function baseOf({ scope }: Site): string {
  return scope.view ?? '/';
}

function kindOf(site: Site): PathKind {
  const foldsCase = isFalse(site.options.get(caseOption));
  return { stars: starsOf(site.version), strict: !isFalse(site.options.get('strict')), foldsCase };
}

function patternOf(site: Site, path: Value, at = site.at): PathPattern {
  return honoPattern(baseOf(site), path, at, kindOf(site));
}

/** A call without a path goes on with that of the call before: `app.get('/x', a).post(b)` (H03f, Z03). */
function remembered(site: Site): string {
  return `path of ${baseOf(site)}`;
}

function takePath(site: Site, usual: Value): { path: Value; rest: readonly SiteArgument[] } {
  const [first, ...rest] = site.args;
  const given = first && isPath(first.value, rest.length > 0);
  const path = given ? first.value : usual;
  site.options.set(remembered(site), path);
  return { path, rest: given ? rest : site.args };
}

function isPath(value: Value, followed: boolean): boolean {
  if (value.t === 'primitive') return typeof value.value === 'string';
  return value.t === 'text' || value.t === 'environment' || (value.t === 'unknown' && followed);
}

function use(site: Site): Value {
  const { path, rest } = takePath(site, star);
  site.step(patternOf(site, path, site.args[0]?.at), ['ALL'], withValidators(site, rest));
  return site.scope;
}

function route(site: Site, methods: readonly string[]): Value {
  const { path, rest } = takePath(site, site.options.get(remembered(site)) ?? primitive('/'));
  if (rest.length > 0) site.route(patternOf(site, path, site.args[0]?.at), methods, withValidators(site, rest));
  return site.scope;
}

/** `on(methods, paths, ...handlers)`. */
function on(site: Site): Value {
  const [methods, paths, ...rest] = site.args;
  if (!methods || !paths) return site.scope;
  const names = listOf(methods.value).map((one) => stringOf(one)?.toUpperCase() ?? 'ALL');
  for (const path of listOf(paths.value)) {
    site.options.set(remembered(site), path);
    site.route(patternOf(site, path, paths.at), names, withValidators(site, rest));
  }
  return site.scope;
}

/** `route(path, app)` copies what the other app has by now (H04, H04b). */
function routeApp(site: Site): ScopeValue {
  const [path, app] = site.args;
  if (app?.value.t === 'scope') {
    const base = merged(baseOf(site), stringOf(path?.value) ?? '<unknown>');
    const kind = kindOf(site);
    if (base.includes('<unknown>')) site.gap('the path of an app could not be read', path?.at);
    site.copy(app.value, (pattern, what) => {
      if (what !== 'mount') return moved(pattern, base, kind);
      return pattern.kind === 'all' ? pattern : literalPrefix(merged(base, pattern.text), pattern.at);
    });
  } else if (app) site.gap('the app that is mounted here could not be read', app.at);
  return site.scope;
}

/**
 * `mount(path, handler)`: a program that is handed requests without that path, another app of Hono or one that is not seen.
 * https://hono.dev/docs/api/hono#mount
 */
function mount(site: Site): Value {
  const [path, handler, options] = site.args;
  if (!path || !handler) return site.scope;
  const text = merged(baseOf(site), stringOf(path.value) ?? '<unknown>').replace(/\/$/, '');
  const app =
    handler.value.t === 'native' && handler.value.name === 'fetch' ? handler.value.call([], site.at, null) : null;
  if (app?.t === 'scope' && !options && /^(\/[\w.-]+)+$/.test(text)) {
    site.mount(literalPrefix(text, path.at), app, true);
  } else {
    const value = site.unknown('a program of another framework');
    const below = primitive(merged(stringOf(path.value) ?? '<unknown>', '*'));
    site.route(patternOf(site, below, path.at), ['ALL'], [{ ...handler, value }]);
  }
  return site.scope;
}

/** `openapi(createRoute({ method, path, middleware }), handler)`; the security that it documents enforces nothing (Z01). */
function openapi(site: Site): Value {
  const [config, handler, hook] = site.args;
  const properties = config?.value.t === 'object' ? config.value.properties : null;
  const method = stringOf(properties?.get('method'));
  if (!properties || !method || !handler || !config) {
    site.gap('a route is registered with a definition that could not be read', config?.at);
    return site.scope;
  }
  const path = properties.get('path');
  const text = stringOf(path);
  const spelled =
    text === null || path?.t !== 'primitive' ? path : primitive(text.replace(/\{([^}]+)\}/g, ':$1'), path.at);
  const middleware = properties.get('middleware');
  const steps = middleware ? [{ value: middleware, at: config.at, label: '' }] : [];
  const asked = validatorsOf(site, config.value, hook?.value);
  const pattern = patternOf(site, spelled ?? site.unknown('a path'), config.at);
  site.route(pattern, [method.toUpperCase()], [...withValidators(site, steps), ...asked, handler], undefined, {
    handler: handler.value,
    owner: undefinedValue,
    transport: 'http',
    documented: securityIn(properties.get('security'), config.at),
  });
  return site.scope;
}

/** `doc(path, config)` serves the description of the routes. */
function document(site: Site): Value {
  const [path] = site.args;
  if (!path) return site.scope;
  const answer: AnswerValue = { t: 'answer', status: 200, isError: false, isFinal: false, args: [], at: site.at };
  const value: NativeValue = native(site.method, () => answer);
  site.route(patternOf(site, path.value, path.at), ['GET'], [{ value, at: site.at, label: site.method }]);
  return site.scope;
}
