import type { Ending, PartMember, RequestShape, Run } from '../adapter.ts';
import { primitive, undefinedValue, unknown } from '../plain-values.ts';
import type { RequestPart, Value } from '../values.ts';
import { majorOf } from '../version.ts';

type Members = Readonly<Record<string, PartMember>>;

function named(names: string, member: PartMember): Members {
  return Object.fromEntries(names.split(' ').map((name) => [name, member]));
}

const passport: readonly string[] = ['@fastify/passport', 'fastify-passport'];

/** https://fastify.dev/docs/latest/Reference/Request/, with what @fastify/passport adds. */
const requestMembers: Members = {
  ...named(
    'id ip ips host hostname port protocol socket connection aborted signal routeSchema routerMethod complete destroyed on once',
    { is: 'server' },
  ),
  ...named('getValidationFunction compileValidationSchema validateInput isMultipart', { is: 'server' }),
  // The question before a request may be asked where no route is.
  is404: {
    is: 'value',
    value: (asked, at) => (asked.target() ? primitive(false) : unknown('whether a route is there', at)),
  },
  headers: { is: 'part', part: 'headers' },
  cookies: { is: 'part', part: 'cookies' },
  query: { is: 'part', part: 'query' },
  body: { is: 'part', part: 'body' },
  rawBody: { is: 'part', part: 'body' },
  params: { is: 'part', part: 'params' },
  session: { is: 'part', part: 'session' },
  raw: { is: 'part', part: 'request' },
  url: { is: 'location', which: 'original' },
  originalUrl: { is: 'location', which: 'original' },
  method: { is: 'method' },
  user: { is: 'principal' },
  server: { is: 'scope' },
  log: { is: 'logger' },
  routeOptions: { is: 'route', which: 'options' },
  isAuthenticated: { is: 'check', authenticated: true, from: passport },
  isUnauthenticated: { is: 'check', authenticated: false, from: passport },
  logIn: { is: 'callback' },
  login: { is: 'callback' },
  logOut: { is: 'callback' },
  logout: { is: 'callback' },
};

/** Gone in 5: https://fastify.dev/docs/latest/Guides/Migration-Guide-V5/ (F16). */
const before5: Members = {
  routerPath: { is: 'route', which: 'path' },
  routeConfig: { is: 'route', which: 'config' },
  context: { is: 'route', which: 'options' },
};

const gone: PartMember = { is: 'value', value: () => undefinedValue };

/** Replies by which `@fastify/sensible` names statuses. */
const named4xx: Readonly<Record<string, number>> = {
  badRequest: 400,
  unauthorized: 401,
  paymentRequired: 402,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  notAcceptable: 406,
  conflict: 409,
  gone: 410,
  unprocessableEntity: 422,
  tooManyRequests: 429,
  internalServerError: 500,
  notImplemented: 501,
};

/** https://fastify.dev/docs/latest/Reference/Reply/, and those of Node's own response that `raw` leads to. */
const replyMembers: Members = {
  ...named(
    'header headers type removeHeader trailer removeTrailer serializer setCookie cookie clearCookie setHeader vary',
    {
      is: 'fluent',
    },
  ),
  ...named(
    'elapsedTime getResponseTime getHeader getHeaders hasHeader hasTrailer getSerializationFunction on once socket',
    { is: 'server' },
  ),
  ...named('compileSerializationSchema serializeInput serialize write flushHeaders', { is: 'server' }),
  ...named('send sendFile download', { is: 'send' }),
  ...named('view render viewAsync', { is: 'send', page: true }),
  ...named('end hijack', { is: 'send', atOnce: true }),
  ...Object.fromEntries(
    Object.entries(named4xx).map(([name, status]): [string, PartMember] => [name, { is: 'send', status }]),
  ),
  code: { is: 'status' },
  status: { is: 'status' },
  statusCode: { is: 'standing', which: 'status' },
  writeHead: { is: 'status' },
  redirect: { is: 'send', status: 302 },
  callNotFound: { is: 'send', status: 404 },
  sent: { is: 'sent', surely: true },
  headersSent: { is: 'sent' },
  raw: { is: 'part', part: 'response' },
  request: { is: 'part', part: 'request' },
  server: { is: 'scope' },
  log: { is: 'logger' },
  routeOptions: { is: 'route', which: 'options' },
};

const hook: readonly RequestPart[] = ['request', 'response', 'next'];
const payloadHook: readonly RequestPart[] = ['request', 'response', 'body', 'next'];

/** https://fastify.dev/docs/latest/Reference/Hooks/ */
const parametersOf: Readonly<Record<string, readonly RequestPart[]>> = {
  preParsing: payloadHook,
  preSerialization: payloadHook,
  onSend: payloadHook,
  onError: ['request', 'response', 'error', 'next'],
  onTimeout: hook,
  onRequestAbort: ['request', 'next'],
  errorHandler: ['error', 'request', 'response'],
};

export const fastifyRequest: RequestShape = {
  bindsScope: true,
  answers: 'sending',
  handsOn: 'sent',
  assigned: () => null,
  continuation: 'value',
  silence: 'every request hangs',
  unparsed: ['cookies'],
  parameters: (_count, { phase }) => (phase === null ? ['request', 'response'] : (parametersOf[phase] ?? hook)),
  member: (part, name, version) => {
    const known = part === 'request' ? requestMembers : part === 'response' ? replyMembers : null;
    if (known && Object.hasOwn(known, name)) return known[name]!;
    if (part === 'request' && Object.hasOwn(before5, name)) return majorOf(version) === 5 ? gone : before5[name]!;
    if (part === 'response' && name === 'context') return majorOf(version) === 5 ? gone : before5[name]!;
    return known ? { is: 'custom' } : null;
  },
  handlesErrors: ({ phase }) => phase === 'errorHandler',
  ending: (run) => {
    if (run.use.phase === null) return handlerEnding(run);
    return run.use.phase === 'errorHandler' ? answered(run, run.result) : hookEnding(run);
  },
};

/** A hook stops the request by throwing, by `done(error)` or by sending: nothing that it returns does (F7). */
function hookEnding(run: Run): Ending {
  if (run.answer && !isTooLate(run) && (run.answeredFirst || !run.continued)) {
    const { status } = run.answer;
    const rejects = (status !== null && status >= 300) || isErrorSent(run);
    return { end: rejects ? 'rejects' : 'answers', status, ...race(run) };
  }
  if (run.thrown) return { end: 'rejects', status: run.thrownStatus };
  if (run.failed) return { end: 'rejects', status: null, ...(run.resumed && { races: 'a-call' }) };
  if (run.handedOver || run.maybeAnswered) return { end: 'unknown', status: null };
  const waits = !run.isAsync && !run.continued && takesDone(run);
  const isSilent = !run.isAsync && !run.continued && !waits && !isPromised(run);
  if (waits || isSilent || returnsReply(run)) return { end: 'neither', status: null };
  if (run.answersLate) return { end: 'continues', status: null, isOvertaken: true };
  // A status that is set and not sent stands above the handler's answer.
  const { status } = run;
  if (status === null || status < 400) return { end: 'continues', status: null };
  return { end: replaces(run) ? 'rejects' : 'both', status };
}

/**
 * A hook that is over without having handed the reply back is gone on from unless the answer has left by then: where hooks
 * wait before that, the handler runs. https://github.com/fastify/fastify/blob/v5.6.1/lib/hooks.js#L276
 */
function race(run: Run): Pick<Ending, 'races'> {
  if (!run.answer || run.answer.atOnce || run.awaitsAnswer) return {};
  if (run.continued) return { races: 'a-call' };
  return (run.isAsync || run.isPromise) && !returnsReply(run) ? { races: 'a-promise' } : {};
}

/** The hook has gone on by the time of its answer: its promise is fulfilled, or it has called back. */
function isTooLate(run: Run): boolean {
  if (!run.answersLate) return false;
  return run.isAsync || isPromised(run) || (run.continued && !run.continuesLate);
}

/** Declares the callback: what it returns is not looked at. */
function takesDone({ parameters, use }: Run): boolean {
  const all = parametersOf[use.phase ?? ''] ?? hook;
  return parameters >= all.length;
}

/** A synchronous hook goes on when the promise that it returns settles. */
function isPromised({ isPromise, result }: Run): boolean {
  return isPromise || result.t === 'unknown' || result.t === 'choice' || result.t === 'credential';
}

/** Sends something else than what the handler has answered. */
function replaces({ use, result }: Run): boolean {
  const isNothing = result.t === 'primitive' && result.value === undefined;
  const isPayload = result.t === 'request' && result.part === 'body';
  return (use.phase === 'onSend' || use.phase === 'preSerialization') && !isNothing && !isPayload;
}

function returnsReply({ result }: Run): boolean {
  return result.t === 'request' && result.part === 'response';
}

/** `reply.send(error)` is a rejection with the status of the error. */
function isErrorSent(run: Run): boolean {
  return run.sentError;
}

function handlerEnding(run: Run): Ending {
  if (run.thrown) return { end: 'rejects', status: run.thrownStatus };
  return answered(run, run.result);
}

/** A handler answers by sending, or by what it returns. */
function answered(run: Run, result: Value): Ending {
  if (run.thrown) return { end: 'rejects', status: run.thrownStatus };
  const isOvertaken = run.answersLate && !(result.t === 'primitive' && result.value === undefined);
  if (run.answer && !isOvertaken) {
    const { status } = run.answer;
    return { end: (status !== null && status >= 300) || run.sentError ? 'rejects' : 'answers', status };
  }
  // What is returned is sent, errors as errors: https://fastify.dev/docs/latest/Reference/Reply/#errors
  if (run.isErrorReturned) return { end: 'rejects', status: run.status };
  const isNothing = result.t === 'primitive' && result.value === undefined;
  const sent = isNothing || returnsReply(run) ? {} : { sent: result };
  if (isOvertaken) return { end: 'answers', status: null, ...sent, isOvertaken };
  const { status } = run;
  return { end: status !== null && status >= 300 ? 'rejects' : 'answers', status, ...sent };
}
