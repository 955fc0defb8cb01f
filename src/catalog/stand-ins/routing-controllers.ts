/**
 * https://github.com/typestack/routing-controllers: decorated classes become routes of an Express app. What is loaded after the
 * server was made is served all the same, since files that a pattern names are loaded by the call that makes it.
 */
export const routingControllers = `
import { loadedBeside, placed } from 'authlint';
import cors from 'cors';
import express from 'express';
import { Container } from 'typedi';

const controllers = [];
const middlewares = [];
const servers = [];

const note = (key, entry, owner) => Reflect.defineMetadata(key, [...(Reflect.getMetadata(key, owner) ?? []), entry], owner);
const notes = (key, owner) => Reflect.getMetadata(key, owner) ?? [];
const keyOf = (kind, method) => 'routing-controllers:' + kind + ':' + (method ?? '');
const ownerOf = (target, method) => (method === undefined ? target : target.constructor);
const make = (Class) => Container.get(Class);

export const Controller = (base) => (target) => {
  const controller = { target, base: base ?? '' };
  controllers.push(controller);
  afterDecoration(() => {
    for (const server of servers) if (takes(server.options.controllers, target)) serve(server, controller);
  });
};
export const JsonController = Controller;

export const Middleware = (options) => (target) => {
  const middleware = { target, type: options.type };
  middlewares.push(middleware);
  afterDecoration(() => {
    for (const server of servers) if (takes(server.options.middlewares, target)) install(server, middleware);
  });
};
export const Interceptor = () => () => {};

const action = (type) => (route) => (object, method) => {
  note(keyOf('actions'), { type, at: placed(), route: route ?? '', method }, object.constructor);
};
export const Get = action('get');
export const Post = action('post');
export const Put = action('put');
export const Patch = action('patch');
export const Delete = action('delete');
export const Head = action('head');
export const All = action('all');
export const Method = (type, route) => action(type.toLowerCase())(route);

const use = (when) => (...steps) => (target, method) => {
  for (const step of steps) note(keyOf(when, method), step, ownerOf(target, method));
};
export const UseBefore = use('before');
export const UseAfter = use('after');
export const UseInterceptor = () => () => {};
export const Authorized = (roles) => (target, method) => {
  note(keyOf('roles', method), roles === undefined ? [] : [].concat(roles), ownerOf(target, method));
};

/** Decorators of a class run from the bottom up: the others still have to say something. */
function afterDecoration(body) {
  Promise.resolve().then(body);
}

/** No list means all that there are, and so does one with patterns of file names in it. */
function takes(list, target) {
  if (list === undefined || list.length === 0) return true;
  return list.some((one) => typeof one === 'string' || one === target);
}

/** A class with a method of the right name is made; anything else is a step itself. */
function stepOf(step) {
  if (!step.prototype?.use) return step;
  const instance = make(step);
  return (request, response, next) => instance.use(request, response, next);
}

function install(server, { target, type }) {
  if (server.served.includes(target) || !server.loads(target)) return;
  server.served.push(target);
  const router = type === 'before' ? server.before : server.after;
  const prefix = server.options.routePrefix || '/';
  if (target.prototype.error) {
    const instance = make(target);
    server.app.use(prefix, (error, request, response, next) => instance.error(error, request, response, next));
  } else router.use(prefix, stepOf(target));
}

function serve(server, { target, base }) {
  if (server.served.includes(target) || !server.loads(target)) return;
  server.served.push(target);
  const instance = make(target);
  for (const { type, at, route, method } of notes(keyOf('actions'), target)) {
    const steps = (when) => [...notes(keyOf(when), target), ...notes(keyOf(when, method), target)];
    const roles = steps('roles');
    const guards = roles.length > 0 ? [authorization(server, roles.flat())] : [];
    const handler = actionOf(server, instance, method, notes(keyOf('parameters', method), target));
    const path = typeof route === 'string' ? (server.options.routePrefix ?? '') + base + route : route;
    at(() => server.routes[type](path, ...steps('before').map(stepOf), ...guards, handler));
  }
}

const authorization = (server, roles) => async function authorizationChecker(request, response, next) {
  try {
    const isAllowed = await server.options.authorizationChecker({ request, response, next }, roles);
    if (!isAllowed) return next(denied(roles.length === 0 ? 401 : 403));
  } catch (error) {
    return next(error);
  }
  next();
};

const actionOf = (server, instance, method, parameters) => async (request, response, next) => {
  try {
    const values = [];
    for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const found = parameters.find((one) => one.index === index);
      values.push(found ? await found.read(server, { request, response, next }) : undefined);
    }
    response.send(await instance[method](...values));
  } catch (error) {
    next(error);
  }
};

export function useExpressServer(app, options = {}) {
  const server = { app, options, served: [], loads: loadedBeside(), before: express.Router(), routes: express.Router(), after: express.Router() };
  if (options.cors) app.use(options.cors === true ? cors() : cors(options.cors));
  app.use(server.before);
  app.use(server.routes);
  app.use(server.after);
  servers.push(server);
  for (const middleware of middlewares) if (takes(options.middlewares, middleware.target)) install(server, middleware);
  for (const controller of controllers) if (takes(options.controllers, controller.target)) serve(server, controller);
  return app;
}

export const createExpressServer = (options) => useExpressServer(express(), options);
`;
