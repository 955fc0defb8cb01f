import apicache from './libraries/apicache.ts';
import asyncStorage from './libraries/async-storage.ts';
import authFrameworks from './libraries/auth-frameworks.ts';
import basicAuth from './libraries/basic-auth.ts';
import bodyParser from './libraries/body-parser.ts';
import clerk from './libraries/clerk.ts';
import clientSessions from './libraries/client-sessions.ts';
import comparisons from './libraries/comparisons.ts';
import connectEnsureLogin from './libraries/connect-ensure-login.ts';
import connectFlash from './libraries/connect-flash.ts';
import connectRoles from './libraries/connect-roles.ts';
import consoles from './libraries/consoles.ts';
import cookieParser from './libraries/cookie-parser.ts';
import cookieSession from './libraries/cookie-session.ts';
import cors from './libraries/cors.ts';
import crypto from './libraries/crypto.ts';
import csrf from './libraries/csrf.ts';
import errors from './libraries/errors.ts';
import express from './libraries/express.ts';
import expressBasicAuth from './libraries/express-basic-auth.ts';
import expressJwt from './libraries/express-jwt.ts';
import expressJwtAuthz from './libraries/express-jwt-authz.ts';
import expressJwtPermissions from './libraries/express-jwt-permissions.ts';
import expressOauth2JwtBearer from './libraries/express-oauth2-jwt-bearer.ts';
import expressOpenapiValidator from './libraries/express-openapi-validator.ts';
import expressOpenidConnect from './libraries/express-openid-connect.ts';
import expressSession from './libraries/express-session.ts';
import fastifyAuth from './libraries/fastify-auth.ts';
import fastifyCsrf from './libraries/fastify-csrf.ts';
import fastifyHooks from './libraries/fastify-hooks.ts';
import fastifyJwt from './libraries/fastify-jwt.ts';
import fastifyLogins from './libraries/fastify-logins.ts';
import fastifyOauth2 from './libraries/fastify-oauth2.ts';
import fastifyPassport from './libraries/fastify-passport.ts';
import fastifyPlugin from './libraries/fastify-plugin.ts';
import fastifyPlugins from './libraries/fastify-plugins.ts';
import fastifyServing from './libraries/fastify-serving.ts';
import fastifySessions from './libraries/fastify-sessions.ts';
import files from './libraries/files.ts';
import firebaseAdmin from './libraries/firebase-admin.ts';
import handlers from './libraries/handlers.ts';
import hapi from './libraries/hapi.ts';
import hapiJwt from './libraries/hapi-jwt.ts';
import hapiPages from './libraries/hapi-pages.ts';
import hapiSchemes from './libraries/hapi-schemes.ts';
import helmet from './libraries/helmet.ts';
import honoBuilding from './libraries/hono-building.ts';
import honoLogins from './libraries/hono-logins.ts';
import honoSessionCookies from './libraries/hono-session-cookies.ts';
import honoSessions from './libraries/hono-sessions.ts';
import honoSteps from './libraries/hono-steps.ts';
import honoTokens from './libraries/hono-tokens.ts';
import honoTrpc from './libraries/hono-trpc.ts';
import httpErrors from './libraries/http-errors.ts';
import identityServices from './libraries/identity-services.ts';
import jose from './libraries/jose.ts';
import jsonwebtoken from './libraries/jsonwebtoken.ts';
import jwksRsa from './libraries/jwks-rsa.ts';
import jwtDecode from './libraries/jwt-decode.ts';
import jwtSimple from './libraries/jwt-simple.ts';
import keycloakConnect from './libraries/keycloak-connect.ts';
import koaBuilding from './libraries/koa-building.ts';
import koaJwt from './libraries/koa-jwt.ts';
import koaPassport from './libraries/koa-passport.ts';
import koaSteps from './libraries/koa-steps.ts';
import limits from './libraries/limits.ts';
import loggers from './libraries/loggers.ts';
import msal from './libraries/msal.ts';
import oauthServers from './libraries/oauth-servers.ts';
import okta from './libraries/okta.ts';
import passing from './libraries/passing.ts';
import passport from './libraries/passport.ts';
import passportAzureAd from './libraries/passport-azure-ad.ts';
import passportIdentity from './libraries/passport-identity.ts';
import passportJwt from './libraries/passport-jwt.ts';
import passportLocal from './libraries/passport-local.ts';
import passportLogins from './libraries/passport-logins.ts';
import passportRedirects from './libraries/passport-redirects.ts';
import passportTokens from './libraries/passport-tokens.ts';
import propelauth from './libraries/propelauth.ts';
import proxies from './libraries/proxies.ts';
import signatures from './libraries/signatures.ts';
import supabase from './libraries/supabase.ts';
import supertokens from './libraries/supertokens.ts';
import tokenLibraries from './libraries/token-libraries.ts';
import tracing from './libraries/tracing.ts';
import uploads from './libraries/uploads.ts';
import validators from './libraries/validators.ts';
import webhooks from './libraries/webhooks.ts';
import wrappers from './libraries/wrappers.ts';
import { installing, making, signing } from './stand-ins/registry.ts';
import type { Library } from './vocabulary.ts';

/** Every library that the catalog knows, one line per file of ./libraries, in the order of the file names. */
export const libraries: readonly Library[] = [
  apicache,
  asyncStorage,
  authFrameworks,
  basicAuth,
  bodyParser,
  clerk,
  clientSessions,
  comparisons,
  connectEnsureLogin,
  connectFlash,
  connectRoles,
  consoles,
  cookieParser,
  cookieSession,
  cors,
  crypto,
  csrf,
  errors,
  expressBasicAuth,
  expressJwtAuthz,
  expressJwtPermissions,
  expressJwt,
  expressOauth2JwtBearer,
  ...expressOpenapiValidator,
  expressOpenidConnect,
  expressSession,
  express,
  fastifyAuth,
  fastifyCsrf,
  fastifyHooks,
  fastifyJwt,
  fastifyLogins,
  fastifyOauth2,
  fastifyPassport,
  fastifyPlugin,
  fastifyPlugins,
  fastifyServing,
  fastifySessions,
  files,
  firebaseAdmin,
  handlers,
  hapiJwt,
  hapiPages,
  hapiSchemes,
  hapi,
  helmet,
  honoBuilding,
  honoLogins,
  honoSessionCookies,
  honoSessions,
  honoSteps,
  honoTokens,
  httpErrors,
  identityServices,
  jose,
  jsonwebtoken,
  jwksRsa,
  jwtDecode,
  jwtSimple,
  keycloakConnect,
  koaBuilding,
  honoTrpc,
  koaJwt,
  koaPassport,
  koaSteps,
  limits,
  loggers,
  msal,
  oauthServers,
  okta,
  passing,
  passportAzureAd,
  passportIdentity,
  passportJwt,
  passportLocal,
  passportLogins,
  passportRedirects,
  passportTokens,
  passport,
  propelauth,
  proxies,
  signatures,
  supabase,
  supertokens,
  tokenLibraries,
  uploads,
  validators,
  webhooks,
  tracing,
  wrappers,
].flat();

const byName: ReadonlyMap<string, Library> = new Map(
  libraries.flatMap((library) => [library.package, ...(library.aliases ?? [])].map((name) => [name, library] as const)),
);

/** By package name or alias, as written in an import: `node:crypto` is found under its own name. */
export function findLibrary(name: string): Library | undefined {
  return byName.get(name);
}

/** Package names whose mere mention makes a file worth reading. */
export function needles(): string[] {
  const known = libraries.flatMap(({ marks, package: name, aliases }) =>
    marks === false ? [] : [name, ...(aliases ?? [])],
  );
  return [...known, ...installing, ...making, ...signing];
}
