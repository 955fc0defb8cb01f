import type { PathPattern } from '#model';
import type { Served, Site, SiteArgument } from '../adapter.ts';
import { securityIn, within } from '../documentation.ts';
import { arrayValue, isTrue, objectValue, primitive, propertyOf, stringOf, undefinedValue } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';
import { headersFor } from './constraints.ts';
import { loadingOf, settleLater } from './loading.ts';
import { isSensitive, pathPattern } from './paths.ts';
import { isValidated, validation } from './validation.ts';

/** Hooks of a route's own, in the order in which a request passes them. */
export const routePhases = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
  'onResponse',
  'onError',
  'onTimeout',
  'onRequestAbort',
];

/** Hooks that see every later route of a context (F9). */
const routeHooks = new WeakMap<ScopeValue, Value[]>();

export function addRouteHook({ scope }: Site, hook: SiteArgument): void {
  routeHooks.set(scope, [...(routeHooks.get(scope) ?? []), hook.value]);
  for (const route of routesBelow(scope)) noteMissed(route, hook);
}

/** A route as it was declared: an `onRoute` hook that is added later does not see it. */
interface Declared {
  readonly site: Site;
  readonly methods: readonly string[];
  readonly path: SiteArgument;
  readonly given: SiteArgument | undefined;
  readonly handler: SiteArgument | null;
  readonly pattern: PathPattern;
}

const declared = new WeakMap<ScopeValue, Declared[]>();

function routesBelow(scope: ScopeValue): readonly Declared[] {
  return declared.get(scope) ?? [];
}

function noteDeclared(route: Declared): void {
  for (let scope: ScopeValue | null = route.site.scope; scope; scope = scope.parent)
    declared.set(scope, [...(declared.get(scope) ?? []), route]);
}

/** Steps that a hook would have given to a route. */
function noteMissed({ site, methods, path, given, handler, pattern }: Declared, hook: SiteArgument): void {
  const options = optionsOf(site, methods, path, given, handler);
  const before = options.value.t === 'object' ? new Map(options.value.properties) : null;
  if (!before) return;
  trying = true;
  site.run(hook.value, [options.value], site.scope);
  trying = false;
  for (const phase of routePhases) {
    const after = site.property(options, phase);
    if (after && after.value !== before.get(phase)) site.late(pattern, methods, [{ ...after, at: hook.at }], phase);
  }
}

/** While a hook is asked what it would do, nothing is installed. */
let trying = false;

export function isTrying(): boolean {
  return trying;
}

function routeHooksOf(scope: ScopeValue): Value[] {
  return [...(scope.parent ? routeHooksOf(scope.parent) : []), ...(routeHooks.get(scope) ?? [])];
}

/** `get(path, options?, handler)`. */
export function shorthand(site: Site, methods: readonly string[]): Value {
  const [path, second, third] = site.args;
  if (!path) return site.scope;
  const isHandler = (arg: SiteArgument | undefined) => arg !== undefined && arg.value.t !== 'object';
  const options = third || !isHandler(second) ? second : undefined;
  const handler = third ?? (isHandler(second) ? second : undefined);
  install(site, methods, path, options, handler ?? null);
  return site.scope;
}

/** `route({ method, url, handler, … })`. */
export function fullDeclaration(site: Site): Value {
  const [options] = site.args;
  if (options?.value.t !== 'object') {
    if (options) site.gap('a route is registered with options that could not be read');
    return site.scope;
  }
  const path = site.property(options, 'url') ?? site.property(options, 'path');
  const method = options.value.properties.get('method');
  const names = method?.t === 'array' ? method.items.map(stringOf) : [method ? stringOf(method) : null];
  const known = names.flatMap((name) => (name === null ? [] : [name.toUpperCase()]));
  if (known.length < names.length) site.gap('the method of a route could not be read');
  install(
    site,
    known.length > 0 ? known : ['ALL'],
    path ?? { value: undefinedValue, at: site.at, label: '' },
    options,
    null,
  );
  return site.scope;
}

/** A route that a library's plugin adds; hooks see it like any other. */
export function serve(site: Site, { methods, path, handler, hooks }: Served): void {
  install(site, methods, { value: path, at: handler.at, label: '' }, hooks ?? undefined, handler);
}

function install(
  site: Site,
  methods: readonly string[],
  path: SiteArgument,
  given: SiteArgument | undefined,
  handler: SiteArgument | null,
): void {
  const options = hooked(site, methods, path, given, handler);
  const hooks = hooksIn(site, options);
  const checks = validation(site, options);
  const steps = [...hooks, ...checks];
  // An `onRoute` hook may have put another one in its place.
  const own = options ? site.property(options, 'handler') : null;
  const last = handler && (!own || own.value === handler.value) ? handler : own;
  if (options && options.value.t !== 'object' && options.value.t !== 'primitive')
    site.gap('the options of a route could not be read');
  if (!last) site.gap('the handler of a route could not be read');
  const ignores = isTrue(site.options.get('ignoreTrailingSlash'));
  const pattern = pathPattern(path.value, path.at, {
    kind: 'exact',
    sensitive: isSensitive(site.options),
    slashes: ignores || path.value.t !== 'primitive' || path.value.value === '/' || path.value.value === '',
  });
  noteDeclared({ site, methods, path, given, handler, pattern });
  const config = propertyOf(options?.value, 'config');
  const written = stringOf(path.value);
  const lay = site.route(pattern, methods, last ? [...steps, last] : steps, site.at, {
    handler: last?.value ?? undefinedValue,
    owner: undefinedValue,
    transport: 'http',
    ...(written !== null && { path: prefixed(site, written) }),
    ...headersFor(options?.value),
    ...(config && { config, notes: notesIn(site) }),
    documented: securityIn(within(options?.value, 'schema', 'security'), options?.at ?? site.at),
  });
  // Which hooks it has is looked up when all is loaded: https://github.com/fastify/fastify/blob/v5.6.1/lib/route.js#L400
  const installed = stepsIn(steps);
  const loading = loadingOf(site.scope);
  const look = () => {
    const left = [
      ...(options === given ? hooks : hooksIn(site, options)),
      ...(isValidated(site, options) ? checks : []),
    ];
    const now = stepsIn(left);
    if (now.length !== installed.length || now.some((one, index) => one !== installed[index]))
      lay(last ? [...left, last] : left);
  };
  loading.look(site.later(look));
  settleLater(site, loading);
}

function hooksIn(site: Site, options: SiteArgument | undefined): readonly SiteArgument[] {
  if (!options) return [];
  return [...routePhases, 'errorHandler'].flatMap((phase) => {
    const hook = site.property(options, phase);
    return hook ? [{ ...hook, phase }] : [];
  });
}

function stepsIn(hooks: readonly SiteArgument[]): readonly Value[] {
  return hooks.flatMap(({ value }) => (value.t === 'array' ? [value, ...value.items] : [value]));
}

/** What an `onRoute` hook has read is not asked for again. */
function notesIn(site: Site): readonly string[] {
  return routeHooksOf(site.scope).length === 0 ? [''] : [];
}

function prefixed(site: Site, path: string): string {
  const prefix = stringOf(site.options.get('prefix')) ?? '';
  return path === '/' && prefix !== '' ? prefix : prefix + path;
}

/** The options as `onRoute` hooks leave them. */
function hooked(
  site: Site,
  methods: readonly string[],
  path: SiteArgument,
  given: SiteArgument | undefined,
  handler: SiteArgument | null,
): SiteArgument | undefined {
  const hooks = routeHooksOf(site.scope);
  if (hooks.length === 0 || (given && given.value.t !== 'object')) return given;
  const options = optionsOf(site, methods, path, given, handler);
  for (const hook of hooks) site.run(hook, [options.value], site.scope);
  return options;
}

/** What an `onRoute` hook is called with. */
function optionsOf(
  site: Site,
  methods: readonly string[],
  path: SiteArgument,
  given: SiteArgument | undefined,
  handler: SiteArgument | null,
): SiteArgument {
  const before = given?.value.t === 'object' ? given.value.properties : new Map<string, Value>();
  const prefix = stringOf(site.options.get('prefix')) ?? '';
  const options = objectValue(
    [
      ...before,
      ['method', methods.length === 1 ? primitive(methods[0]) : arrayValue(methods.map((one) => primitive(one)))],
      ['url', primitive(prefix + (stringOf(path.value) ?? ''))],
      ['path', primitive(prefix + (stringOf(path.value) ?? ''))],
      ['routePath', path.value],
      ['prefix', primitive(prefix)],
      ...(handler ? [['handler', handler.value] as const] : []),
    ],
    given?.value.t === 'object' && given.value.open,
    given?.value.t === 'object' ? given.value.at : null,
  );
  return { value: options, at: given?.at ?? site.at, label: '' };
}
