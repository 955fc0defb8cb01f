import type { Place } from '#text';
import type { Asked, SiteArgument } from '../adapter.ts';
import { propertyOf, stringOf, unknown } from '../plain-values.ts';
import type { ClassValue, NativeValue, RequestPart, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';
import type { Injector } from './injector.ts';
import { isRequestScoped } from './lifetimes.ts';
import type { ModuleGraph, ModuleNode } from './modules.ts';
import { part } from './request.ts';

/** What Nest puts around handlers: https://docs.nestjs.com/faq/request-lifecycle. The words for one kind of it. */
export interface EnhancerKind {
  /** Provides one for the whole application. */
  readonly token: string;
  /** Metadata with those of a class or method. */
  readonly metadata: string;
  /** What Nest calls. */
  readonly method: string;
  readonly phase: string;
  /** What it is called with, where these are parts of the request. */
  readonly parameters: readonly RequestPart[];
}

export const interceptors: EnhancerKind = {
  token: 'APP_INTERCEPTOR',
  metadata: '__interceptors__',
  method: 'intercept',
  phase: 'interceptor',
  parameters: ['context', 'next'],
};
/** They run with the handler, on what it is called with. */
export const pipes: EnhancerKind = {
  token: 'APP_PIPE',
  metadata: '__pipes__',
  method: 'transform',
  phase: 'pipe',
  parameters: [],
};

const nowhere: Place = { file: '', start: 0, end: 0 };

/** Enhancers of one kind as steps: instances of their classes, made in the module that uses them. Libraries' own are none. */
export class Enhancers {
  protected readonly workbench: Workbench;
  protected readonly injector: Injector;
  protected readonly kind: EnhancerKind;

  constructor(workbench: Workbench, injector: Injector, kind: EnhancerKind) {
    this.workbench = workbench;
    this.injector = injector;
    this.kind = kind;
  }

  /** `{ provide: APP_GUARD, … }` of all modules, root first (N2); those made for each request run after all others (N3). */
  ofModules(graph: ModuleGraph): { readonly step: SiteArgument; readonly late: boolean }[] {
    return graph.nodes.flatMap((node) =>
      node.providers.flatMap((provider) => {
        if (provider.token !== this.kind.token) return [];
        const given = provider.value.t === 'object' ? provider.value.properties : null;
        const home = given?.get('useClass');
        let value: Value = unknown(`what ${this.kind.token} provides`, provider.at);
        this.workbench.under(provider.conditions, () => {
          value = this.injector.provided(node, provider);
        });
        const name = home?.t === 'class' ? home.name : '';
        const late = isRequestScoped(this.workbench, provider.value);
        return this.global(node, under(value, provider.conditions), provider.at, name).map((step) => ({ step, late }));
      }),
    );
  }

  /** What `@UseGuards` and its kin have left on a class or method, in the order in which it runs. */
  on(node: ModuleNode, target: Value): SiteArgument[] {
    const list = this.workbench.metadata(this.kind.metadata, target)?.value;
    if (list?.t !== 'array') return [];
    return list.items.flatMap((item) => {
      // Programs that write the list themselves write what stands in it.
      const value = propertyOf(item, 'value') ?? item;
      const at = ('at' in item && item.at) || this.workbench.placeOfMethod(target) || nowhere;
      return this.step(node, value, at, '');
    });
  }

  /** One for the whole application: an instance. */
  global(node: ModuleNode, enhancer: Value, at: Place, name: string): SiteArgument[] {
    return enhancer.t === 'class' ? [] : this.step(node, enhancer, at, name);
  }

  /** One at a handler or a parameter: an instance or a class. */
  local(node: ModuleNode, enhancer: Value, at: Place): SiteArgument[] {
    return this.step(node, enhancer, at, '');
  }

  protected step(node: ModuleNode, enhancer: Value, at: Place, name: string): SiteArgument[] {
    const { phase } = this.kind;
    const value = readable(this.called(node, enhancer, at));
    return value ? [this.anew({ value, at, label: name || labelOf(enhancer), phase })] : [];
  }

  /** An instance that is made for each request is made when it is called. */
  protected anew(step: SiteArgument): SiteArgument {
    const given = this.injector.renewals.given(step.value, () => this.kind.parameters.map(part));
    return given ? { ...step, given } : step;
  }

  run(asked: Asked, method: Value, args: readonly Value[]): Value {
    this.injector.renewals.for(method, () => [])(asked);
    return asked.run(method, args);
  }

  /** The method that Nest calls, of the instance that it calls. */
  called(node: ModuleNode, enhancer: Value, at: Place): Value {
    switch (enhancer.t) {
      case 'choice':
        return {
          t: 'choice',
          options: enhancer.options.map(({ value, conditions }) => ({
            value: this.called(node, value, at),
            conditions,
          })),
        };
      case 'array':
        return { ...enhancer, items: enhancer.items.map((item) => this.called(node, item, at)) };
      case 'class':
        return this.#bound(this.injector.injectable(node, enhancer), at);
      case 'object':
        return this.#bound(enhancer, at);
      case 'library':
        return unknown(`the ${this.kind.phase} ${enhancer.path} of ${enhancer.package} is not in the catalog`, at);
      case 'made':
        return unknown(
          `the ${this.kind.phase} ${enhancer.by.path.replace(/\(\)/g, '')} of ${enhancer.by.package} is not in the catalog`,
          at,
        );
      default:
        return enhancer.t === 'unknown' ? enhancer : unknown(`a ${this.kind.phase} that could not be read`, at);
    }
  }

  #bound(instance: Value, at: Place): Value {
    const method = this.workbench.method(instance, this.kind.method);
    return isFunction(method) ? method : unknown(`a ${this.kind.phase} without ${this.kind.method}`, at);
  }
}

function isFunction(value: Value): value is NativeValue | Extract<Value, { t: 'function' }> {
  return value.t === 'function' || value.t === 'native';
}

/** What of a value can be read as a function. */
function readable(value: Value): Value | null {
  if (value.t !== 'choice') return isFunction(value) ? value : null;
  const options = value.options.filter((option) => isFunction(option.value));
  return options.length > 0 ? { ...value, options } : null;
}

function under(value: Value, conditions: SiteCondition): Value {
  return conditions.length === 0 ? value : { t: 'choice', options: [{ value, conditions }] };
}

type SiteCondition = Extract<Value, { t: 'choice' }>['options'][number]['conditions'];

/** As a person would call it: its class, or what made it. */
export function labelOf(enhancer: Value): string {
  const home: ClassValue | null = enhancer.t === 'class' ? enhancer : enhancer.t === 'object' ? enhancer.class : null;
  if (!home) return enhancer.t === 'library' ? enhancer.path : '';
  // A stand-in says itself how its class is written: `AuthGuard('jwt')`.
  for (let one: Value | null = home; one?.t === 'class'; one = one.parent) {
    const label = stringOf(one.statics.get('label'));
    if (label !== null) return label;
    if (one.name) return one.name;
  }
  return '';
}
