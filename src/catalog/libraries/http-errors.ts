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

/** The classes of http-errors have the names of the statuses. */
const classes =
  'BadRequest:400 Unauthorized:401 PaymentRequired:402 Forbidden:403 NotFound:404 MethodNotAllowed:405 NotAcceptable:406 ' +
  'ProxyAuthenticationRequired:407 RequestTimeout:408 Conflict:409 Gone:410 LengthRequired:411 PreconditionFailed:412 ' +
  'PayloadTooLarge:413 URITooLong:414 UnsupportedMediaType:415 RangeNotSatisfiable:416 ExpectationFailed:417 ' +
  'ImATeapot:418 MisdirectedRequest:421 UnprocessableEntity:422 Locked:423 FailedDependency:424 TooEarly:425 ' +
  'UpgradeRequired:426 PreconditionRequired:428 TooManyRequests:429 RequestHeaderFieldsTooLarge:431 ' +
  'UnavailableForLegalReasons:451 InternalServerError:500 NotImplemented:501 BadGateway:502 ServiceUnavailable:503 ' +
  'GatewayTimeout:504';

const byName = Object.entries(statuses).map(([name, status]): [string, Meaning] => [name, answer(status)]);
const byClass = classes.split(' ').map((one): [string, Meaning] => {
  const [name, status] = one.split(':') as [string, string];
  return [name, answer(Number(status))];
});

export default [
  defineLibrary({
    package: '@hapi/boom',
    aliases: ['boom'],
    docs: 'https://hapi.dev/module/boom/api',
    marks: false,
    exports: {
      ...Object.fromEntries(byName),
      Boom: { is: 'answer', status: 500, options: 1, statusOption: 'statusCode' },
      boomify: { is: 'answer', status: 500, options: 1, statusOption: 'statusCode', inPlace: true },
    },
  }),
  defineLibrary({
    package: 'http-errors',
    docs: 'https://github.com/jshttp/http-errors#readme',
    marks: false,
    exports: { ...Object.fromEntries(byClass), '': { is: 'answer', status: 500, statusArgument: 0 } },
  }),
];
