import type { UnknownValue, Value } from '#frameworks';
import { isBrought, leavesOf, primitive, unknown } from '#frameworks';
import type { Condition } from '#model';
import type { Place } from '#text';
import { isSuchDigest } from '../request/brought/digests.ts';
import { comparedPartly, isTooShort, noteLength } from '../request/brought/partly.ts';
import { noteIdentity } from '../request/brought/route-members.ts';
import { isAlwaysThere, noteParameterTest } from '../request/brought/route-parameters.ts';
import { noteUnset, spelt } from '../request/brought/variables.ts';
import { guessed, sent } from '../request/paths/guesses.ts';
import type { Trial } from '../request/paths/trial.ts';
import { asked, derived, isOfAddress } from './address.ts';
import { originOf, variableOf } from './derivations.ts';
import { isDigestOfConstants, isKeyedDigest, isOwnDigest } from './digests.ts';
import { globalPackage } from './globals.ts';
import { isOfFull } from './letters.ts';
import type { Machine } from './machine.ts';
import { isNumber } from './numbers.ts';

/** Whether a value is truthy; null when that is not known. */
export function truth(value: Value): boolean | null {
  switch (value.t) {
    case 'primitive':
      return asked(value, 'truth', Boolean) ?? Boolean(value.value);
    case 'missing':
      return Boolean(value.as);
    case 'text':
      return value.parts.some((part) => (typeof part === 'string' ? part !== '' : isOfAddress(part) && truth(part)))
        ? true
        : null;
    case 'unknown':
      return value.truthy ? true : null;
    case 'library':
      // `global.prisma || new PrismaClient()`: what a program keeps on the global object is not there at first.
      return value.package === globalPackage && !(value.path.split('.')[0]! in globalThis)
        ? value.path === 'require' || value.path === 'module'
          ? true
          : null
        : true;
    case 'made':
      return value.solid && value.path === '' ? true : null;
    case 'credential':
      return value.member ? null : true;
    case 'environment':
      return value.isSet || (value.fallback && truth(value.fallback) === true) ? true : null;
    case 'choice': {
      const [first, ...rest] = leavesOf(value);
      const answer = first ? truth(first) : null;
      return answer !== null && rest.every((one) => truth(one) === answer) ? answer : null;
    }
    default:
      return true;
  }
}

/** The condition that an undecided test stands for. */
export function conditionOf(value: Value, at: Place): Condition {
  if (value.t === 'unknown' && value.test) {
    const { kind, holds } = value.test;
    return { kind, holds, text: '', at, ...(!holds && { asksOpposite: true }) };
  }
  // Tests of one variable at several places are one condition.
  if (value.t === 'environment') return { kind: 'environment', holds: true, text: value.name, at };
  return { kind: 'unknown', holds: true, text: '', at };
}

export function negate(condition: Condition): Condition {
  return { ...condition, holds: !condition.holds };
}

/** Decides a test during a trial: by what is known, by assuming production, else by the trial's choice. */
export function decide(machine: Machine, value: Value, at: Place): boolean {
  const trial = machine.trial!;
  const chosen = sent(trial, trial.resolve(value));
  trial.noteTest(chosen, at);
  const known = truth(chosen);
  if (known !== null) return known;
  if (chosen.t === 'unknown' && chosen.test) {
    if (chosen.test.kind === 'development') return !chosen.test.holds;
    if (chosen.test.kind === 'production') return chosen.test.holds;
  }
  return trial.decide(chosen);
}

const production = new Set(['production', 'prod']);
const development = new Set(['development', 'dev', 'local']);

/** `==` and `===`; the answer is a boolean primitive or an unknown one. */
export function equal(machine: Machine, left: Value, right: Value, loose: boolean): Value {
  const { trial } = machine;
  const one = trial ? spelt(trial, trial.resolve(left)) : left;
  const other = trial ? spelt(trial, trial.resolve(right)) : right;
  const a = trial ? sentBeside(trial, one, other, loose) : one;
  const b = trial ? sentBeside(trial, other, one, loose) : other;
  noteIdentity(trial, a, b);
  const seen = ofSought(machine, a, b) ?? ofSought(machine, b, a) ?? equalValues(machine, a, b, loose);
  const answer = machine.lasting.madeOf(seen, a, b);
  if (!trial) return answer;
  trial.noteEquality(a, b, truth(answer) === true);
  noteUnset(trial, a, b);
  noteUnset(trial, b, a);
  noteLength(trial, a, b);
  noteLength(trial, b, a);
  return answer;
}

/** A part of a text that may be left out, where it is compared with what may be nothing. Only there: to look at a part of the path is to read it. */
function sentBeside(trial: Trial, value: Value, other: Value, loose: boolean): Value {
  return value.t === 'credential' && mayBeNothing(trial, other, loose) ? sent(trial, value) : value;
}

/** Undefined, or what stands for it, or what was looked for and may not be there. */
function mayBeNothing(trial: Trial, value: Value, loose: boolean): boolean {
  const known = plain(value);
  if (known) return known.value === undefined || (loose && known.value === null);
  return trial.lookUps.sought.has(value);
}

/** What was looked for by a key of the caller's, and may not be there, or may be what every object inherits. */
function ofSought(machine: Machine, a: Value, b: Value): Value | null {
  const { trial } = machine;
  if (trial?.lookUps.inherited.has(a)) return primitive(a === b);
  const other = plain(b);
  const mayBeAbsent = trial?.lookUps.sought.has(a) || (trial?.lookUps.stored.has(a) && b.t === 'primitive');
  if (!trial || !mayBeAbsent || !other || (other.value !== undefined && other.value !== null)) return null;
  return primitive(!trial.decide(a));
}

function equalValues({ trial }: Machine, a: Value, b: Value, loose: boolean): Value {
  if (trial && (isTooShort(trial, a, b) || isTooShort(trial, b, a))) return primitive(false);
  return (
    sameText(a, b) ??
    sameText(b, a) ??
    (trial ? null : (unsetVariable(a, b) ?? unsetVariable(b, a))) ??
    sameKnown(a, b, loose) ??
    (trial ? (nobody(trial, a, b) ?? nobody(trial, b, a)) : null) ??
    stage(a, b) ??
    stage(b, a) ??
    credentials(trial, a, b) ??
    credentials(trial, b, a) ??
    unsure(a, b)
  );
}

/** A part of the address and a text. */
function sameText(a: Value, b: Value): Value | null {
  if (!isOfAddress(a) || b.t !== 'primitive') return null;
  return derived(a, `equals ${JSON.stringify(b.value)}`, (value) => value === b.value);
}

function sameKnown(a: Value, b: Value, loose: boolean): Value | null {
  const x = plain(a);
  const y = plain(b);
  if ((a.t === 'missing' && a.orNull && y?.value === null) || (b.t === 'missing' && b.orNull && x?.value === null))
    return primitive(true);
  if (x && y) {
    if (loose && (x.value === null || x.value === undefined))
      return primitive(y.value === null || y.value === undefined);
    // biome-ignore lint/suspicious/noDoubleEquals: it evaluates the program's own loose comparison.
    return primitive(loose ? x.value == y.value : x.value === y.value);
  }
  if (a.t === 'environment' && b.t === 'environment' && a.name === b.name) return primitive(true);
  if ((isDigestOfConstants(a) && isServersSecret(b)) || (isDigestOfConstants(b) && isServersSecret(a)))
    return primitive(false);
  // A variable of the environment is taken to be set: nothing equals it that is empty.
  if (x && !x.value && isFull(b)) return primitive(false);
  if (y && !y.value && isFull(a)) return primitive(false);
  if (x && (x.value === undefined || x.value === null)) return isObject(b) ? primitive(false) : null;
  if (y && (y.value === undefined || y.value === null)) return isObject(a) ? primitive(false) : null;
  if (!loose && ((x && isStructure(b)) || (y && isStructure(a)))) return primitive(false);
  if (isObject(a) && isObject(b) && a.t !== 'credential' && b.t !== 'credential') return primitive(a === b);
  return null;
}

/** `claims?.sub !== req.params.id`, `claims?.id !== Number(req.params.id)`: nobody is none of those who have a name. */
function nobody(trial: Trial, a: Value, b: Value): Value | null {
  const x = plain(a);
  if (!x || (x.value !== undefined && x.value !== null)) return null;
  if (a.t === 'primitive') noteParameterTest(trial, b);
  return isNumber(b) || isAlwaysThere(trial, b) ? primitive(false) : null;
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

function plain(value: Value): { value: string | number | boolean | null | undefined } | null {
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

/** A forged credential never equals what only the server knows; a genuine one does. */
function credentials(trial: Trial | null, a: Value, b: Value): Value | null {
  const such = trial && (isSuchDigest(trial, a, b, null) ?? comparedPartly(trial, a, b, null));
  if (such) return such;
  // What a look-up by a name has found.
  if (a.t === 'credential' && a.state === 'forged' && b.t === 'credential' && b.state === 'verified')
    return primitive(false);
  if (!isBrought(a)) {
    return a.t === 'missing' && (isServers(b) || trial?.lookUps.stored.has(b)) ? primitive(false) : null;
  }
  if (trial && a.t === 'credential' && a.state === 'forged' && b.t === 'primitive') return guessed(trial, a, b);
  const isPresented = a.t === 'credential' && (a.state === 'genuine' || a.state === 'forged');
  if (!isServers(b) && !(isPresented && trial?.lookUps.stored.has(b))) return null;
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
