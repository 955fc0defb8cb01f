import type { Place } from '#text';
import type { Site } from '../adapter.ts';
import { listOf, native, objectValue, stringOf, undefinedValue, unknown } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';
import { majorOf } from '../version.ts';
import { everywhere, placeOf, prefixPattern, routePattern } from './paths.ts';
import { optionsOf, packageOf, prefixIn, registerFunction } from './plugins.ts';
import { methodsOf } from './routes.ts';

const why = 'hapi 16 and older answers through a reply interface, which is not read';

/** Whether steps and handlers of a version are called with `reply`: https://hapi.dev/api/16.8.4 */
export function isOfReplies(version: string | null): boolean {
  const major = majorOf(version);
  return major !== null && major < 17;
}

const made = new WeakMap<ScopeValue, Place>();

/** Says that it is not known who may call the routes of such a server, once and where it is made. */
export function noteReplies(site: Site): void {
  made.set(site.scope, site.at);
  site.gap(`${why}: its routes are listed, and who may call them is not known`);
}

/** Of calls on such a server only those that bring routes mean something. */
export function callWithReplies(site: Site, root: Site, adopt: (child: ScopeValue) => void): Value {
  switch (site.method) {
    case 'connection':
    case 'select':
      return site.scope;
    case 'route':
      for (const route of listOf(site.args[0]?.value)) addUnread(site, route, made.get(root.scope) ?? site.at);
      return undefinedValue;
    case 'register': {
      const [plugins, second] = site.args.map((arg) => arg.value);
      for (const plugin of listOf(plugins)) registerUnread(site, root, plugin, second, adopt);
      const callback = site.args.at(-1)?.value;
      if (callback?.t === 'function' && site.args.length > 1) site.run(callback, [undefinedValue]);
      return { t: 'promise', rejected: false, value: undefinedValue, verification: null };
    }
    default:
      return site.unknown(`server.${site.method}`);
  }
}

function addUnread(site: Site, route: Value, server: Place): void {
  if (route.t !== 'object') {
    site.gap('a route is registered with a value that could not be read');
    return;
  }
  const at = placeOf(route, site.at);
  const handler = { value: unknown(why, server), at: server, label: 'handler' };
  const path = routePattern(route.properties.get('path'), at);
  site.route(path, methodsOf(route.properties.get('method')), [handler], at);
}

/** A plugin is a function of the server, its options and what it calls when it is done. */
function registerUnread(
  site: Site,
  root: Site,
  given: Value,
  outer: Value | undefined,
  adopt: (child: ScopeValue) => void,
): void {
  const body = packageOf(given) === null ? registerFunction(given) : null;
  if (!body) return;
  const child = site.child();
  adopt(child);
  const own = prefixIn(given);
  const prefix = own ?? (outer && prefixIn(outer));
  const shown = prefix && stringOf(prefix) !== null ? prefixPattern(prefix, site.at) : everywhere(site.at);
  (own ? root : site).mount(shown, child, true);
  site.run(body, [child, optionsOf(given) ?? objectValue(), native('next', () => undefinedValue)]);
}
