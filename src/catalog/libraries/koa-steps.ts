import { onionAllows } from '../allowed.ts';
import { pinoHeaders } from '../header-logs.ts';
import { defineLibrary, type Library, type StepFactory, type StepKnowledge } from '../vocabulary.ts';
import { cookieFlags, credentialedCors } from '../weaknesses.ts';

const unanswered = 'every request is answered 404';

function step(role: StepKnowledge['role'], why: string, more: Partial<StepKnowledge> = {}): StepFactory {
  return { is: 'step-factory', uninvoked: unanswered, step: { role, why, ...more } };
}

const body = step('body', 'it parses bodies and continues', { provides: ['body'] });
const headers = step('headers', 'it only adds headers');
const log = step('log', 'it only records the request');
const files = step('static', 'it answers with files, and continues where there is none');
const allowed = step('unknown', 'it answers what no route has answered, after them', { name: 'allowedMethods' });
/** Without an origin of its own it reflects the one that asks: https://github.com/koajs/cors#corsoptions */
const cors: StepFactory = {
  ...step('cors', 'it answers preflights itself and continues with everything else', {
    outcome: { preflight: 'answers' },
    allows: onionAllows,
  }),
  weaknesses: credentialedCors('reflected'),
};
/** These send `*` as it is, or no leave for credentials beside it: https://github.com/zadzbw/koa2-cors#origin */
const corsOfStar: StepFactory = { ...cors, weaknesses: credentialedCors('reflected', 'refused') };
const session: StepFactory = {
  ...step('session', 'it gives every caller a session, logged in or not, and continues', { provides: ['session'] }),
  weaknesses: cookieFlags(''),
};

const helmets =
  'helmet contentSecurityPolicy frameguard hsts noSniff xssFilter referrerPolicy hidePoweredBy dnsPrefetchControl ieNoOpen permittedCrossDomainPolicies';

/** Steps of Koa that say little about who may enter, by package and export. */
const steps: Readonly<Record<string, Readonly<Record<string, StepFactory>>>> = {
  '@koa/router': { allowedMethods: allowed },
  'koa-router': { allowedMethods: allowed },
  '@koa/cors': { '': cors },
  'koa2-cors': { '': corsOfStar },
  kcors: { '': corsOfStar },
  'koa-session': { '': session, createSession: session },
  'koa-generic-session': { '': session },
  'koa-session-minimal': { '': session },
  'koa-csrf': { '': step('csrf', 'koa-csrf rejects forged forms, whoever sends them') },
  'koa-helmet': Object.fromEntries(['', ...helmets.split(' ')].map((name) => [name, headers])),
  'koa-compress': { '': headers },
  'koa-etag': { '': headers },
  'koa-conditional-get': { '': headers },
  'koa-response-time': { '': headers },
  'koa-favicon': { '': headers },
  'koa-sslify': { '': headers },
  'koa-json': { '': headers },
  'koa-logger': { '': log },
  'koa-pino-logger': { '': { ...log, disclosures: pinoHeaders('koa-pino-logger without redact') } },
  'koa-morgan': { '': log },
  'koa-winston': { logger: log },
  'koa-static': { '': files },
  'koa-static-cache': { '': files },
  'koa-ratelimit': { '': step('rate-limit', 'it rejects who asks too often, whoever that is') },
  'koa-bodyparser': { '': body },
  '@koa/bodyparser': { bodyParser: body, '': body },
  'koa-body': { '': body, koaBody: body },
};

/** Files that use one of these are worth reading by themselves. */
const telling = /cors|session|router/;

export default Object.entries(steps).map(
  ([name, exports]): Library =>
    defineLibrary({
      package: name,
      docs: `https://www.npmjs.com/package/${name}`,
      marks: telling.test(name),
      exports,
    }),
);
