import type { UnknownValue, Value } from '#frameworks';
import { isBrought, primitive, unknown } from '#frameworks';
import type { Condition } from '#model';
import { derivedFrom } from '../values/address.ts';
import { originOf, variableOf } from '../values/derivations.ts';
import { isDigestOfConstants, isKeyedDigest, isOwnDigest } from '../values/digests.ts';
import { isOfFull } from '../values/letters.ts';
import type { Machine } from './machine.ts';

/** `==` and `===`; the answer is a boolean primitive or an unknown one. */
export function equal({ trial, lasting }: Machine, left: Value, right: Value, isLoose: boolean): Value {
  return trial
    ? trial.operations.equal(left, right, isLoose)
    : lasting.madeOf(inSetup(left, right, isLoose), left, right);
}

function inSetup(a: Value, b: Value, isLoose: boolean): Value {
  return eitherWay(unsetVariable, a, b) ?? compared(a, b, isLoose, () => null, ofCredential);
}

/** What is known of one side of a comparison by what the other is. */
type OneSided = (a: Value, b: Value) => Value | null;

/** `ofNothing`: where one is nothing and no more is known of the other; `ofPresented`: where one comes from the caller. */
export function compared(a: Value, b: Value, isLoose: boolean, ofNothing: OneSided, ofPresented: OneSided): Value {
  return (
    sameText(a, b) ??
    sameKnown(a, b, isLoose) ??
    eitherWay(ofNothing, a, b) ??
    eitherWay(stage, a, b) ??
    eitherWay(ofPresented, a, b) ??
    unsure(a, b)
  );
}

function eitherWay(ask: OneSided, a: Value, b: Value): Value | null {
  return ask(a, b) ?? ask(b, a);
}

/** A part of the address and a text, or another part. */
function sameText(a: Value, b: Value): Value | null {
  return derivedFrom([a, b], 'equals', ([x, y]) => x === y);
}

/** Two values of which enough is known. */
function sameKnown(a: Value, b: Value, isLoose: boolean): Value | null {
  const x = plain(a);
  const y = plain(b);
  if ((a.t === 'missing' && a.orNull && y?.value === null) || (b.t === 'missing' && b.orNull && x?.value === null))
    return primitive(true);
  if (x && y) {
    if (isLoose && (x.value === null || x.value === undefined))
      return primitive(y.value === null || y.value === undefined);
    // biome-ignore lint/suspicious/noDoubleEquals: it evaluates the program's own loose comparison.
    return primitive(isLoose ? x.value == y.value : x.value === y.value);
  }
  if (a.t === 'environment' && b.t === 'environment' && a.name === b.name) return primitive(true);
  if ((isDigestOfConstants(a) && isServersSecret(b)) || (isDigestOfConstants(b) && isServersSecret(a)))
    return primitive(false);
  // A variable of the environment is taken to be set: nothing equals it that is empty.
  if (x && !x.value && isFull(b)) return primitive(false);
  if (y && !y.value && isFull(a)) return primitive(false);
  if (x && (x.value === undefined || x.value === null)) return isObject(b) ? primitive(false) : null;
  if (y && (y.value === undefined || y.value === null)) return isObject(a) ? primitive(false) : null;
  if (!isLoose && ((x && isStructure(b)) || (y && isStructure(a)))) return primitive(false);
  if (isObject(a) && isObject(b) && a.t !== 'credential' && b.t !== 'credential') return primitive(a === b);
  return null;
}

/** `process.env.AUTH_OFF === undefined`: while the server is set up, both may be. */
function unsetVariable(a: Value, b: Value): Value | null {
  const isUnset =
    a.t === 'environment' && !a.fallback && b.t === 'primitive' && (b.value === undefined || b.value === null);
  return isUnset ? { ...unknown('a test of the environment', a.at), test: { kind: 'environment', holds: true } } : null;
}

export function isFull(value: Value): boolean {
  return (
    value.t === 'environment' ||
    (value.t === 'unknown' && variableOf(value) !== null && (value.truthy || isOfFull(value)))
  );
}

function isServersSecret(value: Value): boolean {
  return value.t === 'environment' || isKeyedDigest(value);
}

function isStructure({ t }: Value): boolean {
  return t === 'object' || t === 'array' || t === 'function' || t === 'class';
}

/** What a primitive, or what stands for it, is. */
export function plain(value: Value): { value: string | number | boolean | null | undefined } | null {
  if (value.t === 'missing') return { value: value.as };
  return value.t === 'primitive' ? value : null;
}

function isObject(value: Value): boolean {
  switch (value.t) {
    case 'unknown':
    case 'environment':
    case 'choice':
    case 'primitive':
    case 'missing':
      return false;
    default:
      return true;
  }
}

const production = new Set(['production', 'prod']);
const development = new Set(['development', 'dev', 'local']);

/** `process.env.NODE_ENV === 'production'`, also through a configuration object that cannot be read. */
function stage(a: Value, b: Value): Value | null {
  if (b.t !== 'primitive' || typeof b.value !== 'string') return null;
  const isStage = a.t === 'environment' && nameOfStage.test(a.name);
  if (!isStage && a.t !== 'unknown' && a.t !== 'made') return null;
  const word = b.value.toLowerCase();
  if (production.has(word)) return tested('production', a);
  if (development.has(word)) return tested('development', a);
  const name = a.t === 'made' ? a.path.slice(a.path.lastIndexOf('.') + 1) : originOf(a)?.name;
  return word === 'test' && (isStage || nameOfStage.test(name ?? '')) ? primitive(false) : null;
}

const nameOfStage = /^(node_?env|env|app_?env|environment|stage)$/i;

function tested(kind: Condition['kind'], by: Value): UnknownValue {
  const at = by.t === 'unknown' || by.t === 'environment' || by.t === 'made' ? by.at : null;
  return { ...unknown('a test of the environment', at), test: { kind, holds: true } };
}

/** A forged credential never equals what only the server knows; a genuine one does. `isStored`: code that is not seen has looked `b` up. */
export function ofCredential(a: Value, b: Value, isStored = false): Value | null {
  // What a look-up by a name has found.
  if (a.t === 'credential' && a.state === 'forged' && b.t === 'credential' && b.state === 'verified')
    return primitive(false);
  if (!isBrought(a)) return a.t === 'missing' && (isServers(b) || isStored) ? primitive(false) : null;
  const isPresented = a.t === 'credential' && (a.state === 'genuine' || a.state === 'forged');
  if (!isServers(b) && !(isPresented && isStored)) return null;
  if (a.t === 'unknown') return b.t === 'environment' ? primitive(false) : null;
  return primitive(a.state === 'genuine' || a.state === 'verified');
}

function isServers(value: Value): boolean {
  return (
    value.t === 'environment' ||
    value.t === 'made' ||
    (value.t === 'text' && !isOwnDigest(value)) ||
    (value.t === 'unknown' && value.by === 'server')
  );
}

function unsure(a: Value, b: Value): Value {
  const by = isBrought(a) || isBrought(b) ? 'caller' : 'server';
  if (a.t === 'environment' || b.t === 'environment') {
    return { ...unknown('a test of the environment'), test: { kind: 'environment', holds: true } };
  }
  return unknown('a comparison', null, by);
}
