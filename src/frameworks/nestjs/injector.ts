import { listOf, propertyOf, undefinedValue, unknown } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';
import { dependenciesOf, fieldsOf, injected, optionalOf, tokensOf } from './dependencies.ts';
import { isRequestScoped, isTransient } from './lifetimes.ts';
import { moduleRef } from './module-ref.ts';
import { type ModuleGraph, type ModuleNode, type Provider, tokenOf } from './modules.ts';
import { Renewals } from './renewals.ts';
import { isVisible, locate } from './visibility.ts';

/** Makes instances as Nest's container does: https://docs.nestjs.com/fundamentals/custom-providers */
export class Injector {
  readonly #workbench: Workbench;
  readonly #graph: ModuleGraph;
  readonly #made = new Map<Provider, Value>();
  readonly #active = new Set<Provider>();
  readonly #perRequest = new Map<Provider, boolean>();
  /** Guards and controllers, which are no providers: one instance per module. */
  readonly #injectables = new Map<ModuleNode, Map<object, Value>>();

  readonly #adapter: Value;
  readonly renewals: Renewals;

  /** `adapter`: what the program is given for the server beneath. */
  constructor(workbench: Workbench, graph: ModuleGraph, adapter: Value) {
    this.#workbench = workbench;
    this.#graph = graph;
    this.#adapter = adapter;
    this.renewals = new Renewals(workbench, this);
  }

  /** Everything that the modules provide is made when the application is, but for what is made for each request (N14). */
  makeAll(): void {
    for (const node of this.#graph.nodes) {
      for (const provider of node.providers) {
        if (isTransient(this.#workbench, provider.value) || this.isPerRequest(node, provider)) continue;
        this.#workbench.bounded('a provider', provider.at, () => {
          this.#workbench.under(provider.conditions, () => this.provided(node, provider));
        });
      }
    }
  }

  /** By its own scope, or because something that it depends on is. */
  isPerRequest(node: ModuleNode, provider: Provider): boolean {
    const known = this.#perRequest.get(provider);
    if (known !== undefined) return known;
    // What depends on itself is not made for each request on that account.
    this.#perRequest.set(provider, false);
    const answer =
      isRequestScoped(this.#workbench, provider.value) ||
      dependenciesOf(this.#workbench, provider.value).some((token) => {
        const key = tokenOf(this.#forwarded(token));
        const found = locate(this.#graph, node, key);
        return found ? this.isPerRequest(found.node, found.provider) : key === 'REQUEST';
      });
    this.#perRequest.set(provider, answer);
    return answer;
  }

  #renewed(node: ModuleNode, provider: Provider, made: Value): Value {
    if (made.t !== 'object' || !made.class || !this.isPerRequest(node, provider)) return made;
    made.born = 0;
    this.renewals.expect(node, provider, made, made.class);
    return made;
  }

  provided(node: ModuleNode, provider: Provider): Value {
    const known = this.#made.get(provider);
    if (known) return known;
    if (this.#active.has(provider)) return unknown('a provider that depends on itself', provider.at, 'server', true);
    this.#active.add(provider);
    const made = this.#renewed(node, provider, this.#make(node, provider));
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
    const args = listOf(properties.get('inject')).map((token) => this.resolve(node, injected(token)) ?? undefinedValue);
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
      const provider = { token: home, value: home, at: this.#workbench.placeOf(home), conditions: [] };
      made = this.#renewed(node, provider, this.#instance(node, home));
    });
    own.set(home.env, made);
    return made;
  }

  /** What a constructor is called with. */
  argumentsFor(node: ModuleNode, home: ClassValue, resolve: (token: Value) => Value | null): Value[] {
    const optional = optionalOf(this.#workbench, home);
    return tokensOf(this.#workbench, home).map((token, index) => {
      if (optional.has(index) && !(token && this.#mayHave(node, token))) return undefinedValue;
      const value = token && resolve(token);
      return value ?? unknown('an injected value', this.#workbench.placeOf(home), 'server', true);
    });
  }

  #instance(node: ModuleNode, home: ClassValue): Value {
    const workbench = this.#workbench;
    const instance = this.#constructed(node, home);
    this.#initialise(home, instance, workbench.remember(home, instance));
    return instance;
  }

  #constructed(node: ModuleNode, home: ClassValue): Value {
    const workbench = this.#workbench;
    const args = this.argumentsFor(node, home, (token) => this.resolve(node, token));
    const instance = workbench.construct(home, args, workbench.placeOf(home));
    if (this.isForeign(home.file) && propertyOf(instance, 'httpAdapter'))
      workbench.assign(instance, 'httpAdapter', this.#adapter);
    for (const { key, token } of fieldsOf(workbench, home)) {
      const value = this.resolve(node, token);
      if (value) workbench.assign(instance, key, value);
    }
    return instance;
  }

  /**
   * What a library does when an instance of its class is complete. The program's own methods are visited in the end, on the
   * instance that stands for the class: on further ones they run here.
   */
  #initialise(home: ClassValue, instance: Value, isFirst: boolean): void {
    const workbench = this.#workbench;
    const hook = workbench.method(instance, 'onModuleInit');
    const at = workbench.placeOfMethod(hook);
    if (!at) return;
    const run = () =>
      workbench.bounded(`onModuleInit of ${home.name}`, at, () => void workbench.call(hook, [], instance, at));
    if (this.isForeign(at.file)) run();
    else if (!isFirst) workbench.later(run);
  }

  /** Whether the module may have something for a token. */
  #mayHave(node: ModuleNode, token: Value): boolean {
    const wanted = this.#forwarded(token);
    const isOurs = wanted.t === 'class' && this.isForeign(wanted.file);
    return isOurs || wanted.t === 'library' || isVisible(this.#graph, node, tokenOf(wanted));
  }

  /** What a token stands for in a module: its own, what its imports have, what is global, and last what anybody has. */
  resolve(node: ModuleNode, token: Value): Value | null {
    const wanted = this.#forwarded(token);
    const key = tokenOf(wanted);
    const found = locate(this.#graph, node, key);
    if (found) return this.provided(found.node, found.provider);
    if (key === '@nestjs/core#ModuleRef')
      return moduleRef(
        (one) => this.resolve(node, one),
        (one) => this.#constructed(node, one),
      );
    if (wanted.t === 'library') return this.#workbench.construct(wanted, [], { file: wanted.from, start: 0, end: 0 });
    // What Nest itself provides: Reflector.
    return wanted.t === 'class' && this.isForeign(wanted.file) ? this.injectable(node, wanted) : null;
  }

  /** The provider that a token stands for in a module, or the word for what Nest has. */
  locate(node: ModuleNode, token: Value): { readonly node: ModuleNode; readonly provider: Provider } | string {
    const key = tokenOf(this.#forwarded(token));
    return locate(this.#graph, node, key) ?? String(key);
  }

  /** Whether a file is none of the program: it stands in for a library. */
  isForeign(file: string): boolean {
    return file.startsWith('authlint:');
  }

  #forwarded(token: Value): Value {
    const forward = propertyOf(token, 'forwardRef');
    return forward ? this.#workbench.call(forward, [], null, { file: '', start: 0, end: 0 }) : token;
  }
}
