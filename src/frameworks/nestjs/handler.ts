import type { Asked, Given } from '../adapter.ts';
import { stringOf, undefinedValue } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';
import { part } from './request.ts';

type Source = ReadonlyMap<string, Value>;

/** What a handler's parameters are, by their decorators; those without one get what the transport passes. */
export function givenTo(workbench: Workbench, owner: ClassValue, method: string): Given {
  const list = workbench.metadata(`__routeArguments__${method}`, owner)?.value;
  const entries =
    list?.t === 'array' ? list.items.flatMap((item) => (item.t === 'object' ? [item.properties] : [])) : [];
  return (asked) => {
    const args: Value[] = [];
    for (const entry of entries) {
      const index = entry.get('index');
      if (index?.t === 'primitive') args[Number(index.value)] = argumentFor(entry, asked);
    }
    return Array.from(args, (value) => value ?? undefinedValue);
  };
}

function argumentFor(entry: Source, asked: Asked): Value {
  const kind = stringOf(entry.get('kind')) ?? '';
  const name = stringOf(entry.get('name'));
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
      return name === null ? part('headers') : asked.member(part('headers'), name);
    case 'query':
    case 'body':
    case 'params':
      return name === null ? part(kind) : asked.member(part(kind), name);
    case 'custom': {
      const factory = entry.get('factory');
      return factory ? asked.run(factory, [entry.get('data') ?? undefinedValue, part('context')]) : undefinedValue;
    }
    default:
      return asked.input(kind);
  }
}
