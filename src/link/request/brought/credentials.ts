import { nothingOf } from '#catalog';
import type { CredentialSource, CredentialValue, MissingValue, PromiseValue, Value } from '#frameworks';
import { arrayValue, native, objectValue, primitive, unknown } from '#frameworks';
import type { Place } from '#text';
import { groupsIn } from '../../machine/arrays.ts';
import { equal } from '../../machine/equality.ts';
import { Thrown } from '../../machine/machine.ts';
import { getMember } from '../../machine/members.ts';
import { salted } from '../../machine/operators.ts';
import { promiseMember } from '../../machine/promises.ts';
import { truth } from '../../machine/truth.ts';
import { isCount, isLength, lengthOfCredential } from '../../values/letters.ts';
import { catchesRest, namedGroups } from '../../values/regex.ts';
import { isSameSource } from '../noted/credential-notes.ts';
import { needed } from '../paths/guesses.ts';
import type { Trial } from '../paths/trial.ts';
import { ofNothing } from './digests.ts';
import { holds } from './held.ts';
import { letter } from './partly.ts';

/** What the caller of this trial brings where a credential is read. */
export function presented(trial: Trial, source: CredentialSource): Value {
  trial.credentials.touch(source);
  // A forged session cookie fails its signature: the session is a fresh one.
  const isFresh = source.kind === 'session' || source.kind === 'principal';
  if (!isFresh) trial.choices.tellsForgers = true;
  return trial.memo(`credential ${source.kind} ${source.name}`, () => {
    switch (trial.situation.caller) {
      case 'good':
        return credential('genuine', source);
      case 'bad': {
        const { brings } = trial.situation;
        if (brings && !isSameSource(brings, source)) return missing(source);
        return isFresh && !brings ? missing(source) : credential('forged', source);
      }
      default:
        return missing(source);
    }
  });
}

/** What anybody may send: a header or parameter whose name says nothing of credentials. */
export function sentAs(
  trial: Trial,
  as: 'header' | 'query' | 'body',
  name: string | null,
  why: string,
  at: Place,
): Value {
  return trial.memo(`${as} ${name}`, () => {
    const value = unknown(why, at, 'caller');
    // Body and query are one to who asks whether something is a proof.
    if (name !== null) trial.origins.sent.set(value, { kind: as === 'header' ? as : 'query', name });
    return value;
  });
}

/** A parameter, or the request as a whole in the hands of code that is not seen. */
export function isOfRequest({ kind, name }: CredentialSource): boolean {
  return kind === 'query' || (kind === 'client' && name === 'request');
}

export function credential(
  state: CredentialValue['state'],
  source: CredentialSource,
  decodedAt: CredentialValue['decodedAt'] = null,
): CredentialValue {
  return { t: 'credential', state, source, member: false, decodedAt };
}

export function missing(source: CredentialSource): MissingValue {
  return { t: 'missing', source, lookup: false };
}

/** What a look-up by a missing or forged credential finds: nothing, which some libraries tell by null and some by undefined. */
export function notFound(source: CredentialSource, callee: Value): MissingValue {
  const library = callee.t === 'made' ? callee.by.package : callee.t === 'library' ? callee.package : null;
  const nothing = library === null ? null : nothingOf(library);
  return { t: 'missing', source, lookup: true, ...(nothing ? { as: nothing.is } : { orNull: true }) };
}

const transforms = new Set([
  'replace',
  'replaceAll',
  'trim',
  'trimStart',
  'trimEnd',
  'slice',
  'substring',
  'substr',
  'subarray',
  'toLowerCase',
  'toUpperCase',
  'toString',
  'valueOf',
  'concat',
  'normalize',
  'pop',
  'shift',
  'at',
  'join',
  'reverse',
  'sort',
  'filter',
  'map',
  'padEnd',
  'padStart',
  'charAt',
  'charCodeAt',
]);

/** Members of what a caller presents: parts of a forged token are forged. */
export function credentialMember(trial: Trial, of: CredentialValue, name: string | null, at: Place): Value {
  if (name === 'then' || name === 'catch' || name === 'finally')
    return promiseMember(trial.machine, settled(of), name, at);
  needed(trial, of);
  if (of.isHashed && name !== null && feeds.test(name))
    return native(name, ([fed]) => (name === 'update' && fed ? salted(of, trial.resolve(fed)) : of));
  if (of.state === 'verified' || of.state === 'decoded') {
    const key = `member ${of.state} ${of.source.kind} ${of.source.name} ${name} ${of.decodedAt?.at.start ?? ''}`;
    const member = trial.memo(key, () => ({ ...of, member: true }));
    if (name === 'exp') trial.origins.endings.add(member);
    return member;
  }
  if (name === 'length') return trial.entry(of, lengthKey, () => unknown(lengthOfCredential, at, 'caller'));
  if (name === null || /^\d+$/.test(name)) return of.state === 'forged' ? letter(trial, of, name) : of;
  if (of.source.kind === 'principal' || of.source.kind === 'session') {
    return trial.memo(`member ${of.source.kind} ${of.source.name} ${name}`, () => ({
      ...of,
      state: 'verified',
      member: true,
    }));
  }
  return native(name, (args, callAt) => method(trial, of, name, args, callAt));
}

function method(trial: Trial, of: CredentialValue, name: string, args: readonly Value[], at: Place): Value {
  if (name === 'split') return parts(trial, of, at);
  if (name === 'match' || name === 'exec') return matched(trial, of, args[0], at);
  if (of.isHashed && transforms.has(name)) return of; // Some letters of a digest tell nobody the others.
  if (transforms.has(name)) return masks(name, args) ? masked(of, args) : remainder(trial, of, name);
  const [sought] = args;
  // What holds the whole of a secret was made by who knows it.
  if (/^(ends|starts)With$|^includes$/.test(name) && sought && holdsSecret(trial, sought))
    return equal(trial.machine, of, sought, false);
  return unknown('a test of a credential', at, 'caller');
}

function holdsSecret(trial: Trial, sought: Value): boolean {
  return holds(trial, sought, ({ t }) => t === 'environment', 1);
}

/** Of a text in which there is something, nothing may be left. */
function remainder(trial: Trial, of: CredentialValue, name: string): Value {
  const mayBeEmpty = of.state === 'forged' && trial.guesses.tested.has(of) && /^(re|sl|sub|trim)/.test(name);
  return mayBeEmpty ? trial.memo(`remainder ${of.source.kind} ${of.source.name}`, () => ({ ...of })) : of;
}

/** As many as anybody takes; of a text that is split here, those behind the first need not be there. */
function parts(trial: Trial, of: CredentialValue, split: Place | null): Value {
  if (of.state !== 'forged') return arrayValue([of, of, of], true);
  const { behind: _, ...whole } = of;
  const part = (index: number) =>
    trial.entry(of, primitiveKeys[split ? index : 0]!, () => ({
      ...whole,
      isPart: true,
      ...(split && index > 0 && { behind: split }),
    }));
  return arrayValue([part(0), part(1), part(2)], true);
}

export function lastPart(trial: Trial, part: Value): Value {
  if (part.t !== 'credential' || !part.behind) return part;
  const { behind: _, ...whole } = part;
  return trial.entry(part, lastKey, () => whole);
}

const lengthKey = primitive('length');
const lastKey = primitive(-1);
const primitiveKeys = [0, 1, 2].map((index) => primitive(index));

/** `token.slice(0, 8)`, `token.replace(/./g, '*')`: enough to recognise it, not to use it. */
function masks(name: string, args: readonly Value[]): boolean {
  const [first, second] = args;
  if (name.startsWith('replace')) return first?.t === 'regex' && first.flags.includes('g');
  const isFromEnd = first?.t === 'primitive' && typeof first.value === 'number' && first.value < 0;
  if (/^(at|char(Code)?At)$/.test(name)) return true;
  return (
    /^(slice|substring|substr|subarray)$/.test(name) && (isFromEnd || (second !== undefined && !isNearEnd(second)))
  );
}

/** `slice(1, -1)`, `substring(1, text.length - 1)`: all but what stands around it. */
function isNearEnd(end: Value): boolean {
  if (end.t === 'primitive') return typeof end.value === 'number' && end.value < 0;
  return isLength(end) || isCount(end);
}

/** How it begins (`authorization.slice(0, 7) === 'Bearer '`) is no secret: it tells kinds of tokens apart. */
function masked(of: CredentialValue, [from]: readonly Value[]): Value {
  const isBeginning = of.state === 'forged' && from?.t === 'primitive' && from.value === 0;
  return { ...of, masked: true, ...(isBeginning && { isPart: true }) };
}

/** What the caller brings may be of that shape or not. */
function matched(trial: Trial, of: CredentialValue, pattern: Value | undefined, at: Place): Value {
  return trial.memo(`match ${of.state} ${of.source.kind} ${of.source.name} ${at.file} ${at.start}`, () =>
    trial.choose(2, 'caller') === 0 ? caught(trial, of, pattern) : primitive(null),
  );
}

/** Behind a scheme stands all that is secret; what else a pattern leaves out nobody looks at. */
function caught(trial: Trial, of: CredentialValue, pattern: Value | undefined): Value {
  const all = parts(trial, of, null);
  if (pattern?.t !== 'regex' || all.t !== 'array') return all;
  const isForged = of.state === 'forged';
  const groups = all.items.map((part, group) => (isForged && catchesRest(pattern.source, group) ? of : part));
  const found = arrayValue(groups, true);
  groupsIn.set(found, objectValue(namedGroups(pattern.source).map(([name, group]) => [name, groups[group] ?? of])));
  return found;
}

function settled(value: Value): PromiseValue {
  return { t: 'promise', rejected: false, value, verification: null };
}

/** Members of what the caller does not have: reading one throws, unless it is the promise of a look-up that failed. */
export function missingMember(trial: Trial, of: MissingValue, name: string | null, at: Place): Value {
  if (typeof of.as === 'string') return textMember(trial, of, of.as, name, at);
  if (of.lookup && (name === 'then' || name === 'catch' || name === 'finally')) {
    const rejected = name === 'catch' || trial.choose(2, 'failure') === 1;
    const promise: PromiseValue = rejected
      ? { t: 'promise', rejected: true, value: unknown('an error', at, 'server', true), verification: null }
      : settled(of);
    return promiseMember(trial.machine, promise, name, at);
  }
  // What a look-up yields when it finds nothing: null, an empty list, or an object that says so.
  if (of.lookup && name !== null) {
    if (/^(length|size|count|rowCount|affectedRows|changes)$/.test(name)) return primitive(0);
    if (/^(err|error|errors)$/.test(name)) return unknown('the error of a look-up that failed', at, 'server', true);
    return of;
  }
  throw new Thrown(trial.operations.typeError(of, at));
}

const feeds = /^(update|digest)$/;

/** Members of the text that stands for what the caller does not have. */
function textMember(trial: Trial, of: MissingValue, text: string, name: string | null, at: Place): Value {
  if (name !== null && (transforms.has(name) || (text === ofNothing && feeds.test(name))))
    return native(name, () => of);
  if (name === 'split') return native(name, () => arrayValue([of]));
  return getMember(trial.machine, primitive(text), name, at);
}

/** A cookie of which only the genuine is given, and `false` for one whose signature is not right. */
export function signedCookie(trial: Trial, name: string): Value {
  const read = presented(trial, { kind: 'cookie', name });
  return read.t === 'credential' && read.state === 'forged' ? primitive(false) : read;
}

/** Whether it is a good caller, or an earlier step has filled in who it is. */
export function isKnown({ situation: { caller, context } }: Trial, name: string): boolean {
  const given = context.get(name);
  return caller === 'good' || (given !== undefined && truth(given) !== false);
}
