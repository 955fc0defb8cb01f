import { asking } from './asking.ts';
import { inversifyBinding } from './inversify-binding.ts';

/** https://github.com/inversify/monorepo: containers of dependency injection, versions 5 to 7. */
export const inversify = `
import { container, unseen } from 'authlint';
${asking}export const injectable = () => () => {};
export const inject = (token) => asking({ token });
export const multiInject = (token) => asking({ token, many: true });
export const named = (name) => asking({ name });
export const tagged = (key, value) => asking({ name: key + ':' + value });
export const optional = () => asking({ optional: true });
export const unmanaged = () => () => {};
export const targetName = () => () => {};
export const injectFromBase = () => () => {};
export const postConstruct = () => (target, key) => note('container:initialisers', { key }, target.constructor);
export const preDestroy = () => () => {};

export const decorate = (decorator, target, at) => {
  if (at === undefined) decorator(target);
  else if (typeof at === 'number') decorator(target, undefined, at);
  else decorator(target.prototype, at);
};

export class LazyServiceIdentifer {
  constructor(unwrap) {
    this.unwrap = unwrap;
  }
}
export const LazyServiceIdentifier = LazyServiceIdentifer;

${inversifyBinding}
export class Container {
  static merge(...homes) {
    const merged = new Container();
    for (const one of homes) merged.table.take(one.table);
    return merged;
  }
  constructor(options, parent) {
    this.options = options ?? {};
    this.parent = parent ?? this.options.parent;
    this.table = container(this.parent?.table);
    this.get = this.table.get;
    this.getAll = this.table.all;
    this.isBound = this.table.has;
    this.isCurrentBound = this.table.has;
    this.resolve = this.table.make;
    this.context = { container: this, currentRequest: unseen('a request of a container') };
    for (const name of ['get', 'getAll', 'getNamed', 'getTagged', 'getAsync', 'getNamedAsync', 'isBound'])
      this.context[name] = (...args) => this[name](...args);
  }
  bind(token) {
    return new Binding(this, token);
  }
  unbind(token) {
    this.table.unbind(token);
  }
  rebind(token) {
    this.unbind(token);
    return this.bind(token);
  }
  rebindSync(token) {
    return this.rebind(token);
  }
  getNamed(token, name) {
    return this.table.get(token, name);
  }
  getTagged(token, key, value) {
    return this.table.get(token, key + ':' + value);
  }
  tryGet(token) {
    return this.isBound(token) ? this.get(token) : undefined;
  }
  async getAsync(token) {
    return this.get(token);
  }
  async getNamedAsync(token, name) {
    return this.getNamed(token, name);
  }
  async getAllAsync(token) {
    return this.getAll(token);
  }
  isBoundNamed(token, name) {
    return this.table.has(token, name);
  }
  createChild(options) {
    return new Container(options, this);
  }
  load(...modules) {
    for (const one of modules) this.loadSync(one);
    return Promise.resolve();
  }
  loadSync(...modules) {
    for (const one of modules) one.registry?.(this);
  }
  async loadAsync(...modules) {
    for (const one of modules) await one.registry?.(this);
  }
}

/** Up to version 6 its function is given one function after another, then all of them in one object. */
export class ContainerModule {
  constructor(registry) {
    this.registry = (home) => {
      const words = {};
      for (const name of ['bind', 'unbind', 'isBound', 'rebind', 'rebindSync', 'onActivation', 'unbindAsync', 'onDeactivation'])
        words[name] = (...args) => home[name]?.(...args);
      const bind = Object.assign((token) => home.bind(token), words);
      return registry(bind, words.unbind, words.isBound, words.rebind, words.unbindAsync, words.onActivation);
    };
  }
}
export const AsyncContainerModule = ContainerModule;

export const BindingScopeEnum = { Request: 'Request', Singleton: 'Singleton', Transient: 'Transient' };
export const bindingScopeValues = BindingScopeEnum;
`;
