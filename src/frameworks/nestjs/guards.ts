import type { Place } from '#text';
import type { SiteArgument } from '../adapter.ts';
import { stringOf, unknown } from '../plain-values.ts';
import type { ClassValue, FunctionValue, Value } from '../values.ts';
import { isBefore, majorOf } from '../version.ts';
import type { Workbench } from '../workbench.ts';
import { type Injector, isRequestScoped } from './injector.ts';
import type { ModuleGraph, ModuleNode } from './modules.ts';

/** Guards as steps: instances of their classes, made in the module that uses them. */
export class Guards {
  readonly #workbench: Workbench;
  readonly #injector: Injector;
  readonly #version: string | null;

  constructor(workbench: Workbench, injector: Injector, version: string | null) {
    this.#workbench = workbench;
    this.#injector = injector;
    this.#version = version;
  }

  /** `{ provide: APP_GUARD, … }` of all modules, root first (N2); those made for each request run after all others (N3). */
  ofModules(graph: ModuleGraph): { readonly step: SiteArgument; readonly late: boolean }[] {
    return graph.nodes.flatMap((node) =>
      node.providers.flatMap((provider) => {
        if (provider.token !== 'APP_GUARD') return [];
        const given = provider.value.t === 'object' ? provider.value.properties : null;
        const home = given?.get('useClass');
        let value: Value = unknown('a guard', provider.at);
        this.#workbench.under(provider.conditions, () => {
          value = this.#injector.provided(node, provider);
        });
        const step = this.global(
          node,
          under(value, provider.conditions),
          provider.at,
          home?.t === 'class' ? home.name : '',
        );
        return [{ step, late: home?.t === 'class' && isRequestScoped(this.#workbench, home, provider.value) }];
      }),
    );
  }

  /** What `@UseGuards` has left on a class or method, in the order in which it runs. */
  on(node: ModuleNode, target: Value): SiteArgument[] {
    const list = this.#workbench.metadata('__guards__', target)?.value;
    if (list?.t !== 'array') return [];
    return list.items.flatMap((item) => {
      if (item.t !== 'object') return [];
      const guard = item.properties.get('guard');
      return guard ? [this.#step(node, guard, item.at ?? { file: '', start: 0, end: 0 }, '')] : [];
    });
  }

  /** One for the whole application: an instance. A class in its place is no guard (N8). */
  global(node: ModuleNode, guard: Value, at: Place, name: string): SiteArgument {
    const step = this.#step(node, guard, at, name);
    return guard.t === 'class' ? { ...step, value: guard, ignored: passedOver(this.#version) } : step;
  }

  #step(node: ModuleNode, guard: Value, at: Place, name: string): SiteArgument {
    const label = name || labelOf(guard);
    if (guard.t === 'function')
      return { value: guard, at, label: guard.name || label, phase: 'guard', ignored: this.#whatBecomesOf(guard) };
    return { value: this.#canActivate(node, guard, at), at, label, phase: 'guard' };
  }

  /** A factory that nobody has called. Nest makes an instance of it as of a class, which arrow functions do not allow. */
  #whatBecomesOf(factory: FunctionValue): string {
    return factory.code.arrow || this.#injector.isForeign(factory.file) ? refused : passedOver(this.#version);
  }

  #canActivate(node: ModuleNode, guard: Value, at: Place): Value {
    switch (guard.t) {
      case 'choice':
        return {
          t: 'choice',
          options: guard.options.map(({ value, conditions }) => ({
            value: this.#canActivate(node, value, at),
            conditions,
          })),
        };
      case 'array':
        return { ...guard, items: guard.items.map((item) => this.#canActivate(node, item, at)) };
      case 'class':
        return this.#bound(this.#injector.injectable(node, guard), at);
      case 'object':
        return this.#bound(guard, at);
      case 'library':
        return unknown(`the guard ${guard.path} of ${guard.package} is not in the catalog`, at);
      case 'made':
        return unknown(
          `the guard ${guard.by.path.replace(/\(\)/g, '')} of ${guard.by.package} is not in the catalog`,
          at,
        );
      default:
        return guard.t === 'unknown' ? guard : unknown('a guard that could not be read', at);
    }
  }

  #bound(instance: Value, at: Place): Value {
    const method = this.#workbench.method(instance, 'canActivate');
    return method.t === 'function' || method.t === 'native' ? method : unknown('a guard without canActivate', at);
  }
}

const refused = 'the application does not start';
const ignored = 'it is passed over, so that everybody gets through';

/** 11.2.10 and 12.5 are the first that look whether a guard is one (N8). */
function passedOver(version: string | null): string {
  if (!/^\d+\.\d+\.\d+/.test(version ?? '')) return `${ignored}, or ${refused}`;
  return isBefore(version, majorOf(version) === 11 ? [11, 2, 10] : [12, 5, 0]) ? ignored : refused;
}

function under(value: Value, conditions: SiteCondition): Value {
  return conditions.length === 0 ? value : { t: 'choice', options: [{ value, conditions }] };
}

type SiteCondition = Extract<Value, { t: 'choice' }>['options'][number]['conditions'];

/** As a person would call it: its class, or what made it. */
export function labelOf(guard: Value): string {
  const home: ClassValue | null = guard.t === 'class' ? guard : guard.t === 'object' ? guard.class : null;
  if (!home) return guard.t === 'library' ? guard.path : '';
  // A stand-in says itself how its class is written: `AuthGuard('jwt')`.
  for (let one: Value | null = home; one?.t === 'class'; one = one.parent) {
    const label = stringOf(one.statics.get('label'));
    if (label !== null) return label;
    if (one.name) return one.name;
  }
  return '';
}
