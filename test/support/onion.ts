import { createRequire } from 'node:module';
import { askHeader } from './send.ts';
import { type Installed, installedHere } from './site.ts';

// biome-ignore lint/suspicious/noExplicitAny: frameworks in several versions, seen from outside
type Any = any;

/** One function that a request passed, in order. */
export interface OnionVisit {
  readonly step: OnionStep;
  goes: 'on' | 'error' | null;
  /** The status that it has left when it ended, where that shows: steps around it may set another. */
  status: number | null;
}

/** A function as it was installed. */
export interface OnionStep {
  readonly name: string;
  readonly site: Installed;
  /** null for a step that belongs to no route. */
  readonly path: string | null;
  /** null for any. */
  readonly method: string | null;
  /** Steps of the same route, in order. */
  readonly siblings: OnionStep[];
}

const trails = new Map<string, OnionVisit[]>();
const recorded = new WeakSet<object>();

export function trailOf(id: string): readonly OnionVisit[] {
  return trails.get(id) ?? [];
}

export function forget(): void {
  trails.clear();
}

function record(fn: Any, step: OnionStep, idOf: (context: Any) => string): Any {
  if (typeof fn !== 'function' || recorded.has(fn) || fn.router) return fn;
  async function visited(this: unknown, context: Any, next: Any) {
    const id = idOf(context);
    const visit: OnionVisit = { step, goes: null, status: null };
    trails.set(id, [...(trails.get(id) ?? []), visit]);
    try {
      const result = await fn.call(
        this,
        context,
        next &&
          (() => {
            visit.goes ??= 'on';
            return next();
          }),
      );
      visit.status =
        result instanceof Response ? result.status : typeof context.status === 'number' ? context.status : null;
      return result;
    } catch (error) {
      visit.goes ??= 'error';
      throw error;
    }
  }
  recorded.add(visited);
  return Object.assign(visited, fn);
}

const koaId = (context: Any) => String(context.req.headers[askHeader]);

/** Records what is installed on apps of Koa and on its routers, in all versions that are installed. */
export function recordKoa(require = createRequire(import.meta.url)): void {
  const Koa = require('koa');
  const use = Koa.prototype.use;
  Koa.prototype.use = function recordedUse(fn: Any) {
    const step = { name: fn?.name ?? '', site: installedHere(), path: null, method: null, siblings: [] };
    return use.call(this, fn?.isMount ? fn : record(fn, step, koaId));
  };
  recordMount(require);
  const copies = ['7', '10', '11', '12', '13', '14'].map((major) => `koa-router${major}`);
  for (const name of ['@koa/router', 'koa-router', ...copies]) {
    const loaded = require(name);
    const { prototype } = loaded.default ?? loaded;
    recordParameters(prototype);
    const register = prototype.register;
    prototype.register = function recordedRegister(path: Any, methods: string[], steps: Any, ...rest: Any[]) {
      if (Array.isArray(path)) return register.call(this, path, methods, steps, ...rest);
      const site = installedHere();
      const siblings: OnionStep[] = [];
      const isRoute = methods.length > 0;
      const wrapped = (Array.isArray(steps) ? steps : [steps]).map((fn: Any) => {
        const step: OnionStep = {
          name: fn?.name ?? '',
          site,
          path: isRoute ? String(path) : null,
          method: methods.length === 1 ? methods[0]!.toUpperCase() : null,
          siblings,
        };
        siblings.push(step);
        return record(fn, step, koaId);
      });
      return register.call(this, path, methods, Array.isArray(steps) ? wrapped : wrapped[0], ...rest);
    };
  }
}

/** Steps of `param()`, which get the value before the context. */
function recordParameters(prototype: Any): void {
  const { param } = prototype;
  prototype.param = function recordedParam(name: string, fn: Any) {
    if (typeof fn !== 'function' || recorded.has(fn)) return param.call(this, name, fn);
    const step = { name: fn.name, site: installedHere(), path: null, method: null, siblings: [] };
    function visited(this: unknown, value: Any, context: Any, next: Any) {
      const run = (given: Any, goOn: Any) => fn.call(this, value, given, goOn);
      return record(run, step, koaId).call(this, context, next);
    }
    recorded.add(visited);
    return param.call(this, name, visited);
  };
}

function recordMount(require: NodeJS.Require): void {
  const file = require.resolve('koa-mount');
  const mount = require(file);
  require.cache[file]!.exports = (prefix: Any, inner: Any) => {
    const target = inner ?? prefix;
    const step = { name: target.name ?? '', site: installedHere(), path: null, method: null, siblings: [] };
    const wrapped = typeof target === 'function' ? record(target, step, koaId) : target;
    return Object.assign(inner === undefined ? mount(wrapped) : mount(prefix, wrapped), { isMount: true });
  };
}

// In Hono 2 the request is the standard one.
const honoId = ({ req }: Any) => String((req.raw ?? req).headers.get(askHeader));
const groups = new Map<string, OnionStep[]>();

/** Records what is added to the routers of Hono, whichever build of it is loaded. */
export async function recordHono(require = createRequire(import.meta.url)): Promise<void> {
  const loaded = [
    require('hono/router/smart-router'),
    require('hono2/router/smart-router'),
    require('hono49/router/smart-router'),
    await import('hono/router/smart-router'),
  ];
  for (const prototype of new Set(loaded.map(({ SmartRouter }) => SmartRouter.prototype))) {
    const add = prototype.add;
    prototype.add = function recordedAdd(method: string, path: string, entry: Any) {
      // Hono 2 hands over the function alone.
      const [fn, route] = Array.isArray(entry) ? entry : [entry, null];
      const site = installedHere();
      const { stack = '' } = site;
      const isStep = method === 'ALL' && /\.use |\bas use\]|at use /.test(stack);
      const caller = stack
        .split('\n')
        .find((line) => /\d+:\d+/.test(line) && !/node_modules|support\/onion/.test(line));
      const key = `${caller} ${method} ${path}`;
      const siblings = groups.get(key) ?? [];
      groups.set(key, siblings);
      const step: OnionStep = {
        name: fn?.name ?? '',
        site,
        path: isStep ? null : path,
        method: method === 'ALL' ? null : method,
        siblings,
      };
      siblings.push(step);
      // What hands requests on to another app is none of its steps.
      if (/\.mount |\bas mount\]/.test(stack)) recorded.add(fn);
      const visited = record(fn, step, honoId);
      if (!route) return add.call(this, method, path, visited);
      route.handler = visited;
      return add.call(this, method, path, [visited, route]);
    };
  }
}
