import { askedBySchema, callsIn, fieldsAsked, type Parsing, parsingOf } from '#catalog';
import {
  arrayValue,
  type LibraryValue,
  type MadeValue,
  native,
  objectValue,
  primitive,
  propertyOf,
  undefinedValue,
  unknown,
  type Value,
} from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { equal } from '../../machine/equality.ts';
import { Thrown } from '../../machine/machine.ts';
import { getMember } from '../../machine/members.ts';
import { fulfilled } from '../../machine/promises.ts';
import { decide } from '../../machine/truth.ts';
import type { Trial } from '../paths/trial.ts';
import { instantiateLibrary } from './library-steps.ts';

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
  const isOfHeaders = value.t === 'request' && value.part === 'headers';
  // Whether a credential by itself is one is asked here, and later by its signature: `schema.parse(JSON.parse(token))`.
  const isDecoded = value.t === 'credential' && value.state === 'decoded';
  const asksFor = (known: MadeValue) =>
    isOfHeaders ? hasFields(trial, known, value, args[1], at) : hasShape(trial, known, value, at);
  const has = schema?.t === 'made' && !isDecoded ? asksFor(schema) : null;
  if (has === null && (value.t === 'credential' || value.t === 'missing')) return null;
  if (has === false) return refused(parsing, at);
  if (parsing === 'value') return value;
  if (parsing === 'promise') return fulfilled(value);
  const by = has === null && isOfHeaders && schema?.t === 'made' ? 'server' : 'caller';
  const unclear = (why: string) => unknown(why, at, by);
  const isRight = has === true && !isOfHeaders;
  const result = objectValue([
    [parsing.member, value],
    ['success', isRight ? primitive(true) : unclear('whether a value has the shape')],
    ['error', isRight ? undefinedValue : unclear('what is wrong with the shape of a value')],
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
  return { ...callee, by: { ...library, path }, args, of: callee };
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

/** Whether a credential is what a schema asks for; null where that is not known. */
function hasShape(trial: Trial, schema: MadeValue, value: Value, at: Place): boolean | null {
  const calls = callsOf(schema);
  const asked = askedBySchema(schema.by.package, schema.by.path);
  if (!asked || calls.some(({ args }) => propertyOf(args[0], 'presence'))) return null;
  if (value.t === 'missing') return asked.takesNothing;
  if (value.t !== 'credential') return null;
  return asked.by === 'shape' || meetsAsked(trial, schema, value, at);
}

/** Whether a text is what a schema asks for beside its shape; null where that is not known. */
function meetsAsked(trial: Trial, schema: MadeValue, value: Value, at: Place): boolean | null {
  const asked = askedBySchema(schema.by.package, schema.by.path);
  if (!asked || asked.by === 'shape') return null;
  const args = callsOf(schema).find((call) => nameOf(call) === asked.call)?.args ?? [];
  if (asked.by === 'literal') return isAmong(trial, value, args, at);
  const [first] = args;
  if (asked.by === 'check') return first ? passesCheck(trial, first, value, at) : null;
  if (!first || args.length !== 1) return null;
  return decide(trial.machine, callValue(trial.machine, first, [value], null, at), at);
}

/** The calls that have made a schema, one after the other. */
function callsOf(schema: MadeValue): readonly MadeValue[] {
  return schema.of ? [...callsOf(schema.of), schema] : [schema];
}

function nameOf(call: MadeValue): string | undefined {
  return callsIn(call.by.path).at(-1);
}

/** Whether the credentials in the headers are what a schema asks for; what else is sent, a caller can make up. */
function hasFields(
  trial: Trial,
  schema: MadeValue,
  headers: Value,
  options: Value | undefined,
  at: Place,
): boolean | null {
  const isFields = propertyOf(options, 'presence') ? null : fieldsAsked(schema.by.package, schema.by.path);
  const isRead =
    isFields !== null &&
    callsOf(schema).every((call) =>
      isFields.test(nameOf(call) ?? '')
        ? !call.args[0] || (call.args[0].t === 'object' && !call.args[0].open)
        : !propertyOf(call.args[0], 'presence'),
    );
  let has: boolean | null = true;
  for (const [name, field] of new Map(fieldsIn(schema))) {
    const header = trial.resolve(getMember(trial.machine, headers, name, at));
    if (field.t !== 'made') continue;
    // What turns out to be asked of it may make it a credential.
    if (isRead && header.t === 'unknown') meetsAsked(trial, field, header, at);
    if (header.t !== 'missing' && header.t !== 'credential') continue;
    const one = isRead ? hasShape(trial, field, header, at) : null;
    if (one === false) return false;
    has &&= one;
  }
  return has;
}

/** What a schema says of the fields of an object, also by other schemas; what is said last counts. */
function fieldsIn(schema: MadeValue): readonly (readonly [string, Value])[] {
  return callsOf(schema).flatMap(({ args }) =>
    args.flatMap((arg) => (arg.t === 'object' ? [...arg.properties] : arg.t === 'made' ? fieldsIn(arg) : [])),
  );
}

/** Whether a credential is one of the texts that a schema names. */
function isAmong(trial: Trial, value: Value, args: readonly Value[], at: Place): boolean | null {
  const [first] = args;
  const texts = first?.t === 'array' && args.length === 1 ? first : arrayValue([...args]);
  if (texts.items.some(({ t }) => t === 'made' || t === 'library')) return null;
  const [only] = texts.items;
  const { machine } = trial;
  if (only && texts.items.length === 1 && !texts.open) return decide(machine, equal(machine, value, only, false), at);
  return decide(machine, callValue(machine, getMember(machine, texts, 'includes', at), [value], texts, at), at);
}

/** A function that throws for what is not right, or gives back what its second parameter has made: https://joi.dev/api#anycustommethod-description */
function passesCheck(trial: Trial, check: Value, value: Value, at: Place): boolean {
  const wrong = objectValue([], true);
  const error = native('error', () => wrong);
  try {
    const helpers = objectValue(
      [
        ['error', error],
        ['message', error],
      ],
      true,
    );
    return callValue(trial.machine, check, [value, helpers], null, at) !== wrong;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    return false;
  }
}
