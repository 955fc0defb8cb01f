import { guards } from '../common.ts';
import { defineLibrary, type StepFactory, type StepKnowledge } from '../vocabulary.ts';

const unanswered = 'every request is answered 404';

function step(role: StepKnowledge['role'], why: string, more: Partial<StepKnowledge> = {}): StepFactory {
  return { is: 'step-factory', uninvoked: unanswered, step: { role, why, ...more } };
}

const body = step('body', 'it parses bodies and continues', { provides: ['body'] });
const headers = step('headers', 'it only adds headers');
const log = step('log', 'it only records the request');
const files = step('static', 'it answers with files, and continues where there is none');
const allowed = step('unknown', 'it answers what no route has answered, after them', { name: 'allowedMethods' });

function parser(name: string, docs: string, exports: readonly string[]) {
  return defineLibrary({
    package: name,
    docs,
    marks: false,
    exports: Object.fromEntries(exports.map((key) => [key, body])),
  });
}

/** Steps of Koa that say little about who may enter, and what puts steps together. */
export default [
  defineLibrary({ package: 'koa', docs: 'https://koajs.com', exports: {} }),
  defineLibrary({ package: '@koa/router', docs: 'https://github.com/koajs/router', exports: { allowedMethods: allowed } }),
  defineLibrary({ package: 'koa-router', docs: 'https://github.com/koajs/router', exports: { allowedMethods: allowed } }),
  defineLibrary({
    package: 'koa-compose',
    docs: 'https://github.com/koajs/compose#readme',
    exports: { '': { is: 'wrapper', argument: 0 } },
  }),
  defineLibrary({
    package: 'koa-mount',
    docs: 'https://github.com/koajs/mount#readme',
    exports: { '': { is: 'configuration' } },
  }),
  defineLibrary({
    package: 'koa-convert',
    docs: 'https://github.com/koajs/convert#readme',
    exports: { '': { is: 'wrapper', argument: 0 } },
  }),
  defineLibrary({
    package: '@koa/cors',
    aliases: ['koa2-cors', 'kcors'],
    docs: 'https://github.com/koajs/cors#readme',
    exports: {
      '': {
        is: 'step-factory',
        uninvoked: unanswered,
        step: {
          role: 'cors',
          outcome: { preflight: 'answers' },
          why: '@koa/cors answers preflights itself and continues with everything else',
        },
      },
    },
  }),
  defineLibrary({
    package: 'koa-basic-auth',
    docs: 'https://github.com/koajs/basic-auth#readme',
    exports: {
      '': {
        is: 'step-factory',
        uninvoked: unanswered,
        secrets: [{ at: { option: 'pass' }, protects: 'the basic login' }],
        step: {
          role: 'authenticate',
          outcome: guards,
          status: 401,
          scheme: { kind: 'basic', name: 'basic' },
          why: 'koa-basic-auth rejects whoever does not bring the user and password that it was given',
        },
      },
    },
  }),
  defineLibrary({
    package: 'koa-session',
    aliases: ['koa-generic-session', 'koa-session2', 'koa-session-minimal'],
    docs: 'https://github.com/koajs/session#readme',
    exports: {
      '': step('session', 'koa-session gives every caller a session, logged in or not, and continues', {
        provides: ['session'],
      }),
      createSession: step('session', 'koa-session gives every caller a session, logged in or not, and continues', {
        provides: ['session'],
      }),
    },
  }),
  defineLibrary({
    package: 'koa-csrf',
    docs: 'https://github.com/koajs/csrf#readme',
    exports: { '': step('csrf', 'koa-csrf rejects forged forms, whoever sends them', { needs: [] }) },
  }),
  defineLibrary({ package: 'koa-helmet', docs: 'https://github.com/venables/koa-helmet#readme', exports: { '': headers } }),
  defineLibrary({
    package: 'koa-logger',
    aliases: ['koa-pino-logger', 'koa-morgan', 'koa-bunyan-logger', 'koa-winston'],
    docs: 'https://github.com/koajs/logger#readme',
    marks: false,
    exports: { '': log, logger: log },
  }),
  defineLibrary({
    package: 'koa-static',
    aliases: ['koa-serve', 'koa-static-cache'],
    docs: 'https://github.com/koajs/static#readme',
    marks: false,
    exports: { '': files },
  }),
  defineLibrary({
    package: 'koa-compress',
    aliases: ['koa-etag', 'koa-conditional-get', 'koa-response-time', 'koa-favicon', 'koa-sslify', 'koa-json', 'koa-views'],
    docs: 'https://github.com/koajs/compress#readme',
    marks: false,
    exports: { '': headers },
  }),
  defineLibrary({
    package: 'koa-ratelimit',
    docs: 'https://github.com/koajs/ratelimit#readme',
    marks: false,
    exports: { '': step('rate-limit', 'it rejects who asks too often, whoever that is') },
  }),
  parser('koa-bodyparser', 'https://github.com/koajs/bodyparser#readme', ['', 'bodyParser']),
  parser('@koa/bodyparser', 'https://github.com/koajs/bodyparser#readme', ['', 'bodyParser']),
  parser('koa-body', 'https://github.com/koajs/koa-body#readme', ['', 'koaBody']),
  parser('@koa/multer', 'https://github.com/koajs/multer#readme', ['', '()single', '()any']),
];
