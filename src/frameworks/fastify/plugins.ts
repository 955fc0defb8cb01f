import type { Site, SiteArgument } from '../adapter.ts';
import { schemesIn, within } from '../documentation.ts';
import { native, objectValue, primitive, stringOf, undefinedValue } from '../plain-values.ts';
import type { FunctionValue, ScopeValue, Value } from '../values.ts';
import { autoload, isAutoload, skipOverride } from './autoload.ts';
import { enqueue, loadingOf } from './loading.ts';
import { everything, pathPattern } from './paths.ts';
import { serve } from './routes.ts';

/** `register(plugin, options)`: queues it. */
export function register(site: Site): Value {
  const [plugin, options] = site.args;
  if (plugin) later(site, plugin, options?.value ?? undefinedValue);
  return site.scope;
}

function later(site: Site, plugin: SiteArgument, options: Value): void {
  enqueue(site, () => loadingOf(site.scope).enter(() => load(site, plugin, options)));
}

/** Runs a plugin on a context of its own, or on this one when it skips that (F4). */
function load(site: Site, plugin: SiteArgument, options: Value): void {
  const value = moduleDefault(settled(plugin.value));
  const given = options.t === 'function' ? settled(site.run(options, [site.scope])) : options;
  if (value.t === 'choice') {
    for (const one of value.options)
      site.later(() => load(site, { ...plugin, value: one.value }, given), one.conditions)();
  } else if (value.t === 'function') loadFunction(site, value, given, options);
  else if (isAutoload(value)) {
    autoload(
      site,
      given,
      (on, file) => later(on, file.plugin, file.options),
      (on, body) =>
        enqueue(on, () =>
          loadingOf(on.scope).enter(() => {
            const child = on.child();
            inherit(on, on.on(child));
            on.mount(everything(on.at), child, true);
            body(on.on(child));
          }),
        ),
    );
  } else if (isDocumentation(value)) {
    const definitions = [
      within(given, 'openapi', 'components', 'securitySchemes'),
      within(given, 'swagger', 'securityDefinitions'),
    ];
    site.define('swagger', site.unknown('app.swagger'));
    const known = definitions.map(schemesIn);
    site.describe(known.includes(null) ? null : known.flatMap((one) => one ?? []));
  } else loadLibrary(site, { ...plugin, value }, given);
}

/** A library's plugin; one that is not known may do anything. */
function loadLibrary(site: Site, plugin: SiteArgument, options: Value): void {
  const served = site.plugin(plugin.value, options);
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

function loadFunction(site: Site, plugin: FunctionValue, options: Value, written: Value): void {
  const skips = plugin.properties.get(skipOverride);
  const isOwn = !(skips?.t === 'primitive' && skips.value);
  // The context is made before a function is asked for the options: their prefix is none.
  const scope = isOwn ? childOf(site, plugin, written) : site.scope;
  const done: Value = native('done', () => undefinedValue);
  const given = options.t === 'primitive' ? objectValue() : options;
  site.run(plugin, [scope, given, done], scope);
}

/** A context inside this one, under the prefix that the options name. */
function childOf(site: Site, plugin: FunctionValue, options: Value): ScopeValue {
  const child = site.child({ file: plugin.file, start: plugin.code.at, end: plugin.code.to });
  const given = options.t === 'object' ? options.properties.get('prefix') : undefined;
  const isNone = !given || (given.t === 'primitive' && !given.value);
  const prefix = isNone ? primitive('') : rooted(given);
  const inner = site.on(child);
  inherit(site, inner);
  const below = stringOf(prefix);
  if (below !== null) {
    const whole = primitive((stringOf(site.options.get('prefix')) ?? '') + below);
    inner.options.set('prefix', whole);
    inner.define('prefix', whole);
  }
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

export function isSensitive(options: ReadonlyMap<string, Value>): boolean {
  const given = options.get('caseSensitive');
  return !(given?.t === 'primitive' && given.value === false);
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
