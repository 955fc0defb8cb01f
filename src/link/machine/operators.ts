import type { Binary, Unary } from '#facts';
import type { CredentialValue, LibraryValue, Primitive, Value } from '#frameworks';
import { isBrought, isUndefined, primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { globalPackage } from '../known/program.ts';
import { derivedFrom, isOfAddress } from '../values/address.ts';
import type { Environment } from '../values/environment.ts';
import { countOfLetters, isLength } from '../values/letters.ts';
import { isTimed, timed } from '../values/moments.ts';
import { someNumber } from '../values/numbers.ts';
import { equal } from './equality.ts';
import { errorClassOf, isErrorClass } from './errors.ts';
import { evaluate, placeOf } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { deleteMember } from './members.ts';
import { memberName } from './patterns.ts';
import { decide, truth } from './truth.ts';

export function binary(machine: Machine, node: Binary, left: Value, right: Value, at: Place): Value {
  const a = machine.trial ? machine.trial.resolve(left) : left;
  const b = machine.trial ? machine.trial.resolve(right) : right;
  switch (node.op) {
    case '===':
    case '==':
      return equal(machine, a, b, node.op === '==');
    case '!==':
    case '!=':
      return not(equal(machine, a, b, node.op === '!='));
    case '+':
      // A text keeps the variables that it is made of.
      return concatenate(left.t === 'environment' ? left : a, right.t === 'environment' ? right : b, at, false);
    case 'in':
      return contains(machine, a, b, at);
    case 'instanceof':
      return isInstance(machine, a, b, at);
    default:
      return calculated(machine, node.op, a, b, at);
  }
}

/** `a - b`, `a < b`, … */
export function calculated(machine: Machine, op: string, a: Value, b: Value, at: Place): Value {
  const result =
    machine.trial?.operations.calculate(op, a, b, at) ?? machine.lasting.madeOf(arithmetic(op, a, b, at), a, b);
  machine.trial?.computes(result, [a, b], /^[<>]=?$/.test(op));
  return result;
}

function arithmetic(op: string, a: Value, b: Value, at: Place): Value {
  // Whatever the other side is: it is compared as a number, and undefined is none.
  if (/^[<>]=?$/.test(op) && (isNothing(a) || isNothing(b))) return primitive(false);
  if (a.t !== 'primitive' || b.t !== 'primitive')
    return (
      bitwise(op, a, b) ??
      bitwise(op, b, a) ??
      timed(op, a, b, at) ??
      unknown(
        isLength(a) || isLength(b) ? countOfLetters : 'arithmetic',
        at,
        isBrought(a) || isBrought(b) ? 'caller' : 'server',
      )
    );
  const compute = Object.hasOwn(operations, op) ? operations[op]! : null;
  if (!compute) return unknown('arithmetic', at);
  return (
    derivedFrom([a, b], op, ([x, y]) => compute(Number(x), Number(y))) ??
    primitive(compute(Number(a.value), Number(b.value)))
  );
}

/** `same(user) & same(password)`: of two answers, one may tell what comes of both. */
function bitwise(op: string, known: Value, other: Value): Value | null {
  if (op !== '&' && op !== '|') return null;
  const isNone = known.t === 'missing' || (known.t === 'primitive' && !Number(known.value));
  if (isNone) return op === '&' ? primitive(0) : other;
  if (known.t !== 'primitive' || known.value !== true) return null;
  return op === '|' ? primitive(1) : other;
}

function isNothing(value: Value): boolean {
  return isUndefined(value) || (value.t === 'missing' && value.as === undefined && !value.orNull);
}

const operations: Readonly<Record<string, (x: number, y: number) => number | boolean>> = {
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  '|': (x, y) => x | y,
  '&': (x, y) => x & y,
  '^': (x, y) => x ^ y,
  '%': (x, y) => x % y,
  '<': (x, y) => x < y,
  '<=': (x, y) => x <= y,
  '>': (x, y) => x > y,
  '>=': (x, y) => x >= y,
};

/** Which constructor function made an object. */
export const madeBy = new WeakMap<object, Value>();

/** `object instanceof of` */
export function isInstance(machine: Machine, object: Value, of: Value, at: Place): Value {
  if (object.t === 'object') {
    const error = of.t === 'library' ? errorClassOf(object) : null;
    if (of.t === 'library' && error && of.package === globalPackage)
      return primitive(of.path === error || of.path === 'Error');
    const maker = madeBy.get(object);
    if (maker) return primitive(maker.t === 'function' && of.t === 'function' && maker.code === of.code);
    let home: Value | null = object.class;
    for (; home?.t === 'class'; home = home.parent) if (of.t === 'class' && home.env === of.env) return primitive(true);
    if (home?.t === 'library' && isOneOf(home, of)) return primitive(true);
    // No library extends a class of the program.
    if (home?.t === 'library' && of.t === 'class') return primitive(false);
    const isWhollyKnown = object.class !== null && (home === null || isErrorClass(home));
    if (isWhollyKnown && (of.t === 'class' || of.t === 'library')) return primitive(false);
  }
  if (object.t === 'primitive' || object.t === 'missing') return primitive(false);
  if (of.t === 'library' && of.package === globalPackage && of.path === 'Response' && isSeen(object))
    return primitive(object.t === 'answer' && !object.isError);
  const refused = machine.trial?.operations.isInstance(object, of, at) ?? null;
  if (refused !== null) return primitive(refused);
  if (object.t === 'answer' && of.t === 'library') {
    const meaning = machine.knowledge.meaning(of);
    const isFixed = meaning?.is === 'answer' && meaning.statusArgument === undefined && !meaning.statusOption;
    // A class of errors for one status: `err instanceof httpErrors.Forbidden`.
    if (isFixed && object.status !== null && meaning.status !== object.status) return primitive(false);
  }
  return unknown('a test of a class', at, object.t === 'unknown' ? object.by : 'server');
}

/** Made by the program, or a part of the request. */
function isSeen({ t }: Value): boolean {
  return t === 'answer' || t === 'request' || t === 'credential' || t === 'object' || t === 'array';
}

function isOneOf(library: LibraryValue, of: Value): boolean {
  return of.t === 'library' && of.package === library.package && of.path === library.path;
}

function contains(machine: Machine, key: Value, object: Value, at: Place): Value {
  const presence = machine.trial?.operations.hasEntry(object, key, at, 'in') ?? null;
  if (presence) return presence;
  if (key.t === 'primitive' && object.t === 'object') {
    if (object.properties.has(String(key.value))) return primitive(true);
    if (!object.open) return primitive(false);
  }
  return unknown('a membership test');
}

/** What is put together is worth no more than the worst of its parts: the salt of a user and a forged password. */
const trust = { forged: 0, decoded: 1, genuine: 2, verified: 3 };

export function salted(of: CredentialValue, by: Value): CredentialValue {
  const isSecret =
    by.t === 'environment' ||
    (by.t === 'text' && by.parts.some((part) => typeof part !== 'string' && part.t === 'environment'));
  return isSecret ? { ...of, isSalted: true } : of;
}

/** `a + b` and templates. Strings with unknown parts keep the parts that are known. */
export function concatenate(a: Value, b: Value, at: Place, text: boolean): Value {
  if (a.t === 'primitive' && b.t === 'primitive') {
    const join = (x: Primitive['value'], y: Primitive['value']) =>
      !text && typeof x === 'number' && typeof y === 'number' ? x + y : `${x}${y}`;
    return derivedFrom([a, b], text ? 'text' : '+', ([x, y]) => join(x, y)) ?? primitive(join(a.value, b.value), at);
  }
  const isText =
    text ||
    [a, b].some(
      (side) =>
        side.t === 'text' || side.t === 'environment' || (side.t === 'primitive' && typeof side.value === 'string'),
    );
  if (a.t === 'credential' && b.t === 'credential') return trust[a.state] <= trust[b.state] ? a : b;
  if (!isText) return isBrought(a) ? a : isBrought(b) ? b : (timed('+', a, b, at) ?? unknown('a sum', at));
  if (a.t === 'credential') return salted(a, b);
  if (b.t === 'credential') return salted(b, a);
  const absent = a.t === 'missing' && isEmpty(b) ? a : b.t === 'missing' && isEmpty(a) ? b : null;
  if (absent) return { ...absent, as: String(absent.as) };
  return { t: 'text', parts: [...partsOf(a), ...(isOfAddress(b) ? [b] : partsOf(b))], at };
}

function isEmpty(value: Value): boolean {
  return value.t === 'primitive' && value.value === '';
}

function partsOf(value: Value): readonly (string | Value)[] {
  if (value.t === 'text') return value.parts;
  return value.t === 'primitive' ? [String(value.value)] : [value];
}

export function not(value: Value): Value {
  const known = truth(value);
  if (known !== null) return primitive(!known);
  if (value.t === 'unknown' && value.test) return { ...value, test: { ...value.test, holds: !value.test.holds } };
  return {
    t: 'unknown',
    why: 'a negation',
    at: null,
    by: value.t === 'unknown' ? value.by : 'server',
    truthy: false,
    test: value.t === 'environment' ? { kind: 'environment', holds: false } : null,
  };
}

export function unary(machine: Machine, node: Unary, env: Environment): Value {
  const { of } = node;
  if (node.op === 'delete' && of.k === 'member') {
    deleteMember(machine, evaluate(machine, of.of, env), memberName(machine, of.name, env));
    return primitive(true);
  }
  const raw = evaluate(machine, of, env);
  const value = machine.trial ? machine.trial.resolve(raw) : raw;
  switch (node.op) {
    case '!':
      // The value itself must be decided, not its negation, so that a second test of it gets the same answer.
      return machine.trial ? primitive(!decide(machine, value, placeOf(env, of))) : not(value);
    case 'void':
      return undefinedValue;
    case 'typeof':
      return typeIn(machine, value, placeOf(env, node), placeOf(env, of));
    case '-':
    case '+':
      if (isTimed(value)) return value;
      return value.t === 'primitive'
        ? primitive(node.op === '-' ? -Number(value.value) : Number(value.value))
        : someNumber(value, null);
    case '~':
      return value.t === 'primitive' ? primitive(~Number(value.value)) : unknown('arithmetic');
    default:
      return unknown(node.op, placeOf(env, node));
  }
}

function typeIn(machine: Machine, value: Value, at: Place, ofAt: Place): Value {
  const { trial } = machine;
  if (!trial) return typeOf(value, at);
  const known = trial.operations.typeOf(value, at);
  if (known) return known;
  // A variable of the environment is a text or is not there.
  if (value.t === 'environment') return primitive(decide(machine, value, ofAt) ? 'string' : 'undefined');
  return typeOf(trial.present(value), at);
}

function typeOf(value: Value, at: Place): Value {
  switch (value.t) {
    case 'primitive':
      return primitive(value.value === null ? 'object' : typeof value.value);
    case 'missing':
      return primitive(value.as === null ? 'object' : typeof value.as);
    case 'text':
      return primitive('string');
    case 'function':
    case 'native':
    case 'class':
    case 'scope':
      return primitive('function');
    case 'object':
    case 'array':
    case 'promise':
    case 'regex':
      return primitive('object');
    case 'credential':
      if (value.behind) return primitive('string');
      return value.state === 'verified' ? primitive('object') : unknown('the type of a credential', at, 'caller');
    default:
      return unknown('a type', at, value.t === 'unknown' ? value.by : 'server');
  }
}
