import { asking } from './asking.ts';

/** https://github.com/microsoft/tsyringe: what is not registered is made, if it is a class. */
export const tsyringe = `
import { container as table } from 'authlint';
${asking}
const isShared = (scope) => scope === Lifecycle.Singleton || scope === Lifecycle.ContainerScoped || scope === Lifecycle.ResolutionScoped;

export const Lifecycle = { Transient: 0, Singleton: 1, ResolutionScoped: 2, ContainerScoped: 3 };

export const inject = (token, options) => asking({ token, ...(options?.isOptional && { optional: true }) });
export const injectAll = (token) => asking({ token, many: true });
export const delay = (find) => ({ unwrap: find });
export const autoInjectable = () => () => {};
export const injectable = (options) => (target) => {
  for (const token of [].concat(options?.token ?? [])) container.register(token, target);
};
export const singleton = () => (target) => {
  container.registerSingleton(target);
};
export const scoped = (scope, token) => (target) => {
  container.register(token ?? target, target, { lifecycle: scope });
};
export const registry = (list) => () => {
  for (const { token, options, ...provider } of list) container.register(token, provider, options);
};
export const instanceCachingFactory = (make) => {
  const cached = table();
  cached.bind('one', { make: () => make(container) }).share();
  return () => cached.get('one');
};
export const instancePerContainerCachingFactory = instanceCachingFactory;
export const predicateAwareClassFactory = (test, one, other) => (home) => (test(home) ? home.resolve(one) : home.resolve(other));

class DependencyContainer {
  constructor(parent) {
    this.table = table(parent?.table);
    this.resolve = this.table.get;
    this.resolveAll = this.table.all;
    this.isRegistered = this.table.has;
  }
  register(token, provider, options) {
    const bound = this.table.bind(token, this.whatOf(provider));
    if (isShared(options?.lifecycle)) bound.share();
    return this;
  }
  whatOf(provider) {
    if (typeof provider === 'function') return { class: provider };
    if (provider.useClass) return { class: provider.useClass };
    if (provider.useToken) return { token: provider.useToken };
    if (provider.useFactory) return { make: () => provider.useFactory(this) };
    return { value: provider.useValue };
  }
  registerSingleton(token, provider) {
    const isToken = typeof (provider ?? token) !== 'function';
    return this.register(token, isToken ? { useToken: provider } : { useClass: provider ?? token }, { lifecycle: Lifecycle.Singleton });
  }
  registerType(token, provider) {
    return this.register(token, typeof provider === 'function' ? { useClass: provider } : { useToken: provider });
  }
  registerInstance(token, value) {
    return this.register(token, { useValue: value });
  }
  createChildContainer() {
    return new DependencyContainer(this);
  }
  beforeResolution() {}
  afterResolution() {}
  clearInstances() {}
  reset() {}
}

export const container = new DependencyContainer();
`;
