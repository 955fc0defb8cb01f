import type { Place } from '#text';
import type { Documented, Site, SiteArgument } from '../adapter.ts';
import { everything } from '../express/paths.ts';
import { isTrue, isUndefined, objectValue, stringOf, undefinedValue } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { ControllerRoute } from './controller-route.ts';
import type { Enhancers } from './enhancers.ts';
import type { Filters } from './filters.ts';
import { givenTo, type Piping } from './handler.ts';
import type { Injector } from './injector.ts';
import type { ModuleGraph, ModuleNode } from './modules.ts';
import { type Platform, pathsIn, rooted, routePattern, unreadable } from './paths.ts';
import { type Prefixes, verbOf, versionPaths } from './prefixes.ts';

/** What stands around the handlers of an application. */
export interface Around {
  readonly guards: Enhancers;
  readonly interceptors: Enhancers;
  readonly filters: Filters;
  readonly pipes: Enhancers;
  /** Pipes of the whole application. */
  readonly everywhere: readonly SiteArgument[];
}

/** The pipes of a handler, those of the application first. */
export function pipingOf({ pipes, everywhere }: Around, node: ModuleNode, home: Value, handler: Value): Piping {
  return { pipes, node, common: [...everywhere, ...pipes.on(node, home), ...pipes.on(node, handler)] };
}

/** The controllers of all modules as routes of the app. */
export class Controllers {
  readonly #site: Site;
  readonly #injector: Injector;
  readonly #around: Around;
  readonly #platform: Platform;
  readonly #prefixes: Prefixes;
  readonly #modulePaths: ReadonlyMap<object, string>;
  /** The routes of each controller without the global prefix: what `forRoutes(Controller)` covers. */
  readonly routes = new Map<object, ControllerRoute[]>();

  constructor(
    site: Site,
    injector: Injector,
    around: Around,
    platform: Platform,
    prefixes: Prefixes,
    graph: ModuleGraph,
  ) {
    this.#site = site;
    this.#injector = injector;
    this.#around = around;
    this.#platform = platform;
    this.#prefixes = prefixes;
    this.#modulePaths = modulePaths(graph);
    const seen = new Set<object>();
    for (const node of graph.nodes) {
      for (const { home, conditions } of node.controllers) {
        if (seen.has(home.env)) continue;
        seen.add(home.env);
        site.workbench.bounded(`the controller ${home.name}`, site.workbench.placeOf(home), () =>
          site.workbench.under(conditions, () => this.#controller(node, home)),
        );
      }
    }
  }

  #controller(node: ModuleNode, home: ClassValue): void {
    const { workbench } = this.#site;
    const at = workbench.placeOf(home);
    if (!workbench.metadata('__controller__', home)) return;
    const paths = pathsIn(workbench.metadata('path', home)?.value);
    const self = this.#injector.injectable(node, home);
    const scope = this.#site.child(at);
    this.#site.mount(everything(at), scope, true);
    const { guards, interceptors, filters } = this.#around;
    for (const step of [...guards.on(node, home), ...interceptors.on(node, home)])
      this.#site.on(scope).step(everything(step.at), ['ALL'], [step]);
    for (const { filter, at: place } of filters.of(home)) filters.on(this.#site.on(scope), node, filter, place);
    const own: ControllerRoute[] = [];
    this.routes.set(home.env, own);
    for (const name of workbench.methods(home)) {
      const handler = workbench.method(self, name);
      const route = workbench.metadata('path', handler);
      const method = verbOf(workbench.metadata('method', handler)?.value);
      if (!route || method === null) continue;
      const versions = this.#versions(home, handler);
      for (const base of paths) {
        for (const path of pathsIn(route.value)) {
          for (const version of versions) {
            if (base !== null && path !== null)
              own.push({ method, path: rooted(this.#modulePath(node) + rooted(base) + rooted(path)) || '/', version });
            const whole = base === null || path === null ? null : this.#whole(node, base, path, method, version);
            this.#route(node, { home, handler, name, scope, at: route.at, method, path: whole });
          }
        }
      }
    }
  }

  #route(
    node: ModuleNode,
    route: {
      readonly home: ClassValue;
      readonly handler: Value;
      readonly name: string;
      readonly scope: Site['scope'];
      readonly at: Place;
      readonly method: string;
      readonly path: string | null;
    },
  ): void {
    const { workbench } = this.#site;
    const { home, handler, name, at, method, path } = route;
    const { guards, interceptors, filters } = this.#around;
    const pattern = path === null ? unreadable(at) : routePattern(path, at, this.#platform);
    const target = {
      handler,
      owner: home,
      transport: 'http',
      partial: this.#isPartial(home),
      documented: this.#documented(home, handler),
      config: workbench.metadata('__fastify_route_config__', handler)?.value ?? objectValue(),
      ...(path !== null && { path }),
    };
    const step: SiteArgument = {
      value: handler,
      at: workbench.placeOfMethod(handler) ?? at,
      label: name,
      given: this.#injector.renewals.for(
        handler,
        givenTo(workbench, home, name, pipingOf(this.#around, node, home, handler)),
      ),
    };
    this.#site
      .on(route.scope)
      .route(
        pattern,
        [method],
        [...guards.on(node, handler), ...interceptors.on(node, handler), ...filters.ofRoute(node, handler), step],
        at,
        target,
      );
  }

  /** What the decorators of `@nestjs/swagger` say of a method and its class. */
  #documented(home: ClassValue, handler: Value): Documented[] {
    const isLeftOut = (target: Value) => isTrue(this.#site.workbench.metadata('swagger/apiExclude', target)?.value);
    if ([handler, home].some(isLeftOut)) return [];
    return [handler, home].flatMap((target) => {
      const list = this.#site.workbench.metadata('swagger/apiSecurity', target);
      if (list?.value.t !== 'array') return [];
      return list.value.items.flatMap((item) => {
        const name = item.t === 'object' ? stringOf(item.properties.get('name')) : null;
        return name === null || item.t !== 'object' ? [] : [{ name, at: item.at ?? list.at }];
      });
    });
  }

  /** By host, or by a version that is not in the path: https://docs.nestjs.com/techniques/versioning */
  #isPartial(home: ClassValue): boolean {
    const host = this.#site.workbench.metadata('host', home)?.value;
    const isForHost = host !== undefined && !(host.t === 'primitive' && host.value === undefined);
    return isForHost || this.#prefixes.isVersionedElsewhere;
  }

  #modulePath(node: ModuleNode): string {
    return this.#modulePaths.get(node.home.env) ?? '';
  }

  /** Prefix, version, module, controller, method: https://docs.nestjs.com/techniques/versioning#uri-versioning-type */
  #whole(node: ModuleNode, base: string, path: string, method: string, version: string): string {
    const rest = this.#modulePath(node) + rooted(base) + rooted(path);
    const { prefix, outside } = this.#prefixes;
    // Exclusions know no versions, and are asked about `/cats/` where the method has no path of its own.
    const asked = rest + (rooted(path) === '' ? '/' : '');
    const isOutside = outside.some(
      (one) => (one.method === null || one.method === method) && new RegExp(one.path, 'i').test(asked),
    );
    return (prefix === null || isOutside ? '' : rooted(prefix)) + version + rest;
  }

  #versions(home: ClassValue, handler: Value): string[] {
    const { workbench } = this.#site;
    const own = [handler, home].map((target) => workbench.metadata('__version__', target)?.value ?? undefinedValue);
    const given = [...own, this.#prefixes.defaultVersion].find((one) => !isUndefined(one));
    return versionPaths(this.#prefixes, given ?? undefinedValue);
  }
}

/** `RouterModule.register([{ path, module, children }])`, by module. */
function modulePaths(graph: ModuleGraph): ReadonlyMap<object, string> {
  const found = new Map<object, string>();
  const visit = (value: Value, above: string) => {
    if (value.t === 'array') for (const item of value.items) visit(item, above);
    if (value.t === 'class') found.set(value.env, above);
    if (value.t !== 'object') return;
    const path = above + rooted(stringOf(value.properties.get('path')) ?? '');
    const module = value.properties.get('module');
    if (module?.t === 'class') found.set(module.env, path);
    const children = value.properties.get('children');
    if (children) visit(children, path);
  };
  for (const node of graph.nodes) for (const routes of node.routes) visit(routes, '');
  return found;
}
