/**
 * https://github.com/inversify/inversify-express-utils: decorated classes become routes of a router, which `build()` mounts between
 * what `setConfig` and `setErrorConfig` install. Controllers that are loaded later are served all the same.
 */
export const inversifyExpressUtils = `
import { placed } from 'authlint';
import express from 'express';
import { Container } from 'inversify';

const controllers = [];
const routers = [];

const note = (key, entry, owner) => Reflect.defineMetadata(key, [...(Reflect.getMetadata(key, owner) ?? []), entry], owner);
const notes = (key, owner) => Reflect.getMetadata(key, owner) ?? [];
const keyOf = (kind, method) => 'inversify-express-utils:' + kind + ':' + (method ?? '');

export const controller = (base, ...steps) => (target) => {
  const one = { target, base, steps };
  controllers.push(one);
  Promise.resolve().then(() => {
    for (const router of routers) serve(router, one);
  });
};

export const httpMethod = (type, route, ...steps) => (object, method) => {
  note(keyOf('routes'), { type, at: placed(), route, method, steps }, object.constructor);
};
export const httpGet = (route, ...steps) => httpMethod('get', route, ...steps);
export const httpPost = (route, ...steps) => httpMethod('post', route, ...steps);
export const httpPut = (route, ...steps) => httpMethod('put', route, ...steps);
export const httpPatch = (route, ...steps) => httpMethod('patch', route, ...steps);
export const httpDelete = (route, ...steps) => httpMethod('delete', route, ...steps);
export const httpHead = (route, ...steps) => httpMethod('head', route, ...steps);
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
export const principal = parameter(() => undefined);

/** A class that extends BaseMiddleware is made by the container; anything else is a step itself. */
function stepOf(step) {
  if (!step.prototype?.handler) return step;
  const instance = Container.get(step);
  return (req, res, next) => instance.handler(req, res, next);
}

const rooted = (path) => (path.startsWith('/') ? path : '/' + path).replace(/[/]$/, '');

function serve({ router, served }, { target, base, steps }) {
  if (served.includes(target)) return;
  served.push(target);
  const instance = Container.get(target);
  for (const { type, at, route, method, steps: own } of notes(keyOf('routes'), target)) {
    const handler = handlerOf(instance, method, notes(keyOf('parameters', method), target));
    at(() => router[type](rooted(base) + rooted(route), ...steps.map(stepOf), ...own.map(stepOf), handler));
  }
}

const handlerOf = (instance, method, parameters) => async (req, res, next) => {
  try {
    const values = [];
    for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const found = parameters.find((one) => one.index === index);
      values.push(found ? found.read(req, res, next) : undefined);
    }
    const value = parameters.length > 0 ? await instance[method](...values) : await instance[method](req, res, next);
    res.send(value);
  } catch (error) {
    next(error);
  }
};

export class InversifyExpressServer {
  constructor(container, router, routing, app) {
    this.router = router ?? express.Router();
    this.root = routing?.rootPath ?? '/';
    this.app = app ?? express();
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
    this.configure?.(this.app);
    const one = { router: this.router, served: [] };
    routers.push(one);
    for (const known of [...controllers].reverse()) serve(one, known);
    this.app.use(this.root, this.router);
    this.configureErrors?.(this.app);
    return this.app;
  }
}
`;
