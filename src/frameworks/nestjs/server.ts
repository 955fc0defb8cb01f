import type { Site, SiteArgument } from '../adapter.ts';
import { everything } from '../express/paths.ts';
import { skipOverride } from '../fastify/autoload.ts';
import {
  isTrue,
  listOf,
  native,
  objectValue,
  primitive,
  propertyOf,
  stringOf,
  undefinedValue,
} from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';
import { mountPattern, type Platform, readable, rooted, routePattern, unreadable } from './paths.ts';
import { hooks, part } from './request.ts';

/** What stands for the server beneath an application: `app.getHttpAdapter()`, and `getInstance()` of that. */
const adapter = 'the adapter';
const instance = 'the server';

const verbs = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'all', 'search']);

export function adapterOf({ scope, workbench, at }: Site): Value {
  const core = { t: 'library', package: '@nestjs/core', path: '', version: null, from: at.file } as const;
  const host = workbench.construct(workbench.member(core, 'HttpAdapterHost'), [], at);
  const known = propertyOf(host, 'httpAdapter');
  // What it does with the requests and responses that it is given.
  if (known?.t === 'object') for (const [name, value] of known.properties) scope.properties.set(name, value);
  return { ...scope, view: adapter };
}

/** Whether a call is for the server: plugins of Fastify's may be given to the application, too. */
export function isBeneath({ scope: { view }, method }: Site, { kind }: Platform): boolean {
  return view === adapter || view === instance || (kind === 'fastify' && method === 'register');
}

/**
 * A call on the server itself. Its routes are the application's no guard, interceptor or pipe holds for (N9).
 * `use`: what the application does with the same call. `enter`: takes a context into the application.
 */
export function callServer(site: Site, platform: Platform, use: () => void, enter: (scope: ScopeValue) => void): Value {
  const { method, scope } = site;
  if (method === 'getInstance') return { ...scope, view: instance };
  if (verbs.has(method)) serve(site, [method.toUpperCase()], site.args[0], site.args.slice(1), platform);
  else if (method === 'use') use();
  else if (platform.kind === 'fastify') onFastify(site, platform, enter);
  return isAsked(method) ? site.unknown(`the server's ${method}`) : scope;
}

/** What gives something else than the server. */
function isAsked(method: string): boolean {
  return /^(get[A-Z]|is|has|inject|address|listen|close|ready|lookup|print)/.test(method);
}

/** https://fastify.dev/docs/latest/Reference/Hooks/ on Fastify's own instance. */
function onFastify(site: Site, platform: Platform, enter: (scope: ScopeValue) => void): void {
  const [first, second] = site.args;
  if (site.method === 'addHook' && first && second) {
    const phase = stringOf(first.value) ?? '';
    if (hooks.includes(phase)) site.step(everything(second.at), ['ALL'], [second], phase);
  } else if (site.method === 'route' && first) {
    const named = listOf(propertyOf(first.value, 'method')).flatMap((one) => stringOf(one)?.toUpperCase() ?? []);
    const path = site.property(first, 'url') ?? site.property(first, 'path');
    const handler = site.property(first, 'handler');
    serve(site, named.length > 0 ? named : ['ALL'], path ?? undefined, handler ? [first, handler] : [first], platform);
  } else if (site.method === 'register' && first) {
    register(site, first.value, second?.value ?? objectValue(), platform, enter);
  }
}

/** A plugin gets the server, or a context of its own inside it: https://fastify.dev/docs/latest/Reference/Encapsulation/ */
function register(site: Site, plugin: Value, options: Value, platform: Platform, enter: (scope: ScopeValue) => void) {
  const value = propertyOf(plugin, 'default') ?? plugin;
  if (value.t !== 'function') {
    for (const { methods, path, handler } of site.plugin(value, options) ?? [])
      serve(site, methods, { value: path, at: handler.at, label: '' }, [handler], platform);
    return;
  }
  const skips = isTrue(value.properties.get(skipOverride));
  const scope = skips ? site.scope : contextOf(site, stringOf(propertyOf(options, 'prefix')) ?? '', platform);
  enter(scope);
  const inner: ScopeValue = { ...scope, view: instance };
  site.run(value, [inner, options, native('done', () => undefinedValue)], inner);
}

function contextOf(site: Site, prefix: string, platform: Platform): ScopeValue {
  const child = site.child();
  const at = site.args[0]?.at ?? site.at;
  site.mount(
    rooted(prefix) === '' ? everything(at) : mountPattern({ value: primitive(prefix), at, label: '' }, platform),
    child,
    true,
  );
  return child;
}

function serve(
  site: Site,
  methods: readonly string[],
  path: SiteArgument | undefined,
  rest: readonly SiteArgument[],
  platform: Platform,
): void {
  const handler = rest.at(-1);
  // `instance.get('trust proxy')` reads a setting.
  if (!path || !handler) return;
  const own = rest.slice(0, -1).flatMap((arg) => (arg.value.t === 'object' ? hooksOf(site, arg) : [before(arg)]));
  const target = { handler: handler.value, owner: undefinedValue, transport: 'server' };
  const given = () => [part('request'), part('response'), part('next')];
  for (const one of path.value.t === 'array' ? path.value.items : [path.value]) {
    const text = readable(one);
    const pattern = text.includes('<unknown>') ? unreadable(path.at) : routePattern(text, path.at, platform);
    site.route(pattern, methods, [...own, { ...handler, given }], site.at, target);
  }
}

function before(step: SiteArgument): SiteArgument {
  return { ...step, phase: 'middleware' };
}

/** Those in the options of a route. */
function hooksOf(site: Site, options: SiteArgument): SiteArgument[] {
  return hooks.flatMap((phase) => {
    const hook = site.property(options, phase);
    return hook ? [{ ...hook, phase }] : [];
  });
}
