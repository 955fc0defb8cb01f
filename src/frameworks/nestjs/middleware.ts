import type { Place } from '#text';
import type { Site } from '../adapter.ts';
import { listOf, native, objectValue, unknown } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { ControllerRoute } from './controller-route.ts';
import type { Injector } from './injector.ts';
import type { ModuleGraph, ModuleNode } from './modules.ts';
import { covering, type Platform, rooted, unreadable } from './paths.ts';
import { hasRawPaths } from './platform.ts';
import { methods, type Prefixes } from './prefixes.ts';
import { part } from './request.ts';
import { type Excluded, type Target, Targets } from './targets.ts';

interface Applied {
  readonly node: ModuleNode;
  readonly middleware: readonly Value[];
  readonly excluded: Value[];
  readonly routes: readonly Value[];
  readonly at: Place;
}

/** `configure(consumer)` of every module: https://docs.nestjs.com/middleware. What it covers is table 1.1.1. */
export class Consumers {
  readonly #site: Site;
  readonly #injector: Injector;
  readonly #applied: Applied[] = [];

  constructor(site: Site, injector: Injector, graph: ModuleGraph) {
    this.#site = site;
    this.#injector = injector;
    const { workbench } = site;
    for (const node of graph.nodes) {
      if (!workbench.methods(node.home).includes('configure')) continue;
      const at = workbench.placeOf(node.home);
      workbench.bounded(`configure of ${node.home.name}`, at, () => {
        const self = injector.injectable(node, node.home);
        workbench.call(workbench.method(self, 'configure'), [this.#consumer(node)], self, at);
      });
    }
  }

  #consumer(node: ModuleNode): Value {
    return objectValue([['apply', native('apply', (middleware) => this.#builder(node, middleware.flatMap(listOf)))]]);
  }

  #builder(node: ModuleNode, middleware: readonly Value[]): Value {
    const excluded: Value[] = [];
    const builder = objectValue([
      [
        'exclude',
        native('exclude', (paths) => {
          excluded.push(...paths.flatMap(listOf));
          return builder;
        }),
      ],
      [
        'forRoutes',
        native('forRoutes', (routes, at) => {
          this.#applied.push({ node, middleware, excluded: [...excluded], routes, at });
          return this.#consumer(node);
        }),
      ],
    ]);
    return builder;
  }

  /** Everything is installed when the paths of all controllers are known. */
  install(routes: ReadonlyMap<object, readonly ControllerRoute[]>, platform: Platform, prefixes: Prefixes): void {
    const targets = new Targets(this.#site, routes, platform, prefixes);
    for (const applied of this.#applied) {
      const excluded = applied.excluded.flatMap((one) => targets.excluded(one, applied.at));
      const holes = excluded.flatMap((one) => one ?? []);
      const doubt = excluded.includes(null) ? 'the request is none of those that exclude leaves out' : null;
      for (const target of targets.covered(applied.routes.flatMap(listOf), applied.at)) {
        for (const middleware of applied.middleware) {
          const install = (left: readonly Excluded[], why: string | null) => {
            this.#if(doubt, applied.at, () => {
              this.#if(why, applied.at, () => this.#step(applied, middleware, target, left, platform, prefixes));
            });
          };
          install(holes, target.doubt);
          const others = holes.filter(({ isForVersion }) => !isForVersion);
          if (others.length < holes.length) install(others, 'the request asks for another version');
        }
      }
    }
  }

  #if(text: string | null, at: Place, body: () => void): void {
    this.#site.workbench.under(text === null ? [] : [{ kind: 'unknown', text, at, holds: true }], body);
  }

  #step(
    applied: Applied,
    middleware: Value,
    target: Target,
    holes: readonly Excluded[],
    platform: Platform,
    { prefix }: Prefixes,
  ): void {
    const own =
      target.method === null ? [null, ...new Set(holes.flatMap(({ method }) => method ?? []))] : [target.method];
    for (const method of own) {
      const others = own.filter((one) => one !== null);
      const verbs =
        method !== null
          ? [method]
          : others.length > 0
            ? methods.filter((one) => one !== 'ALL' && !others.includes(one))
            : ['ALL'];
      const excluded = holes.filter((hole) => hole.method === null || hole.method === method).map((hole) => hole.paths);
      const covered =
        target.paths === null
          ? unreadable(target.at)
          : covering(target.text, target.paths, excluded, rooted(prefix ?? ''), target.at);
      const defect = { kind: 'dead', reason: 'no route has this path', suggestion: target.meant } as const;
      const isRaw = covered.kind !== 'all' && hasRawPaths(platform);
      const pattern = { ...covered, ...(target.meant !== null && { defect }), ...(isRaw && { isRaw }) };
      const value = this.#use(applied.node, middleware, applied.at);
      const given = this.#injector.renewals.given(value, () => [part('request'), part('response'), part('next')]);
      const step = { value, at: applied.at, label: nameOf(middleware), holes, ...(given && { given }) };
      this.#site.step(pattern, verbs, [step], 'middleware');
    }
  }

  #use(node: ModuleNode, middleware: Value, at: Place): Value {
    if (middleware.t !== 'class') return middleware;
    const use = this.#site.workbench.method(this.#injector.injectable(node, middleware), 'use');
    return use.t === 'function' ? use : unknown('middleware without use', at);
  }
}

function nameOf(middleware: Value): string {
  const home: ClassValue | null = middleware.t === 'class' ? middleware : null;
  return home?.name ?? '';
}
