import type { Ending, PartMember, RequestShape, Run, StepUse } from '../adapter.ts';
import { objectValue, primitive, propertyOf, undefinedValue, unknown } from '../plain-values.ts';
import type { RequestPart, Value } from '../values.ts';

function listed(member: PartMember, names: string): [string, PartMember][] {
  return names.split(' ').map((name) => [name, member]);
}

const part = (name: RequestPart): PartMember => ({ is: 'part', part: name });

/** https://hapi.dev/api#request-properties and https://hapi.dev/api#response-toolkit */
const members: Partial<Record<RequestPart, Readonly<Record<string, PartMember>>>> = {
  request: {
    headers: part('headers'),
    state: part('cookies'),
    query: part('query'),
    payload: part('body'),
    params: part('params'),
    auth: part('identity'),
    app: part('app'),
    plugins: part('plugins'),
    pre: part('pre'),
    preResponses: part('preResponses'),
    // @hapi/yar
    yar: part('session'),
    raw: { is: 'server' },
    // https://hapi.dev/api#-requestmethod
    method: { is: 'method', lower: true },
    path: { is: 'location', which: 'whole' },
    // Its path is the normalised one, which is `request.path` too.
    url: {
      is: 'value',
      value: ({ member }) => objectValue([['pathname', member({ t: 'request', part: 'request' }, 'path')]], true),
    },
    route: { is: 'route', which: 'config' },
    server: { is: 'scope' },
    // Only before the route is looked for: https://hapi.dev/api#-requestseturlurl-striptrailingslash
    setUrl: { is: 'mover' },
    ...Object.fromEntries(
      listed(
        { is: 'server' },
        'info log logs i18n paramsArray mime domain cookieAuth events jsonp active isInjected setMethod generateResponse',
      ),
    ),
  },
  identity: {
    isAuthenticated: { is: 'flag', as: 'auth.isAuthenticated' },
    isAuthorized: { is: 'flag', as: 'auth.isAuthorized' },
    // Null until a strategy leaves something else: https://hapi.dev/api#-requestauth
    credentials: { is: 'principal', as: 'auth.credentials', absent: null },
    artifacts: { is: 'principal', as: 'auth.artifacts', absent: null },
    // Left by strategies of the program's own in mode try.
    error: { is: 'principal', as: 'auth.error', absent: null },
    // Of whom a strategy has recognised, or refused in mode try.
    strategy: { is: 'principal', as: 'auth.strategy', absent: null },
    ...Object.fromEntries(listed({ is: 'server' }, 'mode isInjected')),
  },
  toolkit: {
    continue: { is: 'signal', name: 'continue' },
    abandon: { is: 'signal', name: 'abandon' },
    close: { is: 'signal', name: 'abandon' },
    response: { is: 'answer' },
    redirect: { is: 'answer', status: 302 },
    view: { is: 'answer' },
    file: { is: 'answer' },
    unauthenticated: { is: 'answer', status: 401 },
    authenticated: { is: 'signal', name: 'continue' },
    ...Object.fromEntries(listed({ is: 'fluent' }, 'state unstate')),
    request: part('request'),
    ...Object.fromEntries(listed({ is: 'server' }, 'context realm entity proxy')),
  },
  answer: {
    code: { is: 'status' },
    takeover: { is: 'final' },
    ...Object.fromEntries(
      listed(
        { is: 'fluent' },
        'header type bytes charset created encoding etag location message passThrough redirect replacer spaces state suffix temporary permanent rewritable ttl unstate vary',
      ),
    ),
  },
};

/** The slot of `onPreResponse` behind a handler that has answered, and the one in which it meets what was rejected before. */
export const answerPhase = 'onPreResponse';
export const errorPhase = 'onPreResponse of an error';

/** Where a scheme looks at the body of who is recognised. */
export const payloadPhase = 'payload authentication';
/** Where functions in the place of schemas look at a part of the request. */
export const validationPhase = 'validation';

function isBehind({ phase }: StepUse): boolean {
  return phase === answerPhase || phase === errorPhase;
}

/**
 * A member of `request.response`. Of errors the one that matters is the challenge: by its status those who tell errors apart
 * know it. https://hapi.dev/api#-requestresponse
 */
function ofResponse(name: string, isError: boolean): PartMember {
  const challenge = primitive(401);
  const value = (): Value | null => {
    if (name === 'isBoom') return primitive(isError);
    if (name === 'isServer') return primitive(false);
    if (name === 'statusCode') return isError ? undefinedValue : null;
    if (name !== 'output') return null;
    return isError
      ? objectValue([
          ['statusCode', challenge],
          ['payload', objectValue([['statusCode', challenge]], true)],
          ['headers', objectValue([], true)],
        ])
      : undefinedValue;
  };
  return { is: 'value', value: (_asked, at) => value() ?? unknown(`${name} of the response`, at, 'server', true) };
}

/** The request-time API of hapi. */
export const hapiRequest: RequestShape = {
  parameters: () => ['request', 'toolkit'],
  member: (of, name, _version, use) => {
    if (of === 'request' && name === 'response') return isBehind(use) ? part('error') : { is: 'server' };
    if (of === 'error' && name !== 'stack' && name !== 'message') return ofResponse(name, use.phase === errorPhase);
    const known = members[of];
    if (!known) return null;
    return Object.hasOwn(known, name) ? known[name]! : { is: 'custom' };
  },
  handlesErrors: ({ phase }) => phase === errorPhase,
  answers: 'returning',
  handsOn: 'returned',
  principals: ['auth.credentials', 'auth.artifacts', 'auth.strategy'],
  demands: ({ phase }) => phase === 'authentication',
  assigned: () => null,
  continuation: 'value',
  silence: 'every request is answered 500',
  ending,
};

/**
 * A lifecycle method says by what it returns how the request goes on; an error, thrown or returned, ends it. Proof: 11-hapi
 * (A09b, A09c, A10). https://hapi.dev/api#lifecycle-methods
 */
function ending(run: Run): Ending {
  if (run.thrown) return { end: 'rejects', status: run.thrown.t === 'answer' ? run.thrown.status : 500 };
  const { result } = run;
  // What the function returns takes the place of what it was handed; only `failAction` answers.
  if (run.use.phase === validationPhase)
    return result.t === 'answer' && result.isFinal
      ? { end: isRejection(result) ? 'rejects' : 'answers', status: result.status }
      : goesOn;
  if (isBehind(run.use)) return replaced(run);
  if (run.use.phase === 'authentication')
    return run.isTrue(result)
      ? run.dropped
        ? { end: 'both', status: run.answer?.status ?? null }
        : goesOn
      : { end: 'rejects', status: 401, throws: true };
  if (run.use.phase === 'access') return run.isTrue(result) ? goesOn : { end: 'rejects', status: 403, throws: true };
  if (result.t === 'answer' && (result.isError || result.isFinal || run.use.phase === null))
    return { end: isRejection(result) ? 'rejects' : 'answers', status: result.status };
  if (run.handedOver) return { end: 'unknown', status: null };
  if (run.use.phase === null) return { end: 'answers', status: 200 };
  if (run.use.phase === 'pre' || (result.t === 'native' && result.name === 'continue'))
    return run.dropped ? { end: 'both', status: run.answer?.status ?? null } : goesOn;
  if (result.t === 'unknown') return { end: 'unknown', status: null };
  // Before the handler only an error, a takeover or `h.continue` is allowed; anything else is answered 500.
  return { end: 'rejects', status: 500, throws: true };
}

/** What `onPreResponse` returns takes the place of the response; `h.continue` leaves it. */
function replaced(run: Run): Ending {
  const { use, result, handedOver } = run;
  if (handedOver) return { end: 'unknown', status: null };
  // `request.response` given back is the same as `h.continue`.
  if (result.t === 'request' || (result.t === 'native' && result.name === 'continue'))
    return use.phase === errorPhase ? changed(run) : goesOn;
  if (result.t === 'answer')
    return {
      end: isRejection(result) ? 'rejects' : use.phase === errorPhase ? 'answers' : 'continues',
      status: result.status,
    };
  if (result.t === 'unknown') return { end: 'unknown', status: null };
  // Nothing at all is answered 500.
  if (result.t === 'primitive' && result.value === undefined) return { end: 'rejects', status: 500 };
  return use.phase === errorPhase ? { end: 'answers', status: 200 } : goesOn;
}

/** An error that stands is sent as it is by then: `response.output.statusCode = 200`. https://hapi.dev/module/boom/api */
function changed(run: Run): Ending {
  const output = run.ofError('output');
  const status = propertyOf(output, 'statusCode');
  if (status?.t === 'unknown' || output.t === 'unknown') return { end: 'unknown', status: null };
  if (status?.t !== 'primitive' || Number(status.value) >= 300) return goesOn;
  const payload = propertyOf(output, 'payload') ?? undefinedValue;
  // What was not written by the program says what the error is.
  const error = { t: 'request', part: 'error' } as const;
  const sent = payload.t === 'object' && !payload.at ? objectValue([...payload.properties, ['error', error]]) : payload;
  return { end: 'answers', status: Number(status.value), sent };
}

const goesOn: Ending = { end: 'continues', status: null };

function isRejection({ isError, status }: { readonly isError: boolean; readonly status: number | null }): boolean {
  return isError || (status !== null && status >= 300);
}
