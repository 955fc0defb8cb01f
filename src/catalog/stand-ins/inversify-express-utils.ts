/**
 * https://github.com/inversify/inversify-express-utils: decorated classes become routes of a router, which `build()` mounts between
 * what `setConfig` and `setErrorConfig` install. Controllers that are loaded later are served all the same.
 */
export const inversifyExpressUtils = `
import { current, loadedBeside, methodOf, placed, unseen } from 'authlint';
import express from 'express';
import { inject } from 'inversify';

const controllers = [];
const servers = [];

const note = (key, entry, owner) => Reflect.defineMetadata(key, [...(Reflect.getMetadata(key, owner) ?? []), entry], owner);
const notes = (key, owner) => Reflect.getMetadata(key, owner) ?? [];
const keyOf = (kind, method) => 'inversify-express-utils:' + kind + ':' + (method ?? '');

export const TYPE = { AuthProvider: Symbol.for('AuthProvider'), Controller: Symbol.for('Controller'), HttpContext: Symbol.for('HttpContext') };
export const injectHttpContext = inject(TYPE.HttpContext);

export const controller = (base, ...steps) => (target) => {
  const one = { target, base, steps: [...steps, ...notes(keyOf('steps'), target)] };
  controllers.push(one);
  Promise.resolve().then(() => {
    for (const server of servers) serve(server, one);
  });
};

export const withMiddleware = (...steps) => (target, method) => {
  for (const step of steps) note(keyOf('steps', method), step, method === undefined ? target : target.constructor);
};

export const httpMethod = (type, route, ...own) => (object, method) => {
  const steps = [...own, ...notes(keyOf('steps', method), object.constructor)];
  note(keyOf('routes'), { type, at: placed(), route, method, steps }, object.constructor);
};
export const httpGet = (route, ...steps) => httpMethod('get', route, ...steps);
export const httpPost = (route, ...steps) => httpMethod('post', route, ...steps);
export const httpPut = (route, ...steps) => httpMethod('put', route, ...steps);
export const httpPatch = (route, ...steps) => httpMethod('patch', route, ...steps);
export const httpDelete = (route, ...steps) => httpMethod('delete', route, ...steps);
export const httpHead = (route, ...steps) => httpMethod('head', route, ...steps);
export const httpOptions = (route, ...steps) => httpMethod('options', route, ...steps);
export const all = (route, ...steps) => httpMethod('all', route, ...steps);

const parameter = (read) => (name) => (object, method, index) => {
  note(keyOf('parameters', method), { index, read: (req, res, next) => read(req, name, res, next) }, object.constructor);
};
export const request = parameter((req) => req);
export const response = parameter((req, name, res) => res);
export const next = parameter((req, name, res, next) => next);
export const requestBody = parameter((req) => req.body);
export const requestParam = parameter((req, name) => (name === undefined ? req.params : req.params[name]));
export const queryParam = parameter((req, name) => (name === undefined ? req.query : req.query[name]));
export const requestHeaders = parameter((req, name) => (name === undefined ? req.headers : req.headers[name]));
export const cookies = parameter((req, name) => (name === undefined ? req.cookies : req.cookies[name]));
export const principal = parameter((req) => req.inversifyPrincipal ?? nobody);

const nobody = { details: null, isAuthenticated: async () => false, isInRole: async () => false, isResourceOwner: async () => false };

/** What belongs to one request, for all that looks at it while that is answered. */
class Contextual {
  get httpContext() {
    const [request, response] = [current('request'), current('response')];
    return { request, response, user: request.inversifyPrincipal ?? nobody, container: unseen('a container of one request') };
  }
}
export class BaseMiddleware extends Contextual {}

/** Of what the container knows, classes with a handler are steps, and so is anything else that it gives. */
function stepOf({ container }, step) {
  if (!container.isBound(step)) {
    if (typeof step === 'function') return step.prototype?.handler ? methodOf(container.get(step), 'handler') : step;
    return unseen('a step that is bound to its name where nobody sees it');
  }
  const made = container.get(step);
  return made.handler ? methodOf(made, 'handler') : made;
}

const rooted = (path) => (path.startsWith('/') ? path : '/' + path).replace(/[/]$/, '');

function serve(server, { target, base, steps }) {
  if (server.served.includes(target) || !server.loads(target)) return;
  server.served.push(target);
  const instance = server.container.get(target);
  for (const { type, at, route, method, steps: own } of notes(keyOf('routes'), target)) {
    const handler = handlerOf(instance, method, notes(keyOf('parameters', method), target));
    const before = [...steps, ...own].map((step) => stepOf(server, step));
    at(() => server.router[type](rooted(base) + rooted(route), ...before, handler));
  }
}

const handlerOf = (instance, method, parameters) => async (req, res, next) => {
  try {
    const values = [];
    for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const found = parameters.find((one) => one.index === index);
      values.push(found ? found.read(req, res, next) : undefined);
    }
    const value = parameters.length > 0 ? await instance[method](...values, req, res, next) : await instance[method](req, res, next);
    if (value instanceof Result) res.status(value.status).send(value.content);
    else res.send(value);
  } catch (error) {
    next(error);
  }
};

export class InversifyExpressServer {
  constructor(container, router, routing, app, authProvider) {
    this.container = container;
    this.router = router ?? express.Router();
    this.root = routing?.rootPath ?? '/';
    this.app = app ?? express();
    this.at = placed();
    if (authProvider) container.bind(TYPE.AuthProvider).to(authProvider);
    this.authProvider = authProvider && container.get(TYPE.AuthProvider);
  }
  setConfig(configure) {
    this.configure = configure;
    return this;
  }
  setErrorConfig(configure) {
    this.configureErrors = configure;
    return this;
  }
  build() {
    const { app, authProvider } = this;
    if (authProvider) this.at(() => app.all('*', authenticated(authProvider)));
    this.configure?.(app);
    const one = { container: this.container, router: this.router, served: [], loads: loadedBeside() };
    servers.push(one);
    for (const known of [...controllers].reverse()) serve(one, known);
    app.use(this.root, this.router);
    this.configureErrors?.(app);
    return app;
  }
}

const authenticated = (provider) => async function authProvider(req, res, next) {
  req.inversifyPrincipal = await provider.getUser(req, res, next);
  next();
};
`;
