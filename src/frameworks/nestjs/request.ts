import type { Asked, Ending, Given, PartMember, RequestShape, RouteTarget, Run, StepUse } from '../adapter.ts';
import { expressRequest } from '../express/request.ts';
import { fastifyRequest } from '../fastify/request.ts';
import {
  arrayValue,
  isUndefined,
  native,
  objectValue,
  primitive,
  propertyOf,
  undefinedValue,
  unknown,
} from '../plain-values.ts';
import type { NativeValue, ObjectValue, RequestPart, Value } from '../values.ts';

/** Slots of Fastify's own instance that run before a handler; middleware runs at the end of the first. */
export const hooks: readonly string[] = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

/** Where a function makes what resolvers are given of a request. */
export const contextPhase = 'context';

export const phases: readonly string[] = [
  'onRequest',
  'middleware',
  ...hooks.slice(1),
  contextPhase,
  'guard',
  'interceptor',
];

/** Whose words the steps of a slot are written in, where these are not Nest's. */
function nativeTo({ phase }: StepUse): RequestShape | null {
  if (phase === 'middleware') return expressRequest;
  return isHook(phase) ? fastifyRequest : null;
}

export function isHook(phase: string | null): boolean {
  return phase !== null && hooks.includes(phase);
}

export function part(name: RequestPart): Value {
  return { t: 'request', part: name };
}

function returning(name: string, value: () => Value): NativeValue {
  return native(name, value);
}

/** `args` of the handler's transport, as `getArgs()` gives them: https://docs.nestjs.com/fundamentals/execution-context */
function argumentsOf(asked: Asked): Value[] {
  const transport = asked.target()?.transport ?? 'http';
  if (transport === 'graphql') {
    const given = asked.target()?.makesContext;
    const made = given ? graphqlContext(asked, given) : contextOfDriver();
    return [undefinedValue, part('body'), made, unknown('a GraphQL query', null, 'caller', true)];
  }
  if (transport === 'ws') return [client(asked), part('body')];
  if (transport === 'rpc') return [part('body'), objectValue([], true)];
  return [part('request'), part('response'), part('next')];
}

/** What stands for the token `REQUEST`: https://docs.nestjs.com/fundamentals/injection-scopes#request-provider */
export function requestOf(asked: Asked): Value {
  const transport = asked.target()?.transport ?? 'http';
  if (transport === 'http') return part('request');
  return transport === 'graphql' ? argumentsOf(asked)[2]! : unknown('the message', null, 'caller', true);
}

/** What drivers give resolvers, and the function that makes it instead. */
export function contextOfDriver(): ObjectValue {
  return objectValue(
    [
      ['req', part('request')],
      ['request', part('request')],
      ['res', part('response')],
    ],
    true,
  );
}

/** A context without a request gets one: https://github.com/nestjs/graphql/blob/master/packages/graphql/lib/drivers/abstract-graphql.driver.ts */
function graphqlContext(asked: Asked, make: Value): Value {
  return asked.once('graphql context', () => {
    const made = asked.run(make, [contextOfDriver()]);
    if (made.t !== 'object' || made.properties.has('req')) return made;
    return { ...made, properties: new Map([...made.properties, ['req', part('request')]]) };
  });
}

/** A socket: what the handshake brought is all that its caller presents. */
function client(asked: Asked): Value {
  const handshake = objectValue(
    [
      ['headers', part('headers')],
      ['auth', part('query')],
      ['query', part('query')],
    ],
    true,
  );
  return objectValue(
    [
      ['handshake', handshake],
      ['data', objectValue([], true)],
      ['id', asked.input('socket')],
    ],
    true,
  );
}

const context: Readonly<Record<string, (asked: Asked) => Value>> = {
  getHandler: (asked) =>
    returning('getHandler', () => asked.target()?.handler ?? native('a handler', () => undefinedValue)),
  getClass: (asked) => returning('getClass', () => asked.target()?.owner ?? objectValue()),
  getType: (asked) => returning('getType', () => primitive(asked.target()?.transport ?? 'http')),
  getArgs: (asked) => returning('getArgs', () => arrayValue(argumentsOf(asked))),
  getArgByIndex: (asked) =>
    native('getArgByIndex', ([index]) =>
      index?.t === 'primitive' ? (argumentsOf(asked)[Number(index.value)] ?? undefinedValue) : undefinedValue,
    ),
  switchToHttp: (asked) => host('switchToHttp', asked, ['getRequest', 'getResponse', 'getNext']),
  switchToWs: (asked) => host('switchToWs', asked, ['getClient', 'getData']),
  switchToRpc: (asked) => host('switchToRpc', asked, ['getData', 'getContext']),
};

/** The context of a target, for what stands in no chain of its requests. */
export function contextOf(target: RouteTarget): Given {
  return (asked) => {
    const there: Asked = { ...asked, target: () => target };
    return [objectValue(Object.entries(context).map(([name, value]) => [name, value(there)]))];
  };
}

function host(name: string, asked: Asked, getters: readonly string[]): Value {
  return returning(name, () =>
    objectValue(
      getters.map((getter, index) => [getter, returning(getter, () => argumentsOf(asked)[index] ?? undefinedValue)]),
    ),
  );
}

/** Guards get an execution context, middleware the request, and handlers what their parameters ask for. */
export const nestRequest: RequestShape = {
  parameters: (count, use) => {
    const own = nativeTo(use);
    if (own) return own.parameters(count, use);
    if (use.phase === 'filter') return ['error', 'context'];
    return use.phase === 'interceptor' ? ['context', 'next'] : ['context'];
  },
  member: (of, name, version, use) => {
    // https://docs.nestjs.com/interceptors#call-handler
    if (of === 'next' && name === 'handle') return { is: 'continuation' };
    // What a handler answers with on Fastify.
    if (of === 'response' && name === 'code') return { is: 'status' };
    if (of !== 'context') return (nativeTo(use) ?? expressRequest).member(of, name, version, use);
    const value = context[name];
    const known: PartMember = value ? { is: 'value', value } : { is: 'custom' };
    return known;
  },
  handlesErrors: ({ phase }) => phase === 'filter',
  answers: 'sending',
  assigned: () => null,
  continuation: 'value',
  silence: 'every request hangs',
  // It parses bodies itself: https://docs.nestjs.com/techniques/cookies
  unparsed: ['cookies'],
  ending,
};

const denial = { package: '@nestjs/common', name: 'ForbiddenException' };

/** N10: what is not true is 403; what is thrown answers with its own status, or 500. */
function ending(run: Run): Ending {
  const own = nativeTo(run.use);
  if (own) return own.ending(run);
  if (run.use.phase === 'interceptor' && (run.continued || (run.offered && !run.thrown)))
    return { end: run.answeredFirst ? 'both' : 'continues', status: run.answer?.status ?? null };
  if (run.thrown) return { end: 'rejects', status: statusOf(run.thrown) };
  if (run.use.phase === contextPhase) return { end: run.handedOver ? 'unknown' : 'continues', status: null };
  if (run.use.phase === 'guard') {
    // What has been answered does not keep Nest from calling the handler.
    if (run.answer) return { end: run.isTrue(run.result) ? 'both' : 'rejects', status: run.answer.status };
    if (run.handedOver) return { end: 'unknown', status: null };
    return run.isTrue(run.result)
      ? { end: 'continues', status: null }
      : { end: 'rejects', status: 403, throws: denial };
  }
  if (run.use.phase === 'interceptor' && run.handedOver) return { end: 'unknown', status: null };
  if (run.answer) {
    const { status } = run.answer;
    return { end: status !== null && status >= 300 ? 'rejects' : 'answers', status };
  }
  if (run.failed) return { end: 'rejects', status: 500 };
  // Resolvers and messages are answered with what a filter returns.
  if (run.use.phase === 'filter')
    return isUndefined(run.result)
      ? { end: 'neither', status: null }
      : { end: 'answers', status: null, sent: run.result };
  return { end: 'answers', status: run.status, sent: run.result };
}

function statusOf(thrown: Value): number {
  const status = propertyOf(thrown, 'status');
  return status?.t === 'primitive' && typeof status.value === 'number' ? status.value : 500;
}
