import type { CredentialSource, Value } from '#frameworks';
import { isBrought, isInput, isUndefined, primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { Thrown } from '../../machine/machine.ts';
import { madeByCall } from '../../values/derivations.ts';
import { isDigest, isOwnDigest } from '../../values/digests.ts';
import type { Afloat } from '../../values/floating.ts';
import { partsOf } from '../../values/made-of.ts';
import { isTimed } from '../../values/moments.ts';
import { credential, notFound } from '../brought/credentials.ts';
import { digestBy, feedsDigest, hashedKey, isKeyMaterial } from '../brought/digests.ts';
import { depthOfQuery, holdsIdentity } from '../brought/identity.ts';
import { cutOut, roomFor } from '../brought/partly.ts';
import { parsedUrl } from '../brought/urls.ts';
import { made } from '../paths/answers.ts';
import { noteEnding } from '../paths/endings.ts';
import { needed } from '../paths/guesses.ts';
import { isLogger, noteConsole, noteLogged } from '../paths/logging.ts';
import { standingStatus, tellsOfError } from '../paths/rescue.ts';
import type { Trial } from '../paths/trial.ts';
import { checkedShape } from './schemas.ts';

interface Involved {
  /** The worst credential among the arguments. */
  credential: {
    readonly source: CredentialSource;
    readonly state: (typeof worstFirst)[number];
  } | null;
  request: boolean;
  response: boolean;
  next: boolean;
  input: boolean;
}

/** What a call of unseen code is given, looking into literals as deep as conditions of a query stand. */
function involved(trial: Trial, values: readonly Value[]): Involved {
  const found: Involved = { credential: null, request: false, response: false, next: false, input: false };
  look(trial, values, depthOfQuery, found);
  return found;
}

const worstFirst = ['missing', 'forged', 'decoded', 'genuine', 'verified'] as const;

function look(trial: Trial, values: readonly Value[], depth: number, found: Involved): void {
  for (const value of values) {
    const known = trial.resolve(value);
    if (known.t === 'missing' || known.t === 'credential') {
      const state = known.t === 'missing' ? known.t : known.state;
      if (!found.credential || worstFirst.indexOf(state) <= worstFirst.indexOf(found.credential.state))
        found.credential = { source: known.source, state };
    } else if (known.t === 'request') {
      found.request ||= /^(request|headers|cookies|context)$/.test(known.part);
      found.response ||=
        known.part === 'response' || (known.part === 'context' && trial.adapter.request.answers === 'preparing');
      found.next ||= known.part === 'next';
    } else if (isInput(known)) found.input = true;
    else if (depth > 0 && (known.t === 'object' || known.t === 'array' || known.t === 'text')) {
      const before = found.credential;
      if (before) found.credential = null;
      look(trial, partsOf(known), depth - 1, found);
      found.credential = before ?? found.credential;
    }
  }
}

/** A call of code that is not seen, while a request is answered. */
export function unknownCall(
  trial: Trial,
  callee: Value,
  name: string | null,
  args: readonly Value[],
  at: Place,
  construct = false,
): Value {
  if (isLogger(callee)) {
    noteLogged(trial, callee, name, args, at);
    return undefinedValue;
  }
  if (trial.askParent && callee.t === 'library' && callee.path.endsWith('authenticate')) {
    trial.askParent();
    return undefinedValue;
  }
  const part = cutOut(trial, callee, name, args, at);
  if (part) return part;
  const shaped = checkedShape(trial, callee, name, args, at);
  if (shaped) return shaped;
  const hashed = hashedKey(trial, callee, args);
  if (hashed) return hashed;
  const given = involved(trial, args);
  const isAbout = holdsIdentity(trial, args);
  trial.credentials.asksWho ||= isAbout;
  trial.credentials.examines ||= isAbout || given.input;
  if (given.next) {
    trial.course.handedOver ??= { at, why: 'the request is handed to code that is not seen' };
    return unknown('code that is not seen', at);
  }
  if (given.response) trial.course.maybeAnswered ??= at;
  const asks =
    given.credential !== null &&
    !feedsDigest(trial, callee, args) &&
    !(given.input && isIdentity(given.credential.source));
  if (given.credential && asks) {
    const found = lookUp(trial, given.credential, callee, name, args, at);
    return name !== null && findsPlaces.test(name) ? placeOf(found) : found;
  }
  if (given.request) trial.credentials.touch({ kind: 'client', name: 'request' });
  const digest = digestBy(trial, callee, args, at);
  if (digest) return digest;
  const by = !given.request && (given.input || isInput(callee)) ? 'caller' : 'server';
  // A variable of the environment is taken to be set, and so are its letters.
  const isFull = construct || (callee.t === 'environment' && keepsLetters.test(name ?? ''));
  const result = unknown(`the result of code that is not seen${name ? ` (${name})` : ''}`, at, by, isFull);
  madeByCall(result, callee, name);
  noteEnding(trial, result, [callee]);
  if (!args.some((arg) => tellsOfError(trial, arg))) trial.lookUps.found.add(result);
  if (given.input && by === 'caller') trial.lookUps.asked.add(result);
  if (trial.lookUps.supplied.has(callee)) trial.lookUps.supplied.add(result);
  if (!runReactions(trial, name, args, result, at)) trial.floating.hand(() => runCallbacks(trial, args, result, at));
  return result;
}

const keepsLetters = /^(to(String|(Lower|Upper)Case)|trim(Start|End)?|pad(Start|End)|normalize)$/;

const findsPlaces = /^(lastI|i)ndexOf$/;

/** Where something is in a list, if it is: what is not there has the place -1, which is truthy. */
function placeOf(found: Value): Value {
  return primitive(found.t === 'missing' ? -1 : 0);
}

/** Who the caller is, beside what the caller asks for: data are selected by it, nothing is verified. */
function isIdentity(source: CredentialSource): boolean {
  return source.kind === 'principal' || source.kind === 'session';
}

/**
 * Unseen code is asked with a credential: with a missing or forged one it fails, with a genuine one it answers. What is
 * called `findUniqueOrThrow` or `findOneOrFail`, in Prisma, TypeORM, Kysely and others, tells by throwing.
 */
function lookUp(
  trial: Trial,
  given: NonNullable<Involved['credential']>,
  callee: Value,
  name: string | null,
  args: readonly Value[],
  at: Place,
): Value {
  trial.credentials.touch(given.source);
  const fails =
    given.state === 'missing' ||
    given.state === 'forged' ||
    (given.state === 'decoded' && trial.situation.caller !== 'good');
  trial.credentials.proves ||= !fails;
  const error = unknown('the error of a look-up that failed', at, 'server', true);
  const callback = args.find((arg) => arg.t === 'function' || arg.t === 'native');
  if (callback) {
    trial.floating.wait();
    if (!fails) runCallbacks(trial, args, credential('verified', given.source), at);
    else if (isNodeStyle(callback) && trial.choose(2, 'failure') === 1)
      callValue(trial.machine, callback, [error, undefinedValue], null, at);
    else runCallbacks(trial, args, { ...notFound(given.source, callee), lookup: false }, at);
    return unknown('code that is not seen', at);
  }
  if (trial.isDiscarded(at)) {
    // Nobody looks at the result: it can only reject by throwing, and then only where somebody catches.
    if (fails && trial.tries > 0 && trial.choose(2, 'server') === 0) {
      if (given.state === 'decoded') trial.credentials.refusal ??= at;
      throw new Thrown(error);
    }
    return unknown('a discarded result', at);
  }
  if (!fails)
    return given.state === 'decoded'
      ? unknown('a look-up by a decoded token', at)
      : { ...credential('verified', given.source), ...(isDigest(callee) && { isHashed: true as const }) };
  trial.credentials.verifications.push({ subject: 'a look-up', at, succeeded: false });
  const throws = /Or(Throw|Fail)$/.test(name ?? '');
  if (throws || (trial.tries > 0 && trial.choose(2, 'failure') === 1)) throw new Thrown(error);
  return notFound(given.source, callee);
}

function isNodeStyle(callback: Value): boolean {
  if (callback.t !== 'function' || callback.code.params.length < 1) return false;
  const [first] = callback.code.params;
  return first!.pattern.p === 'name' && /^_?(e|er|err|error)\d?$/i.test(first!.pattern.name);
}

/** `.then(onValue, onError)` and `.catch(onError)` of a promise that is not seen: whether it fails, nobody knows. */
function runReactions(trial: Trial, name: string | null, args: readonly Value[], result: Value, at: Place): boolean {
  const [onValue, onError] = name === 'catch' ? [undefined, args[0]] : name === 'then' ? args : [];
  if (!onError || !/^(function|native|request)$/.test(onError.t)) return false;
  const error = unknown('the reason why a promise was rejected', at, 'server', true);
  if (trial.choose(2, onValue ? 'failure' : 'server') === 1) callValue(trial.machine, onError, [error], null, at);
  else if (onValue) callValue(trial.machine, onValue, [result], null, at);
  return true;
}

/** Callbacks run at once, with what they usually get; of their `this` nothing is known: `db.join(function () { this.on(…) })`. */
function runCallbacks(trial: Trial, args: readonly Value[], result: Value, at: Place): void {
  for (const callback of args) {
    if (callback.t !== 'function' && callback.t !== 'native') continue;
    const by = result.t === 'unknown' ? result.by : 'server';
    const further = (from: number) =>
      callback.t === 'function'
        ? callback.code.params.slice(from).map(() => unknown('what code that is not seen tells beside', at, by))
        : [];
    const self =
      callback.t === 'function' && callback.self ? null : unknown('the this of a callback', at, 'server', true);
    const run = (given: readonly Value[]) => callValue(trial.machine, callback, given, self, at);
    if (!isNodeStyle(callback)) run([result, ...further(1)]);
    else if (trial.choose(2, 'server') === 1) run([unknown('an error', at, 'server', true), undefinedValue]);
    else run([primitive(null), result, ...further(2)]);
  }
}

const transforms =
  /^(Buffer\.from|atob|btoa|encodeURIComponent|decodeURIComponent|encodeURI|decodeURI|unescape|escape|Buffer|BigInt|Symbol|URLSearchParams|URL|JSON\.stringify|Object|Uint8Array)$/;

/** Built-in functions that the setup interpreter does not compute. */
export function globalCall(trial: Trial, path: string, args: readonly Value[], at: Place, construct: boolean): Value {
  if (path.startsWith('console.')) {
    noteConsole(trial, args, at);
    return undefinedValue;
  }
  const known = args.map((arg) => trial.resolve(arg));
  const [first] = known;
  if (first && isTimed(first) && computesTimes.test(path)) return first;
  if (path === 'JSON.parse') return first?.t === 'request' && first.part === 'body' ? first : parsed(trial, first, at);
  if (path === 'JSON.stringify' && (first?.t === 'request' || first?.t === 'object')) {
    const text = unknown(path, at, 'server', true);
    trial.origins.copies.set(text, first);
    return text;
  }
  if (/^Response(\.json|\.redirect)?$/.test(path)) return response(trial, path, known, at);
  const url = path === 'URL' ? parsedUrl(trial, known, at) : null;
  if (url) return url;
  // What it makes of null is a text with something in it.
  if (path === 'JSON.stringify' && first?.t === 'primitive') return primitive(JSON.stringify(first.value));
  if (transforms.test(path)) {
    const carrier = known.find((arg) => arg.t === 'credential' || arg.t === 'missing');
    if (path === 'Buffer.from' && carrier) needed(trial, carrier);
    if (carrier?.t === 'missing' && typeof carrier.as !== 'string' && path === 'Buffer.from')
      throw new Thrown(trial.operations.typeError(carrier, at));
    if (first && (isKeyMaterial(path, first) || isOwnDigest(first))) return first;
    if (!carrier && first?.t === 'primitive') return primitive(String(first.value ?? ''));
    return carrier ?? unknown(path, at, known.some(isInput) ? 'caller' : 'server', true);
  }
  if (/^Buffer\.alloc/.test(path) && first) return roomFor(trial, first, at);
  if (path === 'fetch') return unknownCall(trial, unknown('fetch', at), 'fetch', args, at);
  if (construct) return unknown(`new ${path}`, at, 'server', true);
  if (/^(setTimeout|setImmediate|queueMicrotask|process\.nextTick)$/.test(path) && first) {
    putOff(trial, first, { subject: null, at });
    return unknown(path, at, 'server', true);
  }
  if (!(path.split('.')[0]! in globalThis)) return unknownCall(trial, unknown(path, at), null, args, at);
  return unknown(path, at, known.some(isBrought) ? 'caller' : 'server');
}

/** What rounds a time, or makes a number of it. */
const computesTimes = /^(Math\.(floor|round|ceil|trunc|abs)|Number|BigInt)$/;

/** Runs what a timer runs: when the step is over, unless a promise waits for it. What it throws, nobody catches. */
function putOff(trial: Trial, callback: Value, timer: Afloat): void {
  trial.floating.leave(timer, () => {
    trial.floating.wait();
    try {
      trial.delayed.reaction(() => callValue(trial.machine, callback, [], null, timer.at));
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
    }
  });
}

/** Parsing what the caller sent reads it without verifying it. */
function parsed(trial: Trial, value: Value | undefined, at: Place): Value {
  if (value?.t === 'credential') {
    if (value.state === 'verified') return value;
    trial.credentials.decodings.push({ subject: 'JSON.parse', at, source: value.source, within: [...trial.within] });
    return credential('decoded', value.source, { at, subject: 'JSON.parse' });
  }
  const isNothing = value?.t === 'primitive' && (value.value === '' || value.value === undefined);
  if (value && (value.t === 'missing' || isNothing)) throw new Thrown(trial.operations.typeError(value, at));
  const text = unknown('parsed text', at, value?.t === 'unknown' ? value.by : 'server', true);
  if (value && trial.lookUps.found.has(value)) trial.lookUps.found.add(text);
  return text;
}

/** `new Response(body, { status })`: an answer where steps return theirs. */
function response(trial: Trial, path: string, args: readonly Value[], at: Place): Value {
  if (trial.adapter.request.answers !== 'returning') return unknown(path, at, 'server', true);
  const second = args[1];
  if (second?.t === 'request' && second.part === 'response') return made(standingStatus(trial), args, at);
  const given = second?.t === 'object' ? second.properties.get('status') : second;
  const known = given && trial.resolve(given);
  const usual = path === 'Response.redirect' ? 302 : 200;
  const isNumber = known?.t === 'primitive' && typeof known.value === 'number';
  const status = isNumber ? Number(known.value) : known && !isUndefined(known) ? null : usual;
  return made(status, args, at);
}
