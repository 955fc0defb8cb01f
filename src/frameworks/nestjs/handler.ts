import type { Asked, Given, SiteArgument } from '../adapter.ts';
import { listOf, objectValue, primitive, stringOf, undefinedValue } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';
import type { Enhancers } from './enhancers.ts';
import type { ModuleNode } from './modules.ts';
import { part } from './request.ts';

type Source = ReadonlyMap<string, Value>;

/** Where pipes come from: their maker, and those that all parameters of the handler pass. */
export interface Piping {
  readonly pipes: Enhancers;
  readonly node: ModuleNode;
  readonly common: readonly SiteArgument[];
}

/** What a handler's parameters are, by their decorators; those without one get what the transport passes. */
export function givenTo(workbench: Workbench, owner: ClassValue, method: string, piping: Piping): Given {
  const list = workbench.metadata(`__routeArguments__${method}`, owner)?.value;
  const entries = listOf(list).flatMap((item) => (item.t === 'object' ? [item.properties] : []));
  const parameters = entries.map((entry) => parameterOf(entry, piping));
  return (asked) => {
    const args: Value[] = [];
    for (const { index, value, pipes, about } of parameters)
      args[index] = pipes.reduce((current, pipe) => piping.pipes.run(asked, pipe, [current, about]), value(asked));
    return Array.from(args, (value) => value ?? undefinedValue);
  };
}

interface Parameter {
  readonly index: number;
  /** What pipes are told of it. */
  readonly about: Value;
  readonly value: (asked: Asked) => Value;
  /** What it is sent through, in order. */
  readonly pipes: readonly Value[];
}

/** Whole requests and headers pass no pipes: https://docs.nestjs.com/pipes#binding-pipes */
const piped: ReadonlySet<string> = new Set(['body', 'query', 'params', 'custom']);

function parameterOf(entry: Source, { pipes, node, common }: Piping): Parameter {
  const given = entry.get('index');
  const index = given?.t === 'primitive' ? Number(given.value) : 0;
  const kind = stringOf(entry.get('kind')) ?? '';
  const data = entry.get('data');
  const of = (one: Value | undefined) =>
    one && (one.t === 'class' || one.t === 'object') ? pipes.local(node, one, { file: '', start: 0, end: 0 }) : [];
  const first = of(data);
  const rest = listOf(entry.get('pipes')).flatMap(of);
  const own = piped.has(kind) ? [...common, ...first, ...rest].map(({ value }) => value) : [];
  const chosen = first.length > 0 ? undefinedValue : (data ?? undefinedValue);
  const about = objectValue(
    [
      ['type', primitive(kind === 'params' ? 'param' : kind)],
      ['data', chosen],
    ],
    true,
  );
  return { index, about, value: (asked) => argumentFor(kind, chosen, entry.get('factory'), asked), pipes: own };
}

/** `data`: what the decorator was given, where that is no pipe. */
function argumentFor(kind: string, data: Value, factory: Value | undefined, asked: Asked): Value {
  const name = stringOf(data);
  const at = data.t === 'primitive' ? data.at : null;
  switch (kind) {
    case 'request':
      return part('request');
    case 'response':
      return part('response');
    case 'next':
      return part('next');
    case 'session':
      return part('session');
    case 'headers':
      return name === null ? part('headers') : asked.member(part('headers'), name, at);
    case 'query':
    case 'body':
    case 'params':
      return name === null ? part(kind) : asked.member(part(kind), name, at);
    case 'custom':
      return factory ? asked.run(factory, [data, part('context')]) : undefinedValue;
    default:
      return asked.input(kind);
  }
}
