import { onionAllows } from '../allowed.ts';
import { answers, fails } from '../common.ts';
import { honoPinoHeaders } from '../header-logs.ts';
import { defineLibrary, type Library, type Reading, type StepFactory, type StepKnowledge } from '../vocabulary.ts';
import { credentialedCors } from '../weaknesses.ts';

function step(role: StepKnowledge['role'], why: string, more: Partial<StepKnowledge> = {}): StepFactory {
  return { is: 'step-factory', uninvoked: fails, step: { role, why, ...more } };
}

const headers = step('headers', 'it only adds headers');
const log = step('log', 'it only records the request');
const pino = { ...log, disclosures: honoPinoHeaders };
const parsed = step('body', 'it checks what is sent, not by whom', { provides: ['body'] });
const files = step('static', 'it answers with files, and continues where there is none');
const docs = step('handler', 'it answers with a page', { outcome: answers, purpose: 'docs' });

const cors: StepFactory = {
  ...step('cors', 'hono/cors answers preflights itself and continues with everything else', {
    outcome: { preflight: 'answers' },
    allows: onionAllows,
  }),
  weaknesses: credentialedCors('refused'),
};
const context: Reading = { is: 'reading', kind: 'context', name: 0, signed: false, delivers: 'value' };
const limit = step('rate-limit', 'it rejects who asks too often or sends too much, whoever that is');

/** Steps of Hono itself and of others that say little about who may enter, by package and export. */
const steps: Readonly<Record<string, Library['exports']>> = {
  'hono/cors': { cors },
  'hono/csrf': { csrf: step('csrf', 'hono/csrf rejects forged forms, whoever sends them') },
  'hono/logger': { logger: log },
  'hono/secure-headers': { secureHeaders: headers },
  'hono/pretty-json': { prettyJSON: headers },
  'hono/powered-by': { poweredBy: headers },
  'hono/timing': { timing: headers },
  'hono/etag': { etag: headers },
  'hono/compress': { compress: headers },
  'hono/cache': { cache: headers },
  'hono/request-id': { requestId: headers },
  'hono/timeout': { timeout: headers },
  'hono/language': { languageDetector: headers },
  'hono/context-storage': { contextStorage: headers, getContext: context, tryGetContext: context },
  'hono/jsx-renderer': { jsxRenderer: headers },
  'hono/trailing-slash': { trimTrailingSlash: headers, appendTrailingSlash: headers },
  'hono/body-limit': { bodyLimit: limit },
  'hono/validator': { validator: parsed },
  'hono/serve-static': { serveStatic: files },
  'hono/bun': { serveStatic: files },
  'hono/deno': { serveStatic: files },
  'hono/cloudflare-workers': { serveStatic: files },
  '@hono/node-server/serve-static': { serveStatic: files },
  '@hono/zod-validator': { zValidator: parsed },
  '@hono/valibot-validator': { vValidator: parsed },
  '@hono/standard-validator': { sValidator: parsed },
  '@hono/typebox-validator': { tbValidator: parsed },
  '@hono/arktype-validator': { arktypeValidator: parsed },
  'hono-openapi': { describeRoute: headers, validator: parsed },
  '@hono/swagger-ui': { swaggerUI: docs },
  '@scalar/hono-api-reference': { apiReference: docs, Scalar: docs },
  '@hono/sentry': { sentry: log },
  '@hono/otel': { otel: log, httpInstrumentationMiddleware: log },
  'hono-pino': { pinoLogger: pino, logger: pino },
  'hono-rate-limiter': { rateLimiter: limit },
};

export default Object.entries(steps).map(([name, exports]): Library => {
  const docs = name.startsWith('hono/')
    ? `https://hono.dev/docs/middleware/builtin/${name.slice('hono/'.length)}`
    : `https://www.npmjs.com/package/${name}`;
  return defineLibrary({ package: name, docs, marks: name === 'hono/cors', exports });
});
