import type { Place } from '#text';
import type { ErrorTypes, Site, SiteArgument } from '../adapter.ts';
import { everything } from '../express/paths.ts';
import { propertyOf } from '../plain-values.ts';
import type { Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';
import { labelOf } from './enhancers.ts';
import type { Injector } from './injector.ts';
import { isRequestScoped } from './lifetimes.ts';
import type { ModuleGraph, ModuleNode } from './modules.ts';

/** Exception filters as steps that errors meet: https://docs.nestjs.com/exception-filters */
export class Filters {
  readonly #workbench: Workbench;
  readonly #injector: Injector;
  /** Those of modules that are made for each request: they are asked before all others of the application. */
  readonly #perRequest: (() => void)[] = [];

  constructor(workbench: Workbench, injector: Injector) {
    this.#workbench = workbench;
    this.#injector = injector;
  }

  /** `{ provide: APP_FILTER, … }` of all modules. */
  install(site: Site, graph: ModuleGraph): void {
    for (const node of graph.nodes) {
      for (const provider of node.providers) {
        if (provider.token !== 'APP_FILTER') continue;
        const install = () =>
          this.#workbench.under(provider.conditions, () =>
            this.on(site, node, this.#injector.provided(node, provider), provider.at),
          );
        if (isRequestScoped(this.#workbench, provider.value)) this.#perRequest.push(install);
        else install();
      }
    }
  }

  /** All others are there. */
  complete(): void {
    for (const install of this.#perRequest.splice(0)) install();
  }

  /** One for everything inside a scope. */
  on(site: Site, node: ModuleNode, filter: Value, at: Place, isLate = false): void {
    const step = this.#step(node, filter, at);
    if (!step) return;
    const install = isLate ? site.late : site.step;
    install(everything(at), ['ALL'], [step]);
  }

  /** What `@UseFilters` has left on a class, with the place of each. */
  of(target: Value): { readonly filter: Value; readonly at: Place }[] {
    const list = this.#workbench.metadata('__exceptionFilters__', target);
    if (list?.value.t !== 'array') return [];
    return list.value.items.flatMap((item) => {
      const filter = propertyOf(item, 'value');
      return filter && item.t === 'object' ? [{ filter, at: item.at ?? list.at }] : [];
    });
  }

  /** The same on a method, as steps of its route. */
  ofRoute(node: ModuleNode, handler: Value): SiteArgument[] {
    return this.of(handler).flatMap(({ filter, at }) => this.#step(node, filter, at) ?? []);
  }

  #step(node: ModuleNode, filter: Value, at: Place): SiteArgument | null {
    const self = filter.t === 'class' ? this.#injector.injectable(node, filter) : filter;
    const value = this.#workbench.method(self, 'catch');
    if (value.t !== 'function') return null;
    const only = this.#only(filter);
    return { value, at, label: labelOf(filter), phase: 'filter', ...(only && { only }) };
  }

  /** `@Catch(Type)` leaves all other errors to the filters around. */
  #only(filter: Value): ErrorTypes | null {
    const home = filter.t === 'object' && filter.class ? filter.class : filter;
    const list = this.#workbench.metadata('__filterCatchWatermark__', home)?.value;
    const types = list?.t === 'array' ? list.items : [];
    return types.length === 0 ? null : { types, challenges: types.some((type) => this.#isChallenge(type)) };
  }

  /** Whether what keeps anonymous callers out is an error of this type: `Error`, `HttpException`, one with status 401. */
  #isChallenge(type: Value): boolean {
    if (type.t === 'library') return type.path === 'Error';
    if (type.t !== 'class' || !this.#injector.isForeign(type.file)) return false;
    const made = this.#workbench.construct(type, [], this.#workbench.placeOf(type));
    const status = propertyOf(made, 'status');
    return status?.t === 'primitive' && (status.value === undefined || status.value === 401);
  }
}
