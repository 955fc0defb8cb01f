import type { Place } from '#text';
import type { Hole, Site } from '../adapter.ts';
import { listOf, native, objectValue, stringOf, unknown } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { Injector } from './injector.ts';
import { meantBy } from './misspelt.ts';
import type { ModuleGraph, ModuleNode } from './modules.ts';
import { below, coverage, covering, exactly, exclusion, type Platform, rooted } from './paths.ts';
import type { ControllerRoute } from './routes.ts';

interface Applied {
  readonly node: ModuleNode;
  readonly middleware: readonly Value[];
  readonly excluded: Value[];
  readonly routes: readonly Value[];
  readonly at: Place;
}

interface Excluded extends Hole {
  /** Below the prefix. */
  readonly path: string;
}

interface Target {
  readonly path: string;
  readonly method: string | null;
  readonly text: string;
  readonly at: Place;
  /** A route's path, where the one that is written is a misspelling of it. */
  readonly meant: string | null;
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ALL', 'OPTIONS', 'HEAD', 'SEARCH'];

/** `RequestMethod.POST` is a number. */
export function requestMethod(value: Value | undefined): string | null {
  const name = value?.t === 'primitive' && typeof value.value === 'number' ? methods[value.value] : undefined;
  return name === undefined || name === 'ALL' ? null : name;
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
  install(routesOf: ReadonlyMap<object, readonly ControllerRoute[]>, platform: Platform, prefix: string): void {
    for (const applied of this.#applied) {
      const holes = applied.excluded.flatMap((one) => this.#hole(one, platform, prefix, applied.at));
      for (const route of applied.routes.flatMap(listOf)) {
        for (const target of this.#targets(route, routesOf, platform, applied.at))
          for (const middleware of applied.middleware) this.#step(applied, middleware, target, holes, prefix);
      }
    }
  }

  #hole(value: Value, platform: Platform, prefix: string, otherwise: Place): Excluded[] {
    const text = value.t === 'object' ? stringOf(value.properties.get('path')) : stringOf(value);
    if (text === null) return [];
    const path = exclusion(text, platform);
    return [
      {
        path,
        text: rooted(text) || '/',
        at: ('at' in value && value.at) || otherwise,
        isWide: /[*:(]/.test(text),
        method: value.t === 'object' ? requestMethod(value.properties.get('method')) : null,
        regex: below(prefix, path.replace(/^\^/, '')),
        otherwise: prefix === '' ? null : 'paths are written without the global prefix',
      },
    ];
  }

  #targets(
    value: Value,
    routesOf: ReadonlyMap<object, readonly ControllerRoute[]>,
    platform: Platform,
    at: Place,
  ): Target[] {
    if (value.t === 'class')
      return (routesOf.get(value.env) ?? []).map(({ method, path }) => ({
        text: path,
        path: exactly(path),
        method: method === 'ALL' ? null : method,
        at,
        meant: null,
      }));
    const text = value.t === 'object' ? stringOf(value.properties.get('path')) : stringOf(value);
    if (text === null) {
      this.#site.gap('a path of forRoutes could not be read', at);
      return [];
    }
    const given = value.t === 'object' ? value.properties.get('method') : undefined;
    const isExact = given !== undefined && !/[*(]/.test(text);
    const target = { text, path: isExact ? exactly(text) : coverage(text, platform), method: requestMethod(given) };
    const meant = meantBy(target, [...routesOf.values()].flat());
    return [{ ...target, at: (value.t === 'object' && value.at) || at, meant }];
  }

  #step(applied: Applied, middleware: Value, target: Target, holes: readonly Excluded[], prefix: string): void {
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
      const excluded = holes.filter((hole) => hole.method === null || hole.method === method).map((hole) => hole.path);
      const covered = covering(target.text, target.path, excluded, prefix, target.at);
      const defect = { kind: 'dead', reason: 'no route has this path', suggestion: target.meant } as const;
      const pattern = target.meant === null ? covered : { ...covered, defect };
      this.#site.step(
        pattern,
        verbs,
        [{ value: this.#use(applied.node, middleware, applied.at), at: applied.at, label: nameOf(middleware), holes }],
        'middleware',
      );
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
