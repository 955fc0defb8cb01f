import { type Parser, type Parsing, parsers } from './parsers.ts';

/** What a method of a schema does, or a function of the library; anything that is no parsing makes a schema. */
export function parsingOf(packageName: string, method: string | null): Parsing | null {
  if (!Object.hasOwn(parsers, packageName)) return null;
  const { methods } = parsers[packageName]!;
  return method !== null && Object.hasOwn(methods, method) ? methods[method]! : 'schema';
}

/** What a schema asks of one text, by the calls that have made it; null where that is not known. */
export interface Asked {
  readonly by: 'shape' | 'literal' | 'test' | 'check';
  /** The call that was given what is asked. */
  readonly call: string | null;
  readonly takesNothing: boolean;
}

export function askedBySchema(packageName: string, path: string): Asked | null {
  const parser = parserOf(packageName);
  if (!parser) return null;
  const made = callsIn(path);
  const asking = made.filter((one) => parser.literal.test(one) || parser.test.test(one) || parser.more.test(one));
  const takesNothing = parser.takesNothing(made);
  if (asking.every((one) => parser.exception.test(one))) return { by: 'shape', call: null, takesNothing };
  const [call = ''] = asking;
  if (asking.length > 1) return null;
  if (parser.literal.test(call)) return { by: 'literal', call, takesNothing };
  if (parser.check.test(call)) return { by: 'check', call, takesNothing };
  return parser.test.test(call) ? { by: 'test', call, takesNothing } : null;
}

/** The calls that say what the fields of an object must be, where all that have made a schema are of that kind. */
export function fieldsAsked(packageName: string, path: string): RegExp | null {
  const parser = parserOf(packageName);
  const isPlain = parser && callsIn(path).every((one) => parser.fields.test(one) || parser.plain.test(one));
  return isPlain ? parser.fields : null;
}

function parserOf(packageName: string): Parser | null {
  return Object.hasOwn(parsers, packageName) ? parsers[packageName]! : null;
}

/** The names of the calls in the path of a schema, in the order in which they were made. */
export function callsIn(path: string): readonly string[] {
  return path.split(/[().]+/).filter((part) => part !== '' && part !== 'z' && part !== 'default');
}
