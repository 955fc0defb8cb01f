import type { Ending, PartMember, RequestShape, Run } from '../adapter.ts';

type Members = Readonly<Record<string, PartMember>>;

function each(names: string, member: PartMember): Members {
  return Object.fromEntries(names.split(' ').map((name) => [name, member]));
}

/** What the context has of the request: https://koajs.com/#request-aliases */
const ofRequest: Members = {
  header: { is: 'part', part: 'headers' },
  headers: { is: 'part', part: 'headers' },
  get: { is: 'header-reader', absent: 'text' },
  query: { is: 'part', part: 'query' },
  querystring: { is: 'part', part: 'query' },
  method: { is: 'method' },
  path: { is: 'location', which: 'path', moves: true },
  url: { is: 'location', which: 'url', moves: true },
  originalUrl: { is: 'location', which: 'original' },
  href: { is: 'location', which: 'href' },
  ...each('ip ips protocol secure host hostname subdomains fresh stale origin socket search URL', { is: 'server' }),
  ...each('accepts acceptsEncodings acceptsCharsets acceptsLanguages is type charset length idempotent', {
    is: 'server',
  }),
};

const context: Members = {
  ...ofRequest,
  request: { is: 'part', part: 'request' },
  req: { is: 'part', part: 'request' },
  response: { is: 'part', part: 'response' },
  res: { is: 'part', part: 'response' },
  state: { is: 'part', part: 'state' },
  cookies: { is: 'part', part: 'cookies' },
  session: { is: 'part', part: 'session' },
  params: { is: 'part', part: 'params' },
  redirect: { is: 'send', status: 302 },
  throw: { is: 'throw', statusArgument: 0 },
  assert: { is: 'export', package: 'http-assert' },
  isAuthenticated: { is: 'check', authenticated: true },
  isUnauthenticated: { is: 'check', authenticated: false },
  logIn: { is: 'callback' },
  login: { is: 'callback' },
  logOut: { is: 'callback' },
  logout: { is: 'callback' },
  set: { is: 'fluent' },
  append: { is: 'fluent' },
  remove: { is: 'fluent' },
  vary: { is: 'fluent' },
  attachment: { is: 'fluent' },
  render: { is: 'send', page: true },
  status: { is: 'standing', which: 'status', prepared: true },
  body: { is: 'prepared' },
  ...each('app message respond lastModified etag headerSent writable onerror inspect toJSON log', {
    is: 'server',
  }),
  ...each('flash csrf sessionHandler sessionOptions router routerPath _matchedRoute matched i18n t', { is: 'server' }),
};

const request: Members = {
  ...ofRequest,
  body: { is: 'part', part: 'body' },
  rawBody: { is: 'part', part: 'body' },
  files: { is: 'part', part: 'body' },
  params: { is: 'part', part: 'params' },
  ctx: { is: 'part', part: 'context' },
  req: { is: 'part', part: 'request' },
  ...each('app on once connection', { is: 'server' }),
};

const response: Members = {
  end: { is: 'send' },
  redirect: { is: 'send', status: 302 },
  writeHead: { is: 'status' },
  ...each('set setHeader append remove vary attachment', { is: 'fluent' }),
  ...each('status statusCode', { is: 'standing', which: 'status', prepared: true }),
  body: { is: 'prepared' },
  ...each('app get getHeader on once write header headers is', { is: 'server' }),
  ...each('headersSent finished', { is: 'sent' }),
};

/** `ctx.cookies`: https://github.com/pillarjs/cookies */
const cookies: Members = {
  get: { is: 'reader', part: 'cookies', signed: 'signed' },
  set: { is: 'fluent' },
};

const members: Readonly<Record<string, Members>> = { context, request, response, cookies };

/** The request-time API of Koa: https://koajs.com/#context */
export const koaRequest: RequestShape = {
  parameters: (_count, use) => (use.isParameter ? ['params', 'context', 'next'] : ['context', 'next']),
  member: (part, name) => {
    const known = members[part];
    if (part === 'cookies') return known && Object.hasOwn(known, name) ? known[name]! : null;
    return known ? (Object.hasOwn(known, name) ? known[name]! : { is: 'custom' }) : null;
  },
  answers: 'preparing',
  // `ctx.cookies` reads the header itself.
  unparsed: ['body'],
  assigned: (part, name) => {
    if (part !== 'context' && part !== 'response') return null;
    if (name === 'status' || name === 'statusCode') return 'status';
    return name === 'body' ? 'body' : null;
  },
  continuation: 'promise',
  silence: 'every request is answered 404',
  ending,
};

/**
 * A step goes on by calling `next()`; what it has prepared by then stands unless it is overwritten (K08e). One that does
 * neither is answered 404 (K08d).
 */
function ending(run: Run): Ending {
  // A handler that lets its body stand and goes on answers all the same (K01c).
  if (run.continued && run.isHandler && run.hasBody && !run.answeredFirst) return { end: 'answers', status: 200 };
  if (run.continued) return { end: run.answeredFirst ? 'both' : 'continues', status: run.answer?.status ?? null };
  if (run.thrown) return { end: 'rejects', status: run.thrownStatus ?? 500 };
  if (run.answer) {
    const { status } = run.answer;
    return { end: status !== null && status >= 300 ? 'rejects' : 'answers', status };
  }
  if (run.handedOver) return { end: 'unknown', status: null };
  if (run.maybeAnswered) return { end: 'answers', status: null };
  // What earlier steps have prepared stands.
  const before = run.statusBefore();
  if (before !== null) return { end: before >= 300 ? 'rejects' : 'answers', status: before };
  return { end: 'rejects', status: 404 };
}
