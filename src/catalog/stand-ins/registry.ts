import { apolloServerExpress } from './apollo-server-express.ts';
import { asyncControl } from './async.ts';
import { awilix, awilixExpress, awilixKoa } from './awilix.ts';
import { bluebird } from './bluebird.ts';
import { expressRestifyMongoose } from './express-restify-mongoose.ts';
import { fastifyAjvCompiler } from './fastify-ajv-compiler.ts';
import { finale } from './finale.ts';
import { fpTs } from './fp-ts.ts';
import { hapiGlue } from './hapi-glue.ts';
import { hapiHoek } from './hapi-hoek.ts';
import { hapiValidation } from './hapi-validation.ts';
import { honoValidator, honoZodValidator } from './hono-validators.ts';
import { honoZodOpenapi } from './hono-zod-openapi.ts';
import { httpAssert } from './http-assert.ts';
import { inversify } from './inversify.ts';
import { inversifyExpressUtils } from './inversify-express-utils.ts';
import { inversifyResults } from './inversify-results.ts';
import { jsonServer } from './json-server.ts';
import { lodash, lodashFunctions } from './lodash/index.ts';
import { deepmerge } from './merging.ts';
import { microframework } from './microframework.ts';
import { nestKeycloakConnect } from './nest-keycloak-connect.ts';
import { nestjsBetterAuth } from './nestjs-better-auth.ts';
import { nestjsCommon } from './nestjs-common.ts';
import { nestjsConfig } from './nestjs-config.ts';
import { nestjsConstants } from './nestjs-constants.ts';
import { nestjsCore } from './nestjs-core.ts';
import { nestjsGraphql } from './nestjs-graphql.ts';
import { nestjsJwt } from './nestjs-jwt.ts';
import { nestjsPassport } from './nestjs-passport.ts';
import { nestjsPlatformFastify } from './nestjs-platform-fastify.ts';
import { nestjsRouting } from './nestjs-routing.ts';
import { nestjsSwagger } from './nestjs-swagger.ts';
import { nestjsThrottler } from './nestjs-throttler.ts';
import { nestjsTransports } from './nestjs-transports.ts';
import { pathToRegexpStandIn } from './path-to-regexp.ts';
import { awaitToJs, neverthrow } from './results.ts';
import { routingControllers } from './routing-controllers.ts';
import { routingControllersParameters } from './routing-controllers-parameters.ts';
import { rxjs } from './rxjs.ts';
import { tsoa } from './tsoa.ts';
import { tsyringe } from './tsyringe.ts';
import { typedi } from './typedi.ts';

/**
 * What a package does, written as code: where a project extends a library's classes, overrides their methods and hands
 * them to a container, data cannot say it. The linker runs a stand-in as it runs the project's own modules; what a
 * stand-in does not export is the package's own, and unknown. Proof: every fixture that is booted runs the real package.
 */
const sources: ReadonlyMap<string, string> = new Map([
  ['@fastify/ajv-compiler', fastifyAjvCompiler],
  ['@hapi/glue', hapiGlue],
  ['@hapi/hapi/lib/validation', hapiValidation],
  ['@hapi/hoek', hapiHoek],
  ['@hono/zod-openapi', honoZodOpenapi],
  ['@hono/zod-validator/dist/index', honoZodValidator],
  ['hono/dist/validator/validator', honoValidator],
  ['@nestjs/common', nestjsCommon + nestjsRouting],
  ['@nestjs/common/constants', nestjsConstants],
  ['@nestjs/config', nestjsConfig],
  ['@nestjs/core', nestjsCore],
  ['@nestjs/graphql', nestjsGraphql],
  ['@nestjs/jwt', nestjsJwt],
  ['@nestjs/microservices', nestjsTransports],
  ['@nestjs/passport', nestjsPassport],
  ['@nestjs/platform-fastify', nestjsPlatformFastify],
  ['@nestjs/swagger', nestjsSwagger],
  ['@nestjs/throttler', nestjsThrottler],
  ['@nestjs/websockets', nestjsTransports],
  ['apollo-server-express', apolloServerExpress],
  ['async', asyncControl],
  ['await-to-js', awaitToJs],
  ['awilix', awilix],
  ['awilix-express', awilixExpress],
  ['awilix-koa', awilixKoa],
  ['bluebird', bluebird],
  ['deepmerge', deepmerge],
  ['epilogue', finale],
  ['epilogue-js', finale],
  ['express-restify-mongoose', expressRestifyMongoose],
  ['finale-rest', finale],
  ['http-assert', httpAssert],
  ['inversify', inversify],
  ['inversify-express-utils', inversifyExpressUtils + inversifyResults],
  ['json-server', jsonServer],
  ['lodash', lodash],
  ['lodash-es', lodash],
  ...lodashFunctions,
  ['microframework', microframework],
  ['microframework-w3tec', microframework],
  ['neverthrow', neverthrow],
  ['path-to-regexp', pathToRegexpStandIn],
  ['routing-controllers', routingControllers + routingControllersParameters],
  ['@thallesp/nestjs-better-auth', nestjsBetterAuth],
  ['nest-keycloak-connect', nestKeycloakConnect],
  ...fpTs,
  ['rxjs', rxjs],
  ['rxjs/operators', rxjs],
  ['@tsoa/runtime', tsoa],
  ['tsoa', tsoa],
  ['tsyringe', tsyringe],
  ['typedi', typedi],
  ['underscore', lodash],
]);

const prefix = 'authlint:';

/** The file that stands in for a package; null when the package speaks for itself. */
export function standInOf(packageName: string): string | null {
  return sources.has(packageName) ? `${prefix}${packageName}` : null;
}

/** Packages whose decorators install something, wherever their classes are used. */
export const installing: ReadonlySet<string> = new Set(['inversify-express-utils', 'routing-controllers']);

/** Packages whose decorators put classes where others find them: when a class is made, they run. */
export const declaring: ReadonlySet<string> = new Set([...installing, 'tsyringe', 'typedi']);

/** Packages whose stand-in calls what signs and verifies tokens: a file that uses them is worth reading. */
export const signing: readonly string[] = ['@nestjs/jwt'];

/** Packages whose stand-in makes a server. */
export const making: readonly string[] = ['@hapi/glue'];

/** Whether a file is no file of the project. */
export function isStandIn(file: string): boolean {
  return file.startsWith(prefix);
}

/** Its text: TypeScript. */
export function standInText(file: string): string | null {
  return isStandIn(file) ? (sources.get(file.slice(prefix.length)) ?? null) : null;
}
