import type { Comparison, Decoding, Meaning, PrincipalLookup, Reading, Verification } from '#catalog';
import type { CredentialSource, LibraryValue, MadeValue, PromiseValue, Value } from '#frameworks';
import { arrayValue, isInput, native, objectValue, primitive, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { mentions } from '../../known/nodes.ts';
import { callValue } from '../../machine/calls.ts';
import { Thrown } from '../../machine/machine.ts';
import { isOfCaller } from '../../values/made-of.ts';
import { credential, missing, presented, signedCookie } from '../brought/credentials.ts';
import { bothOfCaller } from '../brought/digests.ts';
import { bringsItsKey } from '../brought/own-keys.ts';
import { comparedPartly } from '../brought/partly.ts';
import { noteComparison } from '../brought/proofs.ts';
import { isSpelt, noteUnset, spelt } from '../brought/variables.ts';
import { errorMade } from '../paths/answers.ts';
import { bothEmpty } from '../paths/guesses.ts';
import type { Trial } from '../paths/trial.ts';
import { combination } from './combine.ts';
import { applyStep, instantiateLibrary } from './library-steps.ts';

/** A call of an export that the catalog knows, while a request is answered. */
export function operation(
  trial: Trial,
  meaning: Meaning,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
  construct: boolean,
  maker: MadeValue | null = null,
): Value {
  if (/^(verification|comparison|decoding|principal)$/.test(meaning.is)) trial.credentials.examines = true;
  switch (meaning.is) {
    case 'verification':
      return verification(trial, meaning, library, args, at, maker);
    case 'comparison':
      return comparison(trial, meaning, library, args, at);
    case 'decoding':
      return decoding(trial, meaning, library, args, at);
    case 'principal':
      return principal(trial, meaning, library, at);
    case 'signing': {
      const token = unknown('a new token', at, 'server', true);
      trial.origins.minted.add(token);
      return delivered(trial, token, args, 'promise-or-callback', at);
    }
    case 'wrapper':
      return meaning.argument === 'all' ? arrayValue([...args]) : (args[meaning.argument] ?? undefinedValue);
    case 'runner':
      return callValue(trial.machine, lastFunction(args) ?? undefinedValue, [], null, at);
    case 'answer':
      return errorMade(trial, meaning, args, at);
    case 'combination':
      return combination(trial.machine, meaning, args);
    case 'reading':
      return reading(trial, meaning, library, args, at);
    case 'step':
      if (args.some((arg) => arg.t === 'request'))
        return applyStep(trial, instantiateLibrary(library, [], at, construct), args, at);
      return instantiateLibrary(library, args, at, construct);
    default:
      return instantiateLibrary(library, args, at, construct);
  }
}

function reading(trial: Trial, meaning: Reading, library: LibraryValue, args: readonly Value[], at: Place): Value {
  const { kind, name, signed, refused, delivers } = meaning;
  if (kind !== 'cookie') return { t: 'request', part: kind };
  const key = args[name];
  // Whatever its name, nobody has it who brings nothing.
  const text = (key && stringOf(key)) || '*';
  const isTold = signed && refused === false;
  const given = (): Value => {
    if (key === undefined) return { t: 'request', part: isTold ? 'signed-cookies' : signed ? 'session' : 'cookies' };
    return isTold ? signedCookie(trial, text) : presented(trial, { kind: signed ? 'session' : 'cookie', name: text });
  };
  if (delivers === 'value') return given();
  // The promise itself is always there, whatever it turns out to be.
  const verification = isTold && key ? { subject: subjectOf(library), at, isLookUp: true as const } : null;
  return { t: 'promise', rejected: false, value: given(), verification };
}

export function subjectOf(library: LibraryValue): string {
  const path = library.path.replace(/#.*|\(\)|^webcrypto\./g, '').replace(/^\./, '');
  return [library.package.replace(/^node:/, ''), path].filter((part) => part).join('.');
}

/** Where the credential that a verification looks at came from. */
function sourceOf(value: Value | undefined): CredentialSource {
  if (value?.t === 'credential' || value?.t === 'missing') return value.source;
  // Something of the request that is no usual place for credentials.
  return { kind: value?.t === 'unknown' && value.by === 'caller' ? 'query' : 'client', name: 'token' };
}

function verification(
  trial: Trial,
  meaning: Verification,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
  maker: MadeValue | null,
): Value {
  const { caller } = trial.situation;
  const given = typeof meaning.credential === 'number' ? args[meaning.credential] : undefined;
  const value = given && trial.resolve(given);
  const source = sourceOf(value);
  const isNothing = value?.t === 'missing' || (value?.t === 'primitive' && !value.value);
  const subject = subjectOf(library);
  const isOwn = value && (value.t === 'environment' || (trial.uses.filledIn && !isNothing && !isOfCaller(value)));
  const own = isOwn ? verifiesOwn(trial, value) : null;
  const isForged = value?.t === 'credential' && value.state === 'forged';
  const isSelfSigned =
    caller === 'bad' && bringsItsKey(trial, meaning, args, given ? value : credential('forged', token), maker, at);
  const succeeded = own ?? ((isSelfSigned || (caller === 'good' && !isForged)) && !isNothing);
  if (own === null) {
    trial.credentials.touch(source);
    if (typeof meaning.key === 'object') trial.choices.tellsForgers = true;
    if (isSelfSigned)
      trial.flaws.forgeries.push({ at, subject, text: 'the key is the one that the token itself brings' });
    else trial.credentials.verifications.push({ subject, at, succeeded });
  }
  const note = { subject, at };
  const error = unknown('the error of a failed verification', at, 'server', true);
  trial.errors.known.add(error);
  if (meaning.errors) trial.errors.refusals.set(error, meaning.errors);
  if (meaning.status !== undefined) trial.errors.statuses.set(error, meaning.status);
  const payload: Value =
    own === null ? credential('verified', source) : unknown("what the server's own token says", at, 'server', true);
  if (succeeded) {
    for (const name of meaning.establishes ?? []) if (typeof name === 'string') trial.course.writes.set(name, payload);
  }
  const callback = lastFunction(args);
  if (callback && /callback$|^either$/.test(meaning.delivers ?? '')) {
    noteIgnoredError(trial, callback, subject, at, succeeded);
    const told = succeeded ? [primitive(null), payload] : [error, undefinedValue];
    const given = callValue(trial.machine, callback, told, null, at);
    return meaning.givesBack === 'callback' ? given : undefinedValue;
  }
  const isPromise = /^promise/.test(meaning.delivers ?? '');
  if (!succeeded && meaning.failure === 'throws') {
    if (!isPromise) throw new Thrown(error);
    return { t: 'promise', rejected: true, value: error, verification: note };
  }
  const result =
    meaning.failure === 'result-object'
      ? resultObject(meaning, succeeded, payload, error)
      : succeeded
        ? payload
        : missing(source);
  return isPromise ? { t: 'promise', rejected: false, value: result, verification: note } : result;
}

/**
 * A token that the server brings itself tells nothing of the caller. Who has credentials, or forges them, meets a server that
 * is set up; whether it stands in for those who have none is up to the environment.
 */
function verifiesOwn(trial: Trial, token: Value): boolean {
  const { caller } = trial.situation;
  trial.choices.tellsForgers = true;
  return caller === 'good' || caller === 'bad' || trial.decide(token);
}

function resultObject(meaning: Verification, succeeded: boolean, payload: Value, error: Value): Value {
  const result = objectValue([], true);
  const put = (path: string, value: Value) => {
    const names = path.split('.');
    let object = result;
    for (const name of names.slice(0, -1)) {
      const inner = objectValue([], true);
      object.properties.set(name, inner);
      object = inner;
    }
    object.properties.set(names.at(-1)!, value);
  };
  put(meaning.result?.principal ?? 'user', succeeded ? payload : undefinedValue);
  put(meaning.result?.error ?? 'error', succeeded ? undefinedValue : error);
  if (meaning.result?.flag) put(meaning.result.flag, primitive(succeeded));
  return result;
}

/** A callback whose error parameter nobody looks at lets failures pass. */
function noteIgnoredError(trial: Trial, callback: Value, subject: string, at: Place, succeeded: boolean): void {
  if (succeeded || callback.t !== 'function') return;
  const [first] = callback.code.params;
  if (first?.pattern.p !== 'name') return;
  const isLookedAt = mentions(callback.code.body, first.pattern.name);
  const second = callback.code.params[1];
  const usesResult = second?.pattern.p === 'name' && mentions(callback.code.body, second.pattern.name);
  if (!isLookedAt && usesResult) trial.flaws.ignoredErrors.push({ at, subject });
}

function lastFunction(args: readonly Value[]): Value | null {
  const last = args.findLast(
    (arg) => arg.t === 'function' || arg.t === 'native' || (arg.t === 'request' && arg.part === 'next'),
  );
  return last ?? null;
}

function comparison(
  trial: Trial,
  meaning: Comparison,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
): Value {
  const known = args.map((arg) => spelt(trial, trial.resolve(arg)));
  const isCredential = known.some((arg) => arg.t === 'credential' || arg.t === 'missing');
  const hasInput = known.some(isInput);
  for (const arg of known) noteComparison(trial, arg, known);
  const good = trial.situation.caller === 'good';
  let result: Value = unknown('a comparison', at, hasInput ? 'caller' : 'server');
  // Only who knows the secret can present its equal; a password in the body is the business of a login.
  const isSecret = trial.credentials.touched.length > 0 && !hasInput;
  const [one, other] = known;
  const such = one && other && (bothOfCaller(trial, one, other, at) ?? comparedPartly(trial, one, other, at));
  if (such) {
    result = such;
  } else if (isCredential || isSecret) {
    if (one && other) {
      noteUnset(trial, one, other);
      noteUnset(trial, other, one);
    }
    const isForged = known.some((arg) => arg.t === 'missing' || (arg.t === 'credential' && arg.state === 'forged'));
    const succeeded = isSpelt(trial, known) || bothEmpty(trial, known, at) || (good && !isForged);
    trial.credentials.verifications.push({ subject: subjectOf(library), at, succeeded });
    const mayThrow = !succeeded && meaning.throws === true && trial.tries > 0;
    if (mayThrow && trial.choose(2, 'failure') === 1) throw new Thrown(unknown('a RangeError', at, 'server', true));
    result = primitive(succeeded);
  }
  return delivered(
    trial,
    result,
    args,
    meaning.delivers,
    at,
    isCredential || isSecret ? { subject: subjectOf(library), at } : null,
  );
}

function delivered(
  trial: Trial,
  result: Value,
  args: readonly Value[],
  delivers: Verification['delivers'],
  at: Place,
  note: PromiseValue['verification'] = null,
): Value {
  const callback = lastFunction(args);
  if (callback && delivers !== 'value' && delivers !== 'promise') {
    callValue(trial.machine, callback, [primitive(null), result], null, at);
    return undefinedValue;
  }
  if (delivers === 'promise' || delivers === 'promise-or-callback')
    return { t: 'promise', rejected: false, value: result, verification: note };
  return result;
}

/** The token that a request carries, wherever it does so. */
const token: CredentialSource = { kind: 'header', name: 'authorization' };

function decoding(trial: Trial, meaning: Decoding, library: LibraryValue, args: readonly Value[], at: Place): Value {
  const value = typeof meaning.credential === 'number' ? args[meaning.credential] : presented(trial, token);
  const known = value && trial.resolve(value);
  const subject = subjectOf(library);
  const source = known?.t === 'credential' ? known.source : null;
  trial.credentials.decodings.push({ subject, at, source, within: [...trial.within] });
  if (meaning.credential === 'request' && known?.t === 'missing')
    throw new Thrown(trial.operations.typeError(known, at));
  if (known?.t === 'missing' || (known?.t === 'primitive' && !known.value)) return primitive(null);
  if (known?.t === 'credential') return credential('decoded', known.source, { at, subject });
  return unknown('a decoded token', at, 'caller', true);
}

function principal(trial: Trial, meaning: PrincipalLookup, library: LibraryValue, at: Place): Value {
  const source: CredentialSource = { kind: 'principal', name: library.package };
  trial.credentials.touch(source);
  const present = presented(trial, source);
  const note = { subject: subjectOf(library), at };
  let result: Value = present;
  if (meaning.object) {
    const says = () => (present.t === 'missing' ? primitive(false) : unknown('what the caller may do', at, 'server'));
    const members = meaning.members.filter((name) => name !== '').map((name) => [name, present] as const);
    const methods = (meaning.methods ?? []).map((name) => [name, native(name, says)] as const);
    result = objectValue([...members, ...methods], true);
  }
  return meaning.delivers === 'promise' ? { t: 'promise', rejected: false, value: result, verification: note } : result;
}
