import type { Adapter, Site, SiteArgument } from '../adapter.ts';
import { isTrue, native, objectValue, primitive, propertyOf, stringOf, undefinedValue } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { isConnected, use } from './connect.ts';
import { launches } from './launches.ts';
import { enqueue, loadingOf } from './loading.ts';
import { everything, isSensitive } from './paths.ts';
import { register } from './plugins.ts';
import { fastifyRequest } from './request.ts';
import { addRouteHook, fullDeclaration, isTrying, routePhases, shorthand } from './routes.ts';
import { takesInstance } from './takes-instance.ts';
import { setValidatorCompiler } from './validation.ts';

const methods =
  'get head post put delete options patch propfind proppatch mkcol copy move lock unlock trace search'.split(' ');

/** Members of every instance: https://fastify.dev/docs/latest/Reference/Server/#instance */
const members = new Set([
  ...methods,
  ...'all route use register after ready listen inject close addHook decorate decorateRequest decorateReply'.split(' '),
  ...'hasDecorator hasRequestDecorator hasReplyDecorator getDecorator hasPlugin hasRoute findRoute hasContentTypeParser'.split(
    ' ',
  ),
  ...'setErrorHandler setNotFoundHandler setSchemaController setReplySerializer setValidatorCompiler setSerializerCompiler'.split(
    ' ',
  ),
  ...'setSchemaErrorFormatter setGenReqId setChildLoggerFactory addSchema getSchema getSchemas addConstraintStrategy'.split(
    ' ',
  ),
  ...'addContentTypeParser removeContentTypeParser removeAllContentTypeParsers getDefaultJsonParser defaultTextParser'.split(
    ' ',
  ),
  ...'addHttpMethod supportedMethods withTypeProvider printRoutes printPlugins routing server log prefix version initialConfig'.split(
    ' ',
  ),
  ...'pluginName listeningOrigin addresses errorHandler childLoggerFactory genReqId validatorCompiler serializerCompiler then'.split(
    ' ',
  ),
  ...'locals toString hasOwnProperty constructor'.split(' '),
]);

/** Fastify 4 and 5. https://fastify.dev/docs/latest/ */
export const fastify: Adapter = {
  name: 'fastify',
  title: 'Fastify',
  docs: 'https://fastify.dev/docs/latest/',
  package: 'fastify',
  creates: { fastify: { '': 'app', fastify: 'app', Fastify: 'app' } },
  unseen: {},
  types: {
    FastifyInstance: 'app',
    'fastify.FastifyInstance': 'app',
    FastifyTypedInstance: 'app',
  },
  ordering: 'phased',
  phases: ['onRequest', 'preParsing', 'preValidation', 'preHandler'],
  behind: ['preSerialization', 'onSend'],
  // https://fastify.dev/docs/latest/Reference/Hooks/#preserialization
  delays: (phase, answer) => phase === 'onSend' || answer?.t === 'object' || answer?.t === 'array',
  afterwards: ['onResponse'],
  request: fastifyRequest,
  answersOptions: 'never',
  meetsUnrouted: true,
  caseSensitive: isSensitive,
  // https://github.com/delvedor/find-my-way/blob/v9.3.0/lib/url-sanitizer.js
  decodesPaths: () => true,
  // `prefixTrailingSlash`: https://fastify.dev/docs/latest/Reference/Routes/#routes-options
  rootsTakeSlash: true,
  strict: (options) => !isTrue(options.get('ignoreTrailingSlash')),
  stripsPaths: false,
  isGated: true,
  lacks: (name) => !members.has(name),
  takesScope: takesInstance,

  created(site) {
    const given = site.args[0]?.value;
    const router = propertyOf(given, 'routerOptions');
    for (const from of [given, router]) {
      if (from?.t === 'object') for (const [name, value] of from.properties) site.options.set(name, value);
    }
    // https://fastify.dev/docs/latest/Reference/Server/#serverfactory
    if (site.options.has('serverFactory'))
      site.gap('a server of its own (serverFactory) may answer requests before they come here');
    site.eventually(() => loadingOf(site.scope).load());
    return site.scope;
  },

  launches,

  launch(site, plugin, { prefix }) {
    const options = objectValue(prefix === null ? [] : [['prefix', primitive(prefix)]]);
    const argument = { value: plugin, at: site.at, label: '' };
    register({ ...site, method: 'register', args: [argument, { value: options, at: site.at, label: '' }] });
  },

  awaited(scope) {
    loadingOf(scope).load();
  },

  call(site) {
    const { method } = site;
    if (isTrying()) return site.scope;
    if (methods.includes(method)) return shorthand(site, [method.toUpperCase()]);
    return (calls[method] ?? other)(site);
  },

  callRouteChain: (site) => site.unknown('a route'),
};

const calls: Readonly<Record<string, (site: Site) => Value>> = {
  all: (site) => shorthand(site, ['ALL']),
  route: fullDeclaration,
  register,
  use: middleware,
  addHook,
  after,
  ready: (site) => finished(site),
  listen: (site) => finished(site),
  inject: (site) => finished(site),
  decorate: (site) => decorate(site, (name, value) => site.define(name, value)),
  decorateRequest: (site) => decoratePart(site, 'request'),
  decorateReply: (site) => decoratePart(site, 'response'),
  getDecorator: (site) => site.scope.properties.get(stringOf(site.args[0]?.value) ?? '') ?? site.unknown('a decorator'),
  setErrorHandler(site) {
    const [handler] = site.args;
    if (handler) site.step(everything(site.at), ['ALL'], [handler], 'errorHandler');
    return site.scope;
  },
  setValidatorCompiler,
  addHttpMethod: (site) => site.scope,
};

function other(site: Site): Value {
  return /^(with|set|add|remove)/.test(site.method) ? site.scope : site.unknown(`fastify.${site.method}`);
}

/** Hooks join their context when the queue reaches them, whatever was registered before (F1, F2). */
function addHook(site: Site): Value {
  const [name, hook] = site.args;
  const phase = stringOf(name?.value);
  if (!hook) return site.scope;
  // FST_ERR_INSTANCE_ALREADY_LISTENING, in version 5 after ready AVV_ERR_ROOT_PLG_BOOTED: no request meets the hook.
  const isLate = loadingOf(site.scope).isStarted;
  if (isLate && phase !== null && routePhases.includes(phase)) site.late(everything(site.at), ['ALL'], [hook], phase);
  else if (isLate) return site.scope;
  else if (phase === 'onRoute') addRouteHook(site, hook);
  else if (phase === null) site.gap('a hook is added whose name could not be read');
  else if (routePhases.includes(phase)) enqueue(site, () => site.step(everything(site.at), ['ALL'], [hook], phase));
  else if (hook.value.t === 'function') {
    const { value } = hook;
    const run = () => void site.run(value, [site.scope], site.scope);
    if (phase === 'onRegister') enqueue(site, run);
    if (phase === 'onReady') enqueue(site, () => loadingOf(site.scope).whenReady(site.later(run)));
  }
  return site.scope;
}

/** `after(callback)`; without one, a promise of everything so far. */
function after(site: Site): Value {
  const [callback] = site.args;
  if (!callback) return finished(site);
  const { value } = callback;
  const done: Value = native('done', () => undefinedValue);
  enqueue(site, () =>
    loadingOf(site.scope).enter(
      () =>
        void site.run(value, value.t === 'function' && value.code.length > 1 ? [nothing, done] : [nothing], site.scope),
    ),
  );
  return site.scope;
}

const starts = new Set(['ready', 'listen', 'inject']);

const nothing: Value = { t: 'primitive', value: null, at: null };

/** A promise of everything that is queued; a callback among the arguments runs then. */
function finished(site: Site): Value {
  const callback = site.args.findLast((arg) => arg.value.t === 'function');
  const loading = loadingOf(site.scope);
  const start = () => {
    loading.load();
    if (!starts.has(site.method)) return;
    loading.settle();
    loading.isStarted = true;
  };
  if (callback)
    site.eventually(() => {
      start();
      site.run(callback.value, [nothing, site.scope], site.scope);
    });
  return { t: 'promise', rejected: false, value: site.scope, verification: null, settle: start };
}

function decorate(site: Site, put: (name: string, value: Value) => void): Value {
  const [name, given] = site.args;
  const key = stringOf(name?.value);
  if (key === null) site.open();
  else put(key, withName(decorated(site, given), key));
  return site.scope;
}

/** A getter is asked for each request: https://fastify.dev/docs/latest/Reference/Decorators/#getters-and-setters */
function decoratePart(site: Site, part: 'request' | 'response'): Value {
  const getter = propertyOf(site.args[1]?.value, 'getter');
  if (getter?.t !== 'function') return decorate(site, (name, value) => site.decorate(part, name, value));
  const key = stringOf(site.args[0]?.value);
  if (key === null) site.open();
  else site.decorate(part, key, withName(getter, key), 'applied');
  return site.scope;
}

/** A function without a name of its own is called by that of the decorator. */
function withName(value: Value, name: string): Value {
  return value.t === 'function' && value.name === '' ? { ...value, name } : value;
}

/** `decorate(name, { getter, setter })` calls the getter. */
function decorated(site: Site, given: SiteArgument | undefined): Value {
  const value = given?.value ?? undefinedValue;
  const getter = propertyOf(value, 'getter');
  return getter?.t === 'function' ? site.run(getter, [], site.scope) : value;
}

/** Steps of the Express kind, by `@fastify/middie` or `@fastify/express`. */
function middleware(site: Site): Value {
  if (isConnected(site.scope)) use(site);
  else enqueue(site, () => use(site));
  return site.scope;
}
