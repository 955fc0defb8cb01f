import type { Adapter } from '../adapter.ts';
import { undefinedValue } from '../plain-values.ts';
import { applicationOf, create } from './application.ts';
import { onFastify, ownServer } from './platform.ts';
import { isHook, nestRequest, phases } from './request.ts';
import { reaches } from './transports.ts';
import { unstarted } from './unstarted.ts';

/** NestJS 10, 11 and 12 on Express and Fastify. https://docs.nestjs.com/faq/request-lifecycle */
export const nestjs: Adapter = {
  name: 'nestjs',
  title: 'NestJS',
  docs: 'https://docs.nestjs.com',
  package: '@nestjs/core',
  creates: { '@nestjs/core': { 'NestFactory.create': 'app', 'NestFactory.createMicroservice': 'app' } },
  guardPackages: ['@nestjs/passport', '@thallesp/nestjs-better-auth', 'nest-keycloak-connect'],
  unseen: {},
  types: {},
  ordering: 'phased',
  phases,
  // https://docs.nestjs.com/interceptors#exception-mapping
  around: ['interceptor'],
  request: nestRequest,
  // What no route is there for is answered 404.
  answersOptions: 'never',
  runsUnrouted: (phase) => phase === 'middleware' || isHook(phase),
  strict: onFastify,
  stripsPaths: true,
  isGated: false,
  caseSensitive: onFastify,
  decodesPaths: (_version, options) => onFastify(options),
  oneRouter: true,
  firstMatchWins: (options) => !onFastify(options),
  hidesParsers: (options) => options.has(ownServer),
  reaches,
  // Middleware runs before a route is found, and what a filter throws is the application's.
  hearsWithin: (phase) => phase !== 'middleware' && phase !== 'filter' && !isHook(phase),
  guardMethod: 'canActivate',
  isOwnMetadata: (key) =>
    /^(__|path$|method$|host$|scope:|self:|optional:|message:|pattern:|graphql:|swagger|design:)/.test(key),
  created: create,
  unstarted,
  call: (site) => applicationOf(site.scope)?.call(site) ?? site.unknown(`app.${site.method}`),
  callRouteChain: () => undefinedValue,
};
