import type { PathPattern } from '#model';
import type { Place } from '#text';
import type { Adapter, Site, SiteArgument } from '../adapter.ts';
import { literalPrefix } from '../path-syntax.ts';
import { native, objectValue, stringOf, unknown } from '../plain-values.ts';
import type { MadeValue, Value } from '../values.ts';
import { koaRequest } from './request.ts';
import { foldsCase, installRoute, routeOf } from './route.ts';

/** Koa 2 and 3: one list of steps. https://koajs.com */
export const koa: Adapter = {
  name: 'koa',
  title: 'Koa',
  docs: 'https://koajs.com',
  package: 'koa',
  creates: { koa: { '': 'app' } },
  unseen: {},
  types: { Koa: 'app', 'Koa.default': 'app', Application: 'app' },
  ordering: 'sequential',
  phases: [],
  request: koaRequest,
  answersOptions: 'at-last',
  stripsPaths: false,
  answersBySteps: true,
  isGated: false,
  // Paths are the routers' business; what koa-mount takes, it takes letter by letter (K13).
  caseSensitive: (options) => !options.has(foldsCase),
  strict: () => false,
  created,

  call(site) {
    if (site.method !== 'use') return site.unknown(`app.${site.method}`);
    for (const arg of site.args.slice(0, 1)) install(site, arg);
    return site.scope;
  },

  callRouteChain: (site) => site.unknown('a route of Koa'),
};

/** What `ctx` inherits from: https://koajs.com/#appcontext */
function created(site: Site): Value {
  const prototype = objectValue();
  site.define('context', prototype);
  site.define('middleware', middleware(site));
  site.atEnd(() => {
    for (const [name, value] of prototype.properties) site.decorate('context', name, value);
    for (const [name, getter] of prototype.getters) site.decorate('context', name, getter, 'applied');
  });
  return site.scope;
}

/** The list itself, for those who do not call `use()`. */
function middleware(site: Site): Value {
  const put = (name: string, each: (step: SiteArgument) => void) =>
    [
      name,
      native(name, (steps, at) => {
        for (const value of steps) each({ value, at, label: '' });
        return unknown('a length', at);
      }),
    ] as const;
  return objectValue(
    [put('push', (step) => install(site, step)), put('unshift', (step) => site.first(everything(step.at), step))],
    true,
  );
}

function install(site: Site, arg: SiteArgument): void {
  const route = routeOf(arg.value);
  if (route) {
    installRoute(site, route, arg);
    return;
  }
  const mounted = mountOf(arg.value);
  // What koa-compose puts together may be installed one by one.
  if (arg.value.t === 'array' && arg.value.items.some(mounts)) {
    for (const value of arg.value.items) install(site, { ...arg, value, label: '' });
    return;
  }
  if (!mounted) {
    site.step(everything(arg.at), ['ALL'], [arg]);
    return;
  }
  const [path, inner] = mounted.args.length > 1 ? mounted.args : [undefined, mounted.args[0]];
  if (!inner) return;
  const pattern = path ? mountPattern(path, arg.at) : everything(arg.at);
  if (inner.t === 'scope') {
    site.mount(pattern, inner, true);
    return;
  }
  // Inside it, steps see the path below the mount.
  const scope = site.child(arg.at);
  site.mount(pattern, scope, true);
  install(site.on(scope), { ...arg, value: inner, label: '' });
}

function mounts(value: Value): boolean {
  return value.t === 'array' ? value.items.some(mounts) : mountOf(value) !== null || routeOf(value) !== null;
}

function mountOf(value: Value): MadeValue | null {
  return value.t === 'made' && value.by.package === 'koa-mount' && value.path === '' ? value : null;
}

/** https://github.com/koajs/mount: whole segments, letter by letter (K13). */
function mountPattern(value: Value, at: Place): PathPattern {
  const text = stringOf(value);
  if (text === null) return { text: '<unknown>', kind: 'unknown', regex: null, defect: null, samples: [], at };
  return text === '/' ? everything(at) : literalPrefix(text, at);
}

export function everything(at: Place): PathPattern {
  return { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at };
}
