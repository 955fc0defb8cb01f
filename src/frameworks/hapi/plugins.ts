import type { Site } from '../adapter.ts';
import { listOf, objectValue, propertyOf, stringOf, undefinedValue } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';
import { type Authentication, isSchemePlugin } from './authentication.ts';
import { addPages, hasPages } from './pages.ts';
import { everywhere, prefixPattern, setPrefix } from './paths.ts';
import { nameScope, openMethods } from './server-members.ts';

/** Plugins that add neither routes nor authentication. */
const harmless =
  /^(@hapi\/(inert|vision|yar|scooter|crumb|good|good-console|h2o2|nes|joi|catbox.*|glue|topo|basic)|inert|vision|good|hapi-pino|hapi-rate-limitor|hapi-swagger|hapi-geo-locate|hapi-dev-errors|blipp|disinfect|hapi-error|hapi-auth-.*)$/;

/** `server.register(plugin | { plugin, options, routes: { prefix } } | [...], options)`. */
export function register(site: Site, root: Site, state: Authentication, adopt: (child: ScopeValue) => void): Value {
  const [first, second] = site.args.map((arg) => arg.value);
  let last: Value | null = null;
  for (const one of listOf(first)) {
    // Each is waited for before the next.
    settle(last);
    last = registerOne(site, root, state, adopt, one, second);
  }
  const before = last;
  return {
    t: 'promise',
    rejected: false,
    value: undefinedValue,
    verification: null,
    settle: () => settle(before),
  };
}

function settle(value: Value | null): void {
  if (value?.t === 'promise') value.settle?.();
}

function registerOne(
  site: Site,
  root: Site,
  state: Authentication,
  adopt: (child: ScopeValue) => void,
  given: Value,
  outer: Value | undefined,
): Value | null {
  const wrapped = propertyOf(given, 'plugin');
  const plugin = wrapped ?? given;
  const packageName = packageOf(plugin);
  if (packageName !== null) {
    state.plugin(packageName);
    if (!isSchemePlugin(packageName)) site.library(packageName, '', [optionsOf(given)], site.at);
    if (hasPages(packageName))
      addPages(site.on(inside(site, root, given, outer, adopt)), root, state, packageName, optionsOf(given));
    if (!isSchemePlugin(packageName) && !harmless.test(packageName)) {
      site.openSchemes();
      openMethods(root.scope);
      site.gap(`the plugin ${packageName} is not known: what it installs is not seen`);
    }
    return null;
  }
  const body = registerFunction(plugin);
  if (!body) {
    site.openSchemes();
    openMethods(root.scope);
    site.gap('a plugin could not be read: what it installs is not seen');
    return null;
  }
  const child = inside(site, root, given, outer, adopt);
  nameScope(child, plugin);
  return site.run(body, [child, optionsOf(given)], plugin);
}

/** The server that a plugin is handed. */
function inside(
  site: Site,
  root: Site,
  given: Value,
  outer: Value | undefined,
  adopt: (child: ScopeValue) => void,
): ScopeValue {
  const child = site.child();
  adopt(child);
  // A prefix beside the plugin takes the place of all others; only one in the second argument stands behind the parent's.
  const own = prefixIn(given);
  const prefix = own ?? (outer && prefixIn(outer));
  const around = own ? root : site;
  around.mount(prefix ? prefixPattern(prefix, site.at) : everywhere(site.at), child, true);
  setPrefix(child, around.scope, prefix ? stringOf(prefix) : '');
  return child;
}

export function optionsOf(given: Value): Value {
  return propertyOf(given, 'options') ?? objectValue();
}

export function prefixIn(settings: Value): Value | undefined {
  const routes = propertyOf(settings, 'routes');
  const prefix = propertyOf(routes, 'prefix');
  return prefix && stringOf(prefix) !== '' ? prefix : undefined;
}

export function packageOf(plugin: Value): string | null {
  if (plugin.t === 'library') return plugin.package;
  return plugin.t === 'made' ? plugin.by.package : null;
}

/** `{ name, register }`, `{ pkg, register }`, a module that exports `plugin`, up to hapi 16 a function. */
export function registerFunction(plugin: Value): Value | null {
  if (plugin.t === 'function') return plugin;
  if (plugin.t !== 'object') return null;
  const own = plugin.properties.get('register') ?? plugin.properties.get('plugin');
  return own?.t === 'object' ? registerFunction(own) : (own ?? null);
}
