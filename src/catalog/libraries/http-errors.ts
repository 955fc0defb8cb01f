import { type AnswerFactory, defineLibrary, type Meaning } from '../vocabulary.ts';

const statuses = {
  badRequest: 400,
  unauthorized: 401,
  paymentRequired: 402,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  notAcceptable: 406,
  proxyAuthRequired: 407,
  clientTimeout: 408,
  conflict: 409,
  resourceGone: 410,
  badData: 422,
  locked: 423,
  tooManyRequests: 429,
  internal: 500,
  badImplementation: 500,
  notImplemented: 501,
  badGateway: 502,
  serverUnavailable: 503,
  gatewayTimeout: 504,
};

function answer(status: number): AnswerFactory {
  return { is: 'answer', status };
}

const byName = Object.entries(statuses).map(([name, status]): [string, Meaning] => [name, answer(status)]);
const byClass = byName.map(([name, meaning]): [string, Meaning] => [name[0]!.toUpperCase() + name.slice(1), meaning]);

export default [
  defineLibrary({
    package: '@hapi/boom',
    aliases: ['boom'],
    docs: 'https://hapi.dev/module/boom/api',
    marks: false,
    exports: {
      ...Object.fromEntries(byName),
      Boom: { is: 'answer', status: 500, options: 1, statusOption: 'statusCode' },
      boomify: { is: 'answer', status: 500, options: 1, statusOption: 'statusCode' },
    },
  }),
  defineLibrary({
    package: 'http-errors',
    docs: 'https://github.com/jshttp/http-errors#readme',
    marks: false,
    exports: { ...Object.fromEntries(byClass), '': { is: 'answer', status: 500, statusArgument: 0 } },
  }),
];
