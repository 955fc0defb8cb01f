import type { Asked, Given } from '../adapter.ts';
import { listOf, undefinedValue, unknown } from '../plain-values.ts';
import type { ClassValue, ObjectValue, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';
import { fieldsOf, injected } from './dependencies.ts';
import { isDurable } from './lifetimes.ts';
import type { ModuleNode, Provider } from './modules.ts';
import { requestOf } from './request.ts';

/** What it has to know of the container. */
interface Container {
  argumentsFor(node: ModuleNode, home: ClassValue, resolve: (token: Value) => Value | null): Value[];
  locate(node: ModuleNode, token: Value): Located | string;
  isPerRequest(node: ModuleNode, provider: Provider): boolean;
  resolve(node: ModuleNode, token: Value): Value | null;
  provided(node: ModuleNode, provider: Provider): Value;
}

interface Located {
  readonly node: ModuleNode;
  readonly provider: Provider;
}

interface Expected {
  readonly node: ModuleNode;
  readonly self: ObjectValue;
  readonly home: ClassValue;
  readonly name: string;
}

/**
 * What is made anew for each request: the first step of a chain that has it makes it of that request, and those behind it find
 * what has become of it. What stands there since the set-up is only its place.
 * https://docs.nestjs.com/fundamentals/injection-scopes
 */
export class Renewals {
  readonly #workbench: Workbench;
  readonly #container: Container;
  readonly #expected = new Map<Value, Expected>();
  readonly #names = new Map<Provider, string>();

  constructor(workbench: Workbench, container: Container) {
    this.#workbench = workbench;
    this.#container = container;
  }

  /** Durable ones are made once for many requests, of what the program tells about these. */
  expect(node: ModuleNode, provider: Provider, self: ObjectValue, home: ClassValue): void {
    if (isDurable(this.#workbench, provider.value)) return;
    this.#expected.set(self, { node, self, home, name: this.#nameOf(provider) });
  }

  /** What a step gets whose method is bound to something that is made for each request; undefined for others. */
  given(method: Value, rest: Given): Given | undefined {
    const self = method.t === 'function' ? method.self : null;
    if (!self || !this.#expected.has(self)) return undefined;
    return (asked) => {
      this.renew(asked, self);
      return rest(asked);
    };
  }

  /** The same for a step that gets something anyway. */
  for(method: Value, rest: Given): Given {
    return this.given(method, rest) ?? rest;
  }

  /** Makes it, unless that was done for this request. */
  renew(asked: Asked, self: Value): void {
    const expected = this.#expected.get(self);
    if (expected) asked.once(expected.name, () => this.#make(asked, expected));
  }

  #make(asked: Asked, { node, self, home, name }: Expected): Value {
    const kept = asked.kept(name);
    const resolve = (token: Value) => this.#resolve(asked, node, token);
    const args = this.#container.argumentsFor(node, home, resolve);
    if (kept?.t === 'object') {
      const isOther = (value: Value | undefined) => value !== undefined && this.#expected.has(value);
      for (const [key, value] of kept.properties)
        if (!isOther(self.properties.get(key))) this.#workbench.assign(self, key, value);
    } else {
      asked.renew(self, args);
      for (const { key, token } of fieldsOf(this.#workbench, home)) {
        const value = resolve(token);
        if (value) this.#workbench.assign(self, key, value);
      }
    }
    asked.keep(name, self);
    return undefinedValue;
  }

  #resolve(asked: Asked, node: ModuleNode, token: Value): Value | null {
    const found = this.#container.locate(node, token);
    if (found === 'REQUEST') return requestOf(asked);
    if (typeof found === 'string' || !this.#container.isPerRequest(found.node, found.provider))
      return this.#container.resolve(node, token);
    return this.#provided(asked, found.node, found.provider);
  }

  #provided(asked: Asked, node: ModuleNode, provider: Provider): Value | null {
    const { value, at } = provider;
    const properties = value.t === 'object' ? value.properties : null;
    const existing = properties?.get('useExisting');
    if (existing) return this.#resolve(asked, node, existing);
    const factory = properties?.get('useFactory');
    if (factory && isDurable(this.#workbench, value)) return unknown('what is made for some requests', at);
    if (factory) {
      const name = this.#nameOf(provider);
      return asked.once(name, () => {
        const made =
          asked.kept(name) ??
          asked.run(
            factory,
            listOf(properties?.get('inject')).map((one) => this.#resolve(asked, node, injected(one)) ?? undefinedValue),
          );
        asked.keep(name, made);
        return made;
      });
    }
    const made = this.#container.provided(node, provider);
    this.renew(asked, made);
    return made;
  }

  #nameOf(provider: Provider): string {
    const name = this.#names.get(provider) ?? `kept.provided ${this.#names.size}`;
    this.#names.set(provider, name);
    return name;
  }
}
