import { undefinedValue, unknown } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';
import { type ModuleGraph, type ModuleNode, type Provider, tokenOf } from './modules.ts';

/** Makes instances as Nest's container does: https://docs.nestjs.com/fundamentals/custom-providers */
export class Injector {
  readonly #workbench: Workbench;
  readonly #graph: ModuleGraph;
  readonly #made = new Map<Provider, Value>();
  readonly #active = new Set<Provider>();
  /** Guards and controllers, which are no providers: one instance per module. */
  readonly #injectables = new Map<ModuleNode, Map<object, Value>>();

  constructor(workbench: Workbench, graph: ModuleGraph) {
    this.#workbench = workbench;
    this.#graph = graph;
  }

  /** Everything that the modules provide is made when the application is. */
  makeAll(): void {
    for (const node of this.#graph.nodes) {
      for (const provider of node.providers) {
        this.#workbench.bounded('a provider', provider.at, () => {
          this.#workbench.under(provider.conditions, () => this.provided(node, provider));
        });
      }
    }
  }

  provided(node: ModuleNode, provider: Provider): Value {
    const known = this.#made.get(provider);
    if (known) return known;
    if (this.#active.has(provider)) return unknown('a provider that depends on itself', provider.at, 'server', true);
    this.#active.add(provider);
    const made = this.#make(node, provider);
    this.#active.delete(provider);
    this.#made.set(provider, made);
    return made;
  }

  #make(node: ModuleNode, { value, at }: Provider): Value {
    if (value.t === 'class') return this.#instance(node, value);
    if (value.t === 'library') return this.#workbench.construct(value, [], at);
    if (value.t !== 'object') return unknown('a provider', at, 'server', true);
    const { properties } = value;
    const used = properties.get('useValue');
    if (used) return used;
    const existing = properties.get('useExisting');
    if (existing) return this.resolve(node, existing) ?? unknown('a provider that is not known', at, 'server', true);
    const type = properties.get('useClass');
    if (type?.t === 'class') return this.#instance(node, type);
    if (type?.t === 'choice') {
      const options = type.options.map((option) => ({
        value: option.value.t === 'class' ? this.#instance(node, option.value) : option.value,
        conditions: option.conditions,
      }));
      return { t: 'choice', options };
    }
    if (type) return this.#workbench.construct(type, [], at);
    const factory = properties.get('useFactory');
    if (!factory) return unknown('a provider', at, 'server', true);
    const inject = properties.get('inject');
    const tokens = inject?.t === 'array' ? inject.items : [];
    const args = tokens.map((token) => {
      const wanted = token.t === 'object' ? (token.properties.get('token') ?? token) : token;
      return this.resolve(node, wanted) ?? undefinedValue;
    });
    return this.#workbench.call(factory, args, null, at);
  }

  /** An instance of a guard, controller or middleware, made in a module. */
  injectable(node: ModuleNode, home: ClassValue): Value {
    const own = this.#injectables.get(node) ?? new Map<object, Value>();
    this.#injectables.set(node, own);
    const known = own.get(home.env);
    if (known) return known;
    let made: Value = unknown('an instance', this.#workbench.placeOf(home), 'server', true);
    this.#workbench.bounded(`the constructor of ${home.name}`, this.#workbench.placeOf(home), () => {
      made = this.#instance(node, home);
    });
    own.set(home.env, made);
    return made;
  }

  #instance(node: ModuleNode, home: ClassValue): Value {
    const workbench = this.#workbench;
    const wanted = new Map<number, Value>();
    for (const entry of this.#entries('self:paramtypes', home)) {
      const index = entry.get('index');
      const param = entry.get('param');
      if (index?.t === 'primitive' && param) wanted.set(Number(index.value), param);
    }
    const args: Value[] = [];
    const types = workbench.dependencies(home);
    for (let index = 0; index < Math.max(types.length, wanted.size); index++) {
      const token = wanted.get(index) ?? types[index];
      args.push(
        (token && this.resolve(node, token)) ?? unknown('an injected value', workbench.placeOf(home), 'server', true),
      );
    }
    const instance = workbench.construct(home, args, workbench.placeOf(home));
    for (const entry of this.#entries('self:properties_metadata', home)) {
      const key = entry.get('key');
      if (key?.t !== 'primitive' || typeof key.value !== 'string') continue;
      const type = entry.get('type');
      const token =
        type && !(type.t === 'primitive' && type.value === undefined) ? type : workbench.fieldType(home, key.value);
      const value = token && this.resolve(node, token);
      if (value) workbench.assign(instance, key.value, value);
    }
    this.#initialise(home, instance);
    workbench.remember(home, instance);
    return instance;
  }

  /** What a library does when an instance of its class is complete; the program's own methods are visited in the end. */
  #initialise(home: ClassValue, instance: Value): void {
    const workbench = this.#workbench;
    const hook = workbench.method(instance, 'onModuleInit');
    const at = workbench.placeOfMethod(hook);
    if (!at || !this.isForeign(at.file)) return;
    workbench.bounded(`onModuleInit of ${home.name}`, at, () => void workbench.call(hook, [], instance, at));
  }

  #entries(key: string, home: ClassValue): ReadonlyMap<string, Value>[] {
    const list = this.#workbench.metadata(key, home)?.value;
    return list?.t === 'array' ? list.items.flatMap((item) => (item.t === 'object' ? [item.properties] : [])) : [];
  }

  /** What a token stands for in a module: its own, what its imports have, what is global, and last what anybody has. */
  resolve(node: ModuleNode, token: Value): Value | null {
    const wanted = this.#forwarded(token);
    const key = tokenOf(wanted);
    const found = this.#find(node, key, new Set()) ?? this.#anywhere(key);
    if (found) return this.provided(found.node, found.provider);
    if (wanted.t === 'library') return this.#workbench.construct(wanted, [], { file: wanted.from, start: 0, end: 0 });
    // What Nest itself provides: Reflector, ModuleRef.
    return wanted.t === 'class' && this.isForeign(wanted.file) ? this.injectable(node, wanted) : null;
  }

  /** Whether a file is none of the program: it stands in for a library. */
  isForeign(file: string): boolean {
    return file.startsWith('authlint:');
  }

  #forwarded(token: Value): Value {
    const forward = token.t === 'object' ? token.properties.get('forwardRef') : undefined;
    return forward ? this.#workbench.call(forward, [], null, { file: '', start: 0, end: 0 }) : token;
  }

  #find(node: ModuleNode, key: unknown, seen: Set<ModuleNode>): { node: ModuleNode; provider: Provider } | null {
    if (seen.has(node)) return null;
    seen.add(node);
    // Of several, the last wins.
    const own = node.providers.findLast((provider) => provider.token === key);
    if (own) return { node, provider: own };
    for (const child of node.imports) {
      const found = this.#find(child, key, seen);
      if (found) return found;
    }
    return null;
  }

  #anywhere(key: unknown): { node: ModuleNode; provider: Provider } | null {
    for (const isGlobal of [true, false]) {
      for (const node of this.#graph.nodes) {
        const provider = node.isGlobal === isGlobal ? node.providers.find((one) => one.token === key) : undefined;
        if (provider) return { node, provider };
      }
    }
    return null;
  }
}

/** Whether something is made anew for each request: its own scope, or one of its list's entry. */
export function isRequestScoped(workbench: Workbench, home: ClassValue, provider?: Value): boolean {
  const options = workbench.metadata('scope:options', home)?.value;
  const own = options?.t === 'object' ? options.properties.get('scope') : undefined;
  const given = provider?.t === 'object' ? provider.properties.get('scope') : undefined;
  return [own, given].some((scope) => scope?.t === 'primitive' && scope.value === 2);
}
