import type { Place } from '#text';
import type { Site, SiteArgument } from '../adapter.ts';
import { schemesIn, within } from '../documentation.ts';
import { native, objectValue, primitive, propertyOf, stringOf, undefinedValue } from '../plain-values.ts';
import type { FunctionValue, ScopeValue, Value } from '../values.ts';
import { autoload, isAutoload, type Loadable, skipOverride } from './autoload.ts';
import { connect, inheritStack } from './connect.ts';
import { enqueue, loadingOf } from './loading.ts';
import { everything, isSensitive, pathPattern } from './paths.ts';
import { fullDeclaration, serve } from './routes.ts';

/** `register(plugin, options)`: queues it. */
export function register(site: Site): Value {
  const [plugin, options] = site.args;
  if (plugin) later(site, { plugin, ...writtenOptions(options?.value ?? undefinedValue) });
  return site.scope;
}

/** The context is made before a function is asked for the options: their prefix is none. */
function writtenOptions(options: Value): Omit<Loadable, 'plugin'> {
  if (options.t === 'function')
    return { options: (on) => settled(on.run(options, [on.scope])), prefix: undefinedValue };
  const prefix = propertyOf(options, 'prefix');
  return { options: () => options, prefix: prefix ?? undefinedValue };
}

function later(site: Site, loadable: Loadable): void {
  enqueue(site, () => loadingOf(site.scope).enter(() => load(site, loadable)));
}

/** Runs a plugin on a context of its own, or on this one when it skips that (F4). */
function load(site: Site, loadable: Loadable): void {
  const { plugin } = loadable;
  const value = moduleDefault(settled(plugin.value));
  const given = loadable.options(site);
  if (value.t === 'choice') {
    for (const one of value.options) {
      const chosen = { ...loadable, plugin: { ...plugin, value: one.value }, options: () => given };
      site.later(() => load(site, chosen), one.conditions)();
    }
  } else if (value.t === 'function') loadFunction(site, value, given, loadable.prefix);
  else if (value.t === 'library' && isAutoload(value)) autoload(site, value.version, given, loadFile, inContext);
  else if (isDocumentation(value)) {
    const definitions = [
      within(given, 'openapi', 'components', 'securitySchemes'),
      within(given, 'swagger', 'securityDefinitions'),
    ];
    site.define('swagger', site.unknown('app.swagger'));
    const known = definitions.map(schemesIn);
    site.describe(known.includes(null) ? null : known.flatMap((one) => one ?? []));
  } else loadLibrary(site, { ...plugin, value }, given);
}

/** A file of a directory that is loaded as a whole: one that exports the options of a route becomes a plugin that adds it. */
function loadFile(on: Site, file: Loadable): void {
  const { plugin, prefix } = file;
  const site = on.on(on.scope, [plugin]);
  if (plugin.value.t !== 'object') later(site, file);
  else enqueue(site, () => void fullDeclaration(site.on(childOf(site, plugin.at, prefix))));
}

function inContext(on: Site, body: (inner: Site) => void): void {
  enqueue(on, () =>
    loadingOf(on.scope).enter(() => {
      const child = on.child();
      inherit(on, on.on(child));
      inheritStack(on.scope, on.on(child));
      on.mount(everything(on.at), child, true);
      body(on.on(child));
    }),
  );
}

/** A library's plugin; one that is not known may do anything. */
function loadLibrary(site: Site, plugin: SiteArgument, options: Value): void {
  const served = site.plugin(plugin.value, options);
  connect(site, plugin.value, options);
  for (const one of served ?? []) serve(site, one);
  if (served) return;
  site.open();
  if (plugin.value.t !== 'primitive' && plugin.value.t !== 'object')
    site.step(everything(site.at), ['ALL'], [plugin], 'onRequest');
}

/** https://github.com/fastify/fastify-swagger: it reads the routes and installs none. */
function isDocumentation(plugin: Value): boolean {
  return plugin.t === 'library' && plugin.package === '@fastify/swagger';
}

function loadFunction(site: Site, plugin: FunctionValue, options: Value, prefix: Value): void {
  const skips = plugin.properties.get(skipOverride);
  const isOwn = !(skips?.t === 'primitive' && skips.value);
  const at = { file: plugin.file, start: plugin.code.at, end: plugin.code.to };
  const scope = isOwn ? childOf(site, at, prefix) : site.scope;
  const done: Value = native('done', () => undefinedValue);
  const given = options.t === 'primitive' ? objectValue() : options;
  site.run(plugin, [scope, given, done], scope);
}

/** A context inside this one, under the prefix that the options name. */
function childOf(site: Site, written: Place, given: Value): ScopeValue {
  const child = site.child(written);
  const prefix = given.t === 'primitive' && !given.value ? primitive('') : rooted(given);
  const inner = site.on(child);
  inherit(site, inner);
  const below = stringOf(prefix);
  if (below !== null) {
    const whole = primitive((stringOf(site.options.get('prefix')) ?? '') + below);
    inner.options.set('prefix', whole);
    inner.define('prefix', whole);
  }
  inheritStack(site.scope, inner);
  const at = site.args[0]?.at ?? site.at;
  site.mount(
    pathPattern(prefix, at, { kind: 'prefix', sensitive: isSensitive(site.options), slashes: true }),
    child,
    true,
  );
  return child;
}

function inherit(from: Site, to: Site): void {
  for (const [name, value] of from.options) to.options.set(name, value);
}

function rooted(prefix: Value): Value {
  const text = stringOf(prefix);
  return text !== null && !text.startsWith('/') ? primitive(`/${text}`) : prefix;
}

/** What a promise is fulfilled with: `register(import(…))`. */
export function settled(value: Value): Value {
  if (value.t !== 'promise') return value;
  value.settle?.();
  return settled(value.value);
}

/** A module object stands for its default export: avvio, `isBundledOrTypescriptPlugin`. */
function moduleDefault(value: Value): Value {
  if (value.t !== 'object') return value;
  const inner = value.properties.get('default');
  return inner ? moduleDefault(inner) : value;
}
