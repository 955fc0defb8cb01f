/** https://github.com/jeffijoe/awilix: names for classes, functions and values; who is made is handed all of them, or asks by the names of its parameters. */
export const awilix = `
import { container, isClass, lookUps, parametersOf, unseen } from 'authlint';

export const InjectionMode = { PROXY: 'PROXY', CLASSIC: 'CLASSIC' };
export const Lifetime = { SINGLETON: 'SINGLETON', TRANSIENT: 'TRANSIENT', SCOPED: 'SCOPED' };

class Resolver {
  constructor(build, options = {}) {
    this.build = build;
    this.mode = options.injectionMode;
    this.isShared = /SINGLETON|SCOPED/.test(options.lifetime ?? '');
    this.locals = options.injector;
  }
  setLifetime(lifetime) {
    this.isShared = lifetime !== Lifetime.TRANSIENT;
    return this;
  }
  singleton() {
    return this.setLifetime(Lifetime.SINGLETON);
  }
  scoped() {
    return this.setLifetime(Lifetime.SCOPED);
  }
  transient() {
    return this.setLifetime(Lifetime.TRANSIENT);
  }
  setInjectionMode(mode) {
    this.mode = mode;
    return this;
  }
  proxy() {
    return this.setInjectionMode(InjectionMode.PROXY);
  }
  classic() {
    return this.setInjectionMode(InjectionMode.CLASSIC);
  }
  inject(locals) {
    this.locals = locals;
    return this;
  }
  disposer() {
    return this;
  }
}

/** What a class or function is called with. */
const given = (target, home, resolver) => {
  const own = resolver.locals?.(home) ?? {};
  const get = (name) => (name in own ? own[name] : home.resolve(name));
  if ((resolver.mode ?? home.mode) === InjectionMode.CLASSIC) return parametersOf(target).map(get);
  return [resolver.locals ? lookUps(get) : home.cradle];
};

export const asValue = (value) => new Resolver(() => value);
export const asClass = (type, options) => new Resolver((home, resolver) => new type(...given(type, home, resolver)), options);
export const asFunction = (fn, options) => new Resolver((home, resolver) => fn(...given(fn, home, resolver)), options);
export const aliasTo = (name) => new Resolver((home) => home.resolve(name));

class AwilixContainer {
  constructor(options, parent) {
    this.options = options ?? {};
    this.mode = this.options.injectionMode ?? InjectionMode.PROXY;
    this.table = container(parent?.table);
    this.cradle = lookUps((name) => this.resolve(name));
    this.hasRegistration = this.table.has;
  }
  register(said, resolver) {
    if (resolver === undefined) for (const [name, one] of Object.entries(said)) this.register(name, one);
    else if (resolver.build) this.table.bind(said, { make: () => resolver.build(this, resolver) }).share(resolver.isShared);
    else this.table.bind(said, { value: unseen('what a resolver of the program gives') });
    return this;
  }
  resolve(name) {
    return this.table.get(name);
  }
  build(target, options) {
    if (target.build) return target.build(this, target);
    const resolver = isClass(target) ? asClass(target, options) : asFunction(target, options);
    return resolver.build(this, resolver);
  }
  createScope() {
    return new AwilixContainer(this.options, this);
  }
  async dispose() {}
}

export const createContainer = (options) => new AwilixContainer(options);
`;
const invokers = (container: string) => `
import { asClass, asFunction } from 'awilix';

const invoker = (resolver) => (method) => async (req, ...rest) => req.${container}.build(resolver)[method](req, ...rest);
export const makeFunctionInvoker = (fn, options) => invoker(asFunction(fn, options));
export const makeClassInvoker = (type, options) => invoker(asClass(type, options));
export const makeResolverInvoker = invoker;
export const makeInvoker = (target, options) => (isClass(target) ? makeClassInvoker(target, options) : makeFunctionInvoker(target, options));
export const inject = (made) => {
  const resolver = made.build ? made : asFunction(made);
  return async (req, ...rest) => req.${container}.build(resolver)(req, ...rest);
};
`;

/** https://github.com/talyssonoc/awilix-express and https://github.com/jeffijoe/awilix-koa, without the routes of files that patterns name. */
export const awilixExpress = `
import { isClass } from 'authlint';
${invokers('container')}
export const scopePerRequest = (container) => (req, res, next) => {
  req.container = container.createScope();
  return next();
};
`;
export const awilixKoa = `
import { isClass } from 'authlint';
${invokers('state.container')}
export const scopePerRequest = (container) => (ctx, next) => {
  ctx.state.container = container.createScope();
  return next();
};
`;
