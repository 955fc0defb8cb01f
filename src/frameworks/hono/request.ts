import type { Ending, PartMember, RequestShape, Run } from '../adapter.ts';
import { isUndefined } from '../plain-values.ts';
import { honoMatches } from './paths.ts';

type Members = Readonly<Record<string, PartMember>>;

function each(names: string, member: PartMember): Members {
  return Object.fromEntries(names.split(' ').map((name) => [name, member]));
}

const body = { is: 'reader', part: 'body', loads: true } as const;

/** https://hono.dev/docs/api/context */
const context: Members = {
  req: { is: 'part', part: 'request' },
  env: { is: 'part', part: 'bindings' },
  var: { is: 'part', part: 'variables' },
  get: { is: 'reader', part: 'variables' },
  set: { is: 'writer', part: 'variables' },
  res: { is: 'part', part: 'response' },
  status: { is: 'status', prepares: true },
  header: { is: 'fluent' },
  ...each('json text html body newResponse', { is: 'answer', statusArgument: 1 }),
  redirect: { is: 'answer', status: 302, statusArgument: 1 },
  notFound: { is: 'answer', status: 404 },
  render: { is: 'answer' },
  ...each('error event executionCtx finalized setRenderer setLayout getLayout', { is: 'server' }),
};

/** https://hono.dev/docs/api/request and the standard `Request` behind `raw` */
const request: Members = {
  header: { is: 'reader', part: 'headers' },
  headers: { is: 'part', part: 'headers' },
  query: { is: 'reader', part: 'query' },
  queries: { is: 'reader', part: 'query' },
  param: { is: 'reader', part: 'params' },
  cookie: { is: 'reader', part: 'cookies' },
  ...each('json text parseBody formData blob arrayBuffer', body),
  valid: {
    is: 'choice',
    parts: { json: 'body', form: 'body', query: 'query', param: 'params', header: 'headers', cookie: 'cookies' },
  },
  body: { is: 'part', part: 'body' },
  raw: { is: 'part', part: 'request' },
  path: { is: 'location', which: 'matched' },
  url: { is: 'location', which: 'href' },
  method: { is: 'method' },
  ...each('routePath matchedRoutes routeIndex signal clone addValidatedData bodyCache', { is: 'server' }),
};

/** `Headers`, `URLSearchParams` and `FormData` are read by name. */
const byName: Readonly<Record<string, Members>> = {
  headers: { ...each('get has', { is: 'header-reader' }), ...each('set append', { is: 'writer', part: 'headers' }) },
  query: { get: { is: 'reader', part: 'query' } },
  body: { get: { is: 'reader', part: 'body' } },
};

/** Of the standard `Response` in `c.res`, behind `next()`. */
const ofResponse: Members = {
  status: { is: 'standing', which: 'status' },
  ok: { is: 'standing', which: 'success' },
};

const members: Readonly<Record<string, Members>> = { context, request };

/** The request-time API of Hono. */
export const honoRequest: RequestShape = {
  parameters: (_count, { phase }) => {
    if (phase === 'door') return ['request', 'bindings'];
    return phase === 'error' ? ['error', 'context'] : ['context', 'next'];
  },
  member: (part, name) => {
    const table = byName[part];
    if (table) return Object.hasOwn(table, name) ? table[name]! : null;
    if (part === 'response') return Object.hasOwn(ofResponse, name) ? ofResponse[name]! : { is: 'server' };
    const known = members[part];
    return known ? (Object.hasOwn(known, name) ? known[name]! : { is: 'custom' }) : null;
  },
  handlesErrors: ({ phase }) => phase === 'error',
  answers: 'returning',
  assigned: (part, name) => (part === 'context' && name === 'res' ? 'answer' : null),
  // What a later step throws is handled where it is thrown: `next()` never rejects (H07d).
  continuation: 'settled-promise',
  silence: 'every request is answered 500',
  matches: honoMatches,
  ending,
};

/** A step answers by returning; what it returns after `next()` is ignored, what it does not return is lost (H08b, H08d). */
function ending(run: Run): Ending {
  if (run.continued) {
    const isLost = run.dropped || run.answeredFirst;
    return { end: isLost ? 'both' : 'continues', status: run.answer?.status ?? null };
  }
  if (run.thrown) return { end: 'rejects', status: run.thrown.t === 'answer' ? run.thrown.status : 500 };
  if (run.answer) {
    const { status } = run.answer;
    return { end: status !== null && status >= 300 ? 'rejects' : 'answers', status };
  }
  if (run.handedOver) return { end: 'unknown', status: null };
  // A function is no answer: a factory that was to be called (HX03).
  const isNone = isUndefined(run.result) || run.result.t === 'function' || run.result.t === 'made';
  return isNone ? { end: 'rejects', status: 500 } : { end: 'answers', status: null };
}
