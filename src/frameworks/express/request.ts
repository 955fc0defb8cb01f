import type { Ending, PartMember, RequestShape, Run } from '../adapter.ts';
import { majorOf } from '../version.ts';

const requestMembers: Readonly<Record<string, PartMember>> = {
  headers: { is: 'part', part: 'headers' },
  rawHeaders: { is: 'part', part: 'headers' },
  header: { is: 'header-reader' },
  get: { is: 'header-reader' },
  cookies: { is: 'part', part: 'cookies' },
  // cookie-parser leaves `false` where the signature is bad: https://github.com/expressjs/cookie-parser#cookieparsersecret-options
  signedCookies: { is: 'part', part: 'signed-cookies' },
  query: { is: 'part', part: 'query' },
  body: { is: 'part', part: 'body' },
  rawBody: { is: 'part', part: 'body' },
  params: { is: 'part', part: 'params' },
  file: { is: 'part', part: 'body' },
  files: { is: 'part', part: 'body' },
  session: { is: 'part', part: 'session' },
  res: { is: 'part', part: 'response' },
  method: { is: 'method' },
  path: { is: 'location', which: 'path' },
  url: { is: 'location', which: 'url', moves: true },
  originalUrl: { is: 'location', which: 'original' },
  baseUrl: { is: 'location', which: 'base' },
  user: { is: 'principal' },
  isAuthenticated: { is: 'check', authenticated: true },
  isUnauthenticated: { is: 'check', authenticated: false },
  logIn: { is: 'callback' },
  login: { is: 'callback' },
  logOut: { is: 'callback' },
  logout: { is: 'callback' },
};

for (const name of [
  'app ip ips protocol secure hostname host subdomains fresh stale xhr route socket connection client httpVersion',
  'accepts acceptsCharsets acceptsEncodings acceptsLanguages is range param on once pipe unpipe resume pause setTimeout setEncoding',
  'complete aborted destroyed readable log id flash csrfToken t i18n language locale sessionID sessionStore validationErrors next',
].flatMap((names) => names.split(' '))) {
  (requestMembers as Record<string, PartMember>)[name] = { is: 'server' };
}

const responseMembers: Readonly<Record<string, PartMember>> = {
  status: { is: 'status' },
  writeHead: { is: 'status' },
  sendStatus: { is: 'send', statusArgument: 0 },
  send: { is: 'send' },
  json: { is: 'send' },
  jsonp: { is: 'send' },
  end: { is: 'send' },
  render: { is: 'send', page: true },
  redirect: { is: 'send', status: 302 },
  sendFile: { is: 'send' },
  sendfile: { is: 'send' },
  download: { is: 'send' },
  format: { is: 'send' },
  locals: { is: 'part', part: 'locals' },
  req: { is: 'part', part: 'request' },
};

for (const name of 'set header setHeader type contentType cookie clearCookie vary append links attachment location removeHeader'.split(
  ' ',
)) {
  (responseMembers as Record<string, PartMember>)[name] = { is: 'fluent' };
}
for (const name of 'app get getHeader hasHeader on once emit write flush flushHeaders socket log statusMessage'.split(
  ' ',
)) {
  (responseMembers as Record<string, PartMember>)[name] = { is: 'server' };
}
for (const name of ['headersSent', 'finished', 'writableEnded'])
  (responseMembers as Record<string, PartMember>)[name] = { is: 'sent' };

const members: Readonly<Record<string, Readonly<Record<string, PartMember>>>> = {
  request: requestMembers,
  response: responseMembers,
};

/** The request-time API of Express: https://expressjs.com/en/5x/api.html#req, Passport's additions included. */
export const expressRequest: RequestShape = {
  /** Express looks at `Function.length`: four parameters make an error handler (E03). */
  parameters: (count, use) => {
    if (use.isParameter) return ['request', 'response', 'next', 'params'];
    return count === 4 ? ['error', 'request', 'response', 'next'] : ['request', 'response', 'next'];
  },
  member: (part, name) => {
    const known = members[part];
    return known ? (Object.hasOwn(known, name) ? known[name]! : { is: 'custom' }) : null;
  },
  answers: 'sending',
  assigned: () => null,
  continuation: 'value',
  silence: 'every request hangs',
  unparsed: ['cookies', 'body'],
  ending,
};

/** `next()` goes on; Express 4 never hears of the rejection of an asynchronous step, so that the request hangs (E05). */
function ending(run: Run): Ending {
  if (run.continued) return { end: run.answeredFirst ? 'both' : 'continues', status: run.answer?.status ?? null };
  if (run.skipped) return { end: 'skips', status: null };
  if (run.answer) {
    const { status } = run.answer;
    return { end: status !== null && status >= 300 ? 'rejects' : 'answers', status };
  }
  if (run.failed) return { end: 'rejects', status: null };
  if (run.thrown) {
    const hangs = run.isAsync && majorOf(run.version) === 4;
    const status = run.thrownStatus ?? 500;
    return { end: hangs ? 'neither' : 'rejects', status: hangs ? null : status };
  }
  if (run.handedOver) return { end: 'unknown', status: null };
  if (run.maybeAnswered) return { end: 'answers', status: null };
  return { end: 'neither', status: null };
}
