import type { Site } from '../adapter.ts';
import { isTrue, listOf, native, objectValue, propertyOf, stringOf, undefinedValue, unknown } from '../plain-values.ts';
import type { ObjectValue, ScopeValue, Value } from '../values.ts';

/** What a server carries from the first: its methods, and what the program puts on it. */
export function furnish(site: Site): Value {
  // Code that is not seen may have given methods to a server that it hands in.
  const isHandedIn = site.method === '';
  site.define('methods', objectValue([], isHandedIn));
  site.define('app', objectValue([], true));
  site.define('plugins', objectValue([], true));
  return site.scope;
}

/** From here on there may be methods that are not seen. */
export function openMethods(server: ScopeValue): void {
  const methods = server.properties.get('methods');
  if (methods?.t === 'object') methods.open = true;
}

/** `server.method(name, fn)`, `server.method({ name, method })`, `server.method([…])`. https://hapi.dev/api#server.method() */
export function addMethods(site: Site, server: ScopeValue): void {
  const [first, second, third] = site.args.map((arg) => arg.value);
  for (const one of listOf(first)) {
    const isSet = one.t === 'object';
    const name = stringOf(isSet ? one.properties.get('name') : one);
    const method = isSet ? one.properties.get('method') : second;
    const methods = server.properties.get('methods');
    const options = isSet ? one.properties.get('options') : third;
    if (name === null || !method) openMethods(server);
    else if (methods?.t === 'object') put(site, methods, name.split('.'), keptBy(site, method, options));
  }
}

/** What a method has found is kept by the key that its options make of the arguments; else by the arguments themselves. */
function keptBy(site: Site, method: Value, options: Value | undefined): Value {
  const keyOf = propertyOf(options, 'generateKey');
  return keyOf && propertyOf(options, 'cache')?.t === 'object' ? site.cached(method, keyOf) : method;
}

/** A dot in a name leads into an object. */
function put(site: Site, into: ObjectValue, [first, ...rest]: readonly string[], method: Value): void {
  if (first === undefined) return;
  if (rest.length === 0) {
    site.assign(into, first, method);
    return;
  }
  const known = into.properties.get(first);
  const inner = known?.t === 'object' ? known : objectValue();
  site.assign(into, first, inner);
  put(site, inner, rest, method);
}

/** Plugins by the scopes in which they run. */
const names = new WeakMap<ScopeValue, string>();

export function nameScope(scope: ScopeValue, plugin: Value): void {
  const of = (value: Value | undefined) => (value?.t === 'object' ? stringOf(value.properties.get('name')) : null);
  const pkg = propertyOf(plugin, 'pkg');
  const inner = propertyOf(plugin, 'plugin');
  const name = of(plugin) ?? of(pkg);
  if (name !== null) names.set(scope, name);
  else if (inner) nameScope(scope, inner);
}

/** `server.expose(key, value)`, `server.expose({…})`: others find it in `server.plugins`. https://hapi.dev/api#server.expose() */
export function expose(site: Site, root: ScopeValue): void {
  const [first, second] = site.args.map((arg) => arg.value);
  const plugin = names.get(site.scope);
  const plugins = root.properties.get('plugins');
  if (plugin === undefined || plugins?.t !== 'object') return;
  const key = stringOf(first);
  if (key !== null && second) put(site, plugins, [plugin, key], second);
  else if (first?.t === 'object')
    for (const [name, value] of first.properties) put(site, plugins, [plugin, name], value);
}

/** What makes handlers of settings, by the word under which these stand: `handler: { proxy: {…} }`. */
const kinds = new WeakMap<ScopeValue, ReadonlyMap<string, Value>>();

/** Those of @hapi/inert, @hapi/vision and @hapi/h2o2 answer whoever asks: https://hapi.dev/module/inert/api#the-directory-handler */
const serving = new Set(['file', 'directory', 'view', 'proxy']);

/** The handler that a kind of it makes, and what the program's own kinds say of their routes; null for any other. */
export function handlerMade(site: Site, root: ScopeValue, handler: Value | undefined, route: Value) {
  const [entry] = handler?.t === 'object' ? handler.properties : [];
  const kind = entry && kinds.get(root)?.get(entry[0]);
  if (!kind && entry && serving.has(entry[0])) {
    const value = native(entry[0], (_args, at) => unknown(`what ${entry[0]} serves`, at, 'server', true));
    return { value, defaults: undefined };
  }
  if (!kind) return null;
  const defaults = kind.t === 'function' ? kind.properties.get('defaults') : undefined;
  const said = defaults?.t === 'function' ? site.run(defaults, []) : defaults;
  return { value: site.run(kind, [route, entry[1]]), defaults: said };
}

/** `server.decorate('request' | 'toolkit' | 'server' | 'handler', name, method)`. https://hapi.dev/api#server.decorate() */
export function decorate(site: Site, root: Site): Value {
  const [type, name, method, options] = site.args.map((arg) => arg.value);
  const key = stringOf(name);
  const part = stringOf(type);
  // With `apply` the function is called when a request comes in, and what it says is there for all that look.
  const isApplied = options?.t === 'object' && isTrue(options.properties.get('apply'));
  if (key === null || !method) return undefinedValue;
  if (part === 'handler') kinds.set(root.scope, new Map(kinds.get(root.scope)).set(key, method));
  else if (part === 'request' && isApplied) root.decorate(part, key, method, 'applied');
  else if (part === 'server') root.define(key, method);
  else if (part === 'request' || part === 'toolkit') root.decorate(part, key, method);
  return undefinedValue;
}

/** `server.state(name, { encoding: 'iron' | …, sign })`. https://hapi.dev/api#-serverstatename-options */
export function addState(site: Site, root: Site): void {
  const [name, options] = site.args.map((arg) => arg.value);
  const key = stringOf(name);
  const isSealed = stringOf(propertyOf(options, 'encoding')) === 'iron' || propertyOf(options, 'sign')?.t === 'object';
  if (key !== null && isSealed) root.seal(key);
}
