import type { PathPattern } from '#model';
import type { Adapter, Site, SiteArgument } from '../adapter.ts';
import { isTrue, isUndefined, stringOf, undefinedValue } from '../plain-values.ts';
import type { MadeValue, Value } from '../values.ts';
import { majorOf } from '../version.ts';
import { everyRoute, isAncient, prefixed, type RouterKind, routerPattern, runBy, unprefixed } from './paths.ts';
import { koaRequest } from './request.ts';

export const verbs: ReadonlySet<string> = new Set(
  [
    'get post put patch delete head options trace connect copy lock mkcol move purge propfind proppatch unlock report',
    'mkactivity checkout merge m-search notify subscribe unsubscribe search link unlink bind rebind acl',
  ].flatMap((names) => names.split(' ')),
);

/**
 * The router of Koa under one of its names; they count their versions alike. Its steps run only with one of its routes (K02),
 * and a router in a router is copied (K03). https://github.com/koajs/router/blob/master/API.md
 */
function routerOf(name: string, more: Adapter['creates'] = {}): Adapter {
  const adapter: Adapter = {
    name: 'koa',
    title: 'Koa',
    docs: 'https://github.com/koajs/router',
    package: name,
    creates: { [name]: { '': 'router', Router: 'router' }, ...more },
    unseen: {},
    types: { Router: 'router', KoaRouter: 'router', 'Router.default': 'router' },
    ordering: 'sequential',
    phases: [],
    request: koaRequest,
    answersOptions: 'at-last',
    stripsPaths: false,
    isGated: true,
    // Until its own layer is reached, a step has those of the layers before it.
    parameters: () => 'above',
    caseSensitive: (options) => isTrue(options.get('sensitive')),
    strict: (options) => isTrue(options.get('strict')),
    runsLast: isExclusive,
    call: (site) => call(site, adapter),
    callRouteChain: (site) => site.unknown('a route of a router'),
  };
  return adapter;
}

export const koaRouters: readonly Adapter[] = [
  routerOf('@koa/router'),
  routerOf('koa-router', { 'koa-swagger-decorator': { SwaggerRouter: 'router' } }),
];

function call(site: Site, adapter: Adapter): Value {
  const { method, args } = site;
  if (method === 'use') return use(site);
  if (method === 'routes' || method === 'middleware') return site.scope;
  if (method === 'all') return route(site, ['ALL']);
  if (method === 'del') return route(site, ['DELETE']);
  if (verbs.has(method)) return route(site, [method.toUpperCase()]);
  if (method === 'register') return register(site);
  if (method === 'prefix') return prefix(site);
  if (method === 'allowedMethods') return allowedMethods(site, adapter);
  if (method === 'param') {
    const [name, step] = args;
    if (stringOf(name?.value) !== null && step) site.parameter(stringOf(name?.value)!, step);
    return site.scope;
  }
  if (method === 'redirect') return site.scope;
  return site.unknown(`router.${method}`);
}

function kindOf(site: Site): RouterKind {
  return {
    major: majorOf(site.version),
    sensitive: isTrue(site.options.get('sensitive')),
    strict: isTrue(site.options.get('strict')),
    exclusive: isExclusive(site.options, site.version),
  };
}

/** From 11 on (V-*-excl). */
function isExclusive(options: ReadonlyMap<string, Value>, version: string | null): boolean {
  const major = majorOf(version);
  const value = options.get('exclusive');
  return (major === null || major >= 11) && value?.t === 'primitive' && Boolean(value.value);
}

/** The prefix of the router: the text of it, null when it could not be read. */
function prefixOf(site: Site): string | null {
  const value = site.options.get('prefix');
  if (!value || (value.t === 'primitive' && value.value === undefined)) return '';
  return stringOf(value);
}

/** `use([path,] ...steps)`; a path may be a list of paths. */
function use(site: Site): Value {
  const [first, ...rest] = site.args;
  if (!first) return site.scope;
  const paths = pathsOf(first);
  for (const path of paths ?? [null]) for (const arg of paths ? rest : site.args) install(site, path, arg);
  return site.scope;
}

function install(site: Site, path: SiteArgument | null, arg: SiteArgument): void {
  const before = prefixOf(site);
  const kind = kindOf(site);
  if (arg.value.t === 'scope') {
    const under = path ? stringOf(path.value) : '';
    if (under === null || before === null) site.gap('the path of a router could not be read', path?.at ?? arg.at);
    const place = (pattern: PathPattern) =>
      runBy(prefixed(prefixed(pattern, under ?? '<unknown>'), before ?? '<unknown>'), kind);
    if (isAncient(kind)) site.on(arg.value).relocate(place);
    site.copy(arg.value, isAncient(kind) ? (pattern) => pattern : place);
    return;
  }
  const isEverywhere = path === null || stringOf(path.value) === '';
  const own = isEverywhere ? everyRoute(arg.at, kind) : routerPattern(path.value, path.at, true, kind);
  site.step(before === '' ? own : prefixed(own, before ?? '<unknown>', true), ['ALL'], [arg]);
}

/** `get([name,] path, ...steps)`. */
function route(site: Site, methods: readonly string[]): Value {
  const [first, second] = site.args;
  if (!first) return site.scope;
  const isNamed = second !== undefined && stringOf(first.value) !== null && pathsOf(second) !== null;
  const [path, ...steps] = isNamed ? site.args.slice(1) : site.args;
  add(site, path!, methods, steps);
  return site.scope;
}

/** `register(path, methods, steps)`. */
function register(site: Site): Value {
  const [path, methods, ...steps] = site.args;
  const names = methods?.value.t === 'array' ? methods.value.items.flatMap((item) => stringOf(item) ?? []) : [];
  if (path)
    add(
      site,
      path,
      names.map((name) => name.toUpperCase()),
      steps.slice(0, 1),
    );
  return undefinedValue;
}

function add(site: Site, path: SiteArgument, methods: readonly string[], steps: readonly SiteArgument[]): void {
  const before = prefixOf(site);
  const handler = steps.at(-1)?.value;
  const host = site.options.get('host');
  // The router takes the requests for this host alone: https://github.com/koajs/router/blob/master/API.md
  const target =
    handler && host && !isUndefined(host)
      ? { handler, owner: undefinedValue, transport: 'http', partial: true }
      : undefined;
  for (const one of pathsOf(path) ?? [path]) {
    const own = routerPattern(one.value, one.at, false, kindOf(site));
    site.route(before === '' ? own : prefixed(own, before ?? '<unknown>', true), methods, steps, undefined, target);
  }
}

/** 15.0 still put one before the other. */
function replacesPrefix(version: string | null): boolean {
  return (majorOf(version) ?? 0) >= 15 && !/\b15\.0\./.test(version ?? '');
}

/** Puts a prefix before everything that the router has and will have (K03h). */
function prefix(site: Site): Value {
  const [path] = site.args;
  const text = path ? stringOf(path.value)?.replace(/\/$/, '') : undefined;
  if (!path) return site.scope;
  const before = replacesPrefix(site.version) ? (prefixOf(site) ?? '') : '';
  site.relocate((pattern) => prefixed(unprefixed(pattern, before), text ?? '<unknown>'));
  site.options.set('prefix', text === undefined ? path.value : { t: 'primitive', value: text, at: path.at });
  return site.scope;
}

/** A step that answers OPTIONS and wrong methods after the rest: known to the catalog. */
function allowedMethods(site: Site, adapter: Adapter): MadeValue {
  return {
    t: 'made',
    by: {
      t: 'library',
      package: adapter.package,
      path: 'allowedMethods',
      version: site.version,
      from: site.at.file,
    },
    args: [],
    construct: false,
    at: site.at,
    path: '',
    modifiers: [],
    properties: new Map(),
    conditions: [],
    solid: true,
  };
}

/** One path or several; null for what is none. */
function pathsOf(arg: SiteArgument): SiteArgument[] | null {
  const { value } = arg;
  switch (value.t) {
    case 'primitive':
      return typeof value.value === 'string' ? [arg] : null;
    case 'text':
    case 'regex':
    case 'environment':
      return [arg];
    case 'array': {
      const all = value.items.map((item) => pathsOf({ ...arg, value: item }));
      return all.length > 0 && all.every((one) => one !== null) ? all.flat() : null;
    }
    default:
      return null;
  }
}
