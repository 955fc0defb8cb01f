import { askedBySchema, type Parsing, parsingOf } from '#catalog';
import {
  type LibraryValue,
  type MadeValue,
  objectValue,
  primitive,
  type RequestPart,
  undefinedValue,
  unknown,
  type Value,
} from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { Thrown } from '../../machine/machine.ts';
import { getMember } from '../../machine/members.ts';
import { fulfilled } from '../../machine/promises.ts';
import { decide, equal } from '../../machine/truth.ts';
import { instantiateLibrary } from '../judged/library-steps.ts';
import type { Trial } from '../paths/trial.ts';

/**
 * What a call of a library of schemas makes: a schema, or what a schema's method makes of a value, which is the value itself;
 * null for any other call. A value of another shape, which is refused, is left out, unless it is a credential.
 */
export function checkedShape(
  trial: Trial,
  callee: Value,
  name: string | null,
  args: readonly Value[],
  at: Place,
): Value | null {
  const library = callee.t === 'made' ? callee.by : callee;
  if (library.t !== 'library') return null;
  const parsing = parsingOf(library.package, name);
  if (!parsing) return null;
  const [schema, given] = callee.t === 'made' ? [callee, args[0]] : [args[1], args[0]];
  if (parsing === 'schema' || !args[0]) return schemaMade(callee, library, name, args, at);
  const value = trial.resolve(given!);
  // Whether a credential by itself is one is asked here, and later by its signature: `schema.parse(JSON.parse(token))`.
  const isDecoded = value.t === 'credential' && value.state === 'decoded';
  const has = schema?.t === 'made' && !isDecoded ? hasShape(trial, schema, value, at) : null;
  if (has === null && (value.t === 'credential' || value.t === 'missing')) return null;
  if (has === false) return refused(parsing, at);
  if (parsing === 'value') return value;
  if (parsing === 'promise') return fulfilled(value);
  const unclear = (why: string) => unknown(why, at, 'caller');
  const result = objectValue([
    [parsing.member, value],
    ['success', has ? primitive(true) : unclear('whether a value has the shape')],
    ['error', has ? undefinedValue : unclear('what is wrong with the shape of a value')],
  ]);
  return parsing.isPromise ? fulfilled(result) : result;
}

/** `z.string().min(1)`: a schema knows the calls that have made it, and what the last of them was given. */
function schemaMade(
  callee: Value,
  library: LibraryValue,
  name: string | null,
  args: readonly Value[],
  at: Place,
): MadeValue {
  if (callee.t !== 'made') return instantiateLibrary(library, args, at, false);
  const path = `${library.path}()${name === null ? '' : `.${name}`}`;
  return { ...callee, by: { ...library, path }, args };
}

function refused(parsing: Parsing, at: Place): Value {
  const error = unknown('what is wrong with the shape of a value', at, 'server', true);
  if (parsing === 'promise') return { t: 'promise', rejected: true, value: error, verification: null };
  if (typeof parsing === 'string') throw new Thrown(error);
  const result = objectValue([
    [parsing.member, undefinedValue],
    ['success', primitive(false)],
    ['error', error],
  ]);
  return parsing.isPromise ? fulfilled(result) : result;
}

/** Whether a credential, or the headers that hold it, are what a schema asks for; null where that is not known. */
function hasShape(trial: Trial, schema: MadeValue, value: Value, at: Place): boolean | null {
  const asked = askedBySchema(schema.by.package, schema.by.path);
  if (!asked) return null;
  const [first] = schema.args;
  if (value.t === 'request' && value.part === 'headers') {
    const fields = first?.t === 'object' ? [...first.properties] : [];
    const lacks = fields.some(([name, field]) => {
      const header = trial.resolve(getMember(trial.machine, value, name, at));
      return field.t === 'made' && hasShape(trial, field, header, at) === false;
    });
    return lacks ? false : null;
  }
  if (value.t === 'missing') return asked.takesNothing;
  if (value.t !== 'credential') return null;
  if (asked.by === 'shape') return true;
  if (!first || schema.args.length !== 1) return null;
  if (asked.by === 'test') return decide(trial.machine, callValue(trial.machine, first, [value], null, at), at);
  const only = first.t === 'array' && first.items.length === 1 ? first.items[0]! : first;
  return only.t === 'array' ? null : decide(trial.machine, equal(trial.machine, value, only, false), at);
}

const spreadParts: readonly RequestPart[] = ['body', 'query', 'params', 'headers', 'cookies'];

/** What `{ ...request }` copies: its parts. */
export function partsIn(trial: Trial, of: Value): readonly (readonly [string, Value])[] {
  if (of.t !== 'request') return [];
  return spreadParts.flatMap((name) => {
    const member = trial.adapter.request.member(of.part, name, trial.subject.version, trial.subject.use);
    return member?.is === 'part' ? [[name, { t: 'request', part: member.part }] as const] : [];
  });
}
