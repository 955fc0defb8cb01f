import { createRequire } from 'node:module';
import { type Installed, installedHere } from './site.ts';

/** What the tests touch of Express' inside: the same in both majors but for the names of the two methods. */
export interface Layer {
  readonly handle: StepFunction & { readonly stack?: unknown };
  readonly name: string;
  readonly route?: ExpressRoute;
  readonly method?: string;
  /** Added by `instrument`: from where it was installed, and the path as written. */
  readonly site: Installed;
  readonly written: unknown;
}

export interface ExpressRoute {
  readonly path: unknown;
  readonly stack: readonly Layer[];
}

// biome-ignore lint/suspicious/noExplicitAny: functions of all arities stand in a stack.
export type StepFunction = (...args: any[]) => unknown;

/** An app or a router. */
export type App = StepFunction & { readonly stack?: readonly Layer[]; readonly handle?: unknown };

/** One function that a request passed, in order. `goes` is null while (or for ever when) it has neither gone on nor answered. */
export interface Visit {
  readonly layer: Layer;
  readonly route: ExpressRoute | null;
  readonly handlesError: boolean;
  /** Paths, as written, of the mounts that lead to it. */
  readonly mounts: readonly unknown[];
  goes: 'on' | 'error' | 'route' | 'router' | null;
}

const trails = new WeakMap<object, Visit[]>();
const mounts = new WeakMap<object, unknown[]>();
const owners = new WeakMap<Layer, ExpressRoute>();
const done = new Set<string>();

export function trailOf(request: object): readonly Visit[] {
  return trails.get(request) ?? [];
}

/** Functions that Express itself puts into the stack. */
const infrastructure = new Set(['query', 'expressInit', 'mounted_app']);

export type ExpressMajor = 4 | 5;

export const packageOf: Record<ExpressMajor, string> = { 4: 'express4', 5: 'express' };

/**
 * Loads Express so that every layer knows where it was installed and every request remembers what it passed. Must come
 * before any other load of the same copy in this process.
 */
export function loadExpress(major: ExpressMajor, require = createRequire(import.meta.url)): StepFunction {
  const main = require.resolve(packageOf[major]);
  const inside = createRequire(main);
  instrument(major === 4 ? inside.resolve('./lib/router/layer.js') : routerLayer(inside), inside);
  const express = inside(main);
  if (!done.has(main)) recordLoaders(express);
  done.add(main);
  return express;
}

/** `param('id', f)` keeps no layers: its functions are recorded as if they were. */
function recordLoaders({
  Router,
}: {
  Router: StepFunction & { param?: StepFunction; prototype: { param?: StepFunction } };
}): void {
  const holder = Router.prototype?.param ? Router.prototype : Router;
  const param = holder.param!;
  holder.param = function recorded(this: unknown, name: unknown, load: StepFunction, ...rest: unknown[]) {
    const layer: Layer = { handle: load, name: load.name, site: installedHere(), written: null };
    const wrapped = function (this: unknown, req: object, res: object, next: StepFunction, ...values: unknown[]) {
      return load.call(this, req, res, visited(layer, req, false, next), ...values);
    };
    return param.call(this, name, wrapped, ...rest);
  };
}

function routerLayer(require: NodeJS.Require): string {
  const router = require.resolve('router');
  return createRequire(router).resolve('./lib/layer.js');
}

function instrument(file: string, require: NodeJS.Require): void {
  if (done.has(file)) return;
  done.add(file);
  const Original = require(file);
  const request = 'handleRequest' in Original.prototype ? 'handleRequest' : 'handle_request';
  const error = 'handleError' in Original.prototype ? 'handleError' : 'handle_error';
  const handleRequest: StepFunction = Original.prototype[request];
  const handleError: StepFunction = Original.prototype[error];

  function Recording(path: unknown, options: unknown, fn: unknown): Layer {
    const layer = new Original(path, options, fn);
    layer.site = installedHere();
    layer.written = path;
    return layer;
  }
  Recording.prototype = Original.prototype;
  Original.prototype[request] = function recorded(this: Layer, req: object, res: object, next: StepFunction) {
    return handleRequest.call(this, req, res, record(this, req, false, next));
  };
  Original.prototype[error] = function recorded(
    this: Layer,
    err: unknown,
    req: object,
    res: object,
    next: StepFunction,
  ) {
    return handleError.call(this, err, req, res, record(this, req, true, next));
  };
  require.cache[file]!.exports = Recording;
}

function record(layer: Layer, request: object, handlesError: boolean, next: StepFunction): StepFunction {
  for (const inner of layer.route?.stack ?? []) owners.set(inner, layer.route!);
  const runs = handlesError === layer.handle.length > 3;
  if (runs && layer.handle.stack) return entered(layer, request, next);
  if (!runs || layer.route || infrastructure.has(layer.name)) return next;
  return visited(layer, request, handlesError, next);
}

function entered(layer: Layer, request: object, next: StepFunction): StepFunction {
  const outer = mounts.get(request) ?? [];
  mounts.set(request, [...outer, layer.written]);
  return (error?: unknown) => {
    mounts.set(request, outer);
    return next(error);
  };
}

function visited(layer: Layer, request: object, handlesError: boolean, next: StepFunction): StepFunction {
  const trail = trails.get(request) ?? [];
  trails.set(request, trail);
  const route = owners.get(layer) ?? null;
  const visit: Visit = { layer, route, handlesError, mounts: mounts.get(request) ?? [], goes: null };
  trail.push(visit);
  return (error?: unknown) => {
    visit.goes ??= error === 'route' || error === 'router' ? error : error ? 'error' : 'on';
    return next(error);
  };
}
