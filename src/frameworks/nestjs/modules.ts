import type { Condition } from '#model';
import type { Place } from '#text';
import { isTrue, listOf, propertyOf } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';

/** A provider as a module lists it: a class, or `{ provide, useClass | useValue | useFactory | useExisting }`. */
export interface Provider {
  readonly token: unknown;
  readonly value: Value;
  readonly at: Place;
  readonly conditions: readonly Condition[];
}

export interface ModuleNode {
  readonly home: ClassValue;
  readonly imports: ModuleNode[];
  readonly providers: Provider[];
  readonly controllers: { readonly home: ClassValue; readonly conditions: readonly Condition[] }[];
  isGlobal: boolean;
  /** Providers and modules that others may use who import it; null where they cannot be read. */
  exports: readonly Value[] | null;
  /** `RouterModule.register` puts its controllers below a path. */
  readonly routes: Value[];
}

/** Tokens are compared as values: a class, a string, a symbol, an export of a package. */
export function tokenOf(value: Value): unknown {
  switch (value.t) {
    case 'class':
      return value.env;
    case 'primitive':
      return value.value;
    case 'library':
      return `${value.package}#${value.path}`;
    default:
      return value;
  }
}

/** The modules of an application in the order in which Nest scans them: imports depth first, in order (N2). */
export class ModuleGraph {
  readonly nodes: ModuleNode[] = [];
  readonly #workbench: Workbench;
  readonly #known = new Map<unknown, ModuleNode>();
  readonly #gap: (reason: string, at: Place) => void;
  readonly #at: Place;

  constructor(root: Value, workbench: Workbench, gap: (reason: string, at: Place) => void, at: Place) {
    this.#workbench = workbench;
    this.#gap = gap;
    this.#at = at;
    this.#module(root, []);
    if (this.nodes.length === 0) gap('the root module of the application could not be read', at);
  }

  #module(given: Value, conditions: readonly Condition[]): ModuleNode[] {
    const value = this.#unwrapped(given);
    if (value.t === 'choice')
      return value.options.flatMap((option) => this.#module(option.value, [...conditions, ...option.conditions]));
    if (value.t === 'array') return value.items.flatMap((item) => this.#module(item, conditions));
    const dynamic = value.t === 'object' && !value.class ? value : null;
    const home = dynamic ? this.#unwrapped(dynamic.properties.get('module') ?? value) : value;
    if (home.t !== 'class') {
      if (home.t === 'unknown') this.#gap(`a module could not be read: ${home.why}`, home.at ?? this.#at);
      return [];
    }
    const key = dynamic ?? home.env;
    const known = this.#known.get(key);
    if (known) return [known];
    const node: ModuleNode = {
      home,
      imports: [],
      providers: [],
      controllers: [],
      isGlobal: false,
      exports: [],
      routes: [],
    };
    this.#known.set(key, node);
    this.nodes.push(node);
    this.#fill(node, dynamic, conditions);
    return [node];
  }

  #fill(node: ModuleNode, dynamic: Value | null, conditions: readonly Condition[]): void {
    const at = this.#workbench.placeOf(node.home);
    const lists = (key: string): Value[] => {
      const written = this.#workbench.metadata(key, node.home)?.value;
      const added = propertyOf(dynamic, key);
      return [written, added].flatMap((list) => (list ? [list] : []));
    };
    node.isGlobal =
      this.#workbench.metadata('__module:global__', node.home) !== null || isTrue(propertyOf(dynamic, 'global'));
    node.exports = this.#exported(lists('exports'));
    const routes = propertyOf(dynamic, 'routes');
    if (routes) node.routes.push(routes);
    for (const list of lists('imports'))
      for (const [item, under] of this.#items(list, conditions, at)) node.imports.push(...this.#module(item, under));
    for (const list of lists('providers'))
      for (const [item, under] of this.#items(list, conditions, at)) this.#provider(node, item, under, at);
    for (const list of lists('controllers')) {
      for (const [item, under] of this.#items(list, conditions, at)) {
        const home = this.#unwrapped(item);
        if (home.t === 'class') node.controllers.push({ home, conditions: under });
        else if (home.t === 'unknown') this.#gap(`a controller could not be read: ${home.why}`, home.at ?? at);
      }
    }
  }

  #exported(lists: readonly Value[]): readonly Value[] | null {
    if (lists.some((list) => list.t !== 'array' || list.open)) return null;
    return lists.flatMap(listOf).map((one) => {
      const value = this.#unwrapped(one);
      // Providers may be exported as they are listed, and modules as they were made.
      return propertyOf(value, 'provide') ?? propertyOf(value, 'module') ?? value;
    });
  }

  #provider(node: ModuleNode, item: Value, conditions: readonly Condition[], at: Place): void {
    const value = this.#unwrapped(item);
    if (value.t === 'object') {
      const token = value.properties.get('provide');
      if (token) node.providers.push({ token: tokenOf(this.#unwrapped(token)), value, at: value.at ?? at, conditions });
    } else if (value.t === 'class') {
      node.providers.push({ token: value.env, value, at, conditions });
    } else if (value.t === 'library') {
      node.providers.push({ token: tokenOf(value), value, at, conditions });
    }
  }

  /** The items of a list, alternatives under their conditions. */
  #items(
    list: Value,
    conditions: readonly Condition[],
    at: Place,
  ): (readonly [item: Value, conditions: readonly Condition[]])[] {
    switch (list.t) {
      case 'array':
        if (list.open) this.#gap('a list of a module could not be read to its end', list.at ?? at);
        return list.items.flatMap((item) =>
          item.t === 'choice' || item.t === 'array' ? this.#items(item, conditions, at) : [[item, conditions] as const],
        );
      case 'choice':
        return list.options.flatMap((option) => this.#items(option.value, [...conditions, ...option.conditions], at));
      case 'unknown':
        this.#gap(`a list of a module could not be read: ${list.why}`, list.at ?? at);
        return [];
      case 'primitive':
        return [];
      default:
        return [[list, conditions]];
    }
  }

  /** Promises of modules are waited for; `forwardRef(() => Module)` names one that is defined later. */
  #unwrapped(value: Value): Value {
    if (value.t === 'promise') return this.#unwrapped(value.value);
    const forward = propertyOf(value, 'forwardRef');
    return forward ? this.#unwrapped(this.#workbench.call(forward, [], null, this.#at)) : value;
  }
}
