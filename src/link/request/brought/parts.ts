import type { PartMember, RequestPart, RequestValue, Value } from '#frameworks';
import { isUndefined, native, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { fulfilled } from '../../machine/promises.ts';
import { truth } from '../../machine/truth.ts';
import { type Address, someAddress } from '../../values/address.ts';
import { memberOfUnknown } from '../../values/derivations.ts';
import { isOfCaller } from '../../values/made-of.ts';
import { leavePrepared, prepare } from '../paths/answers.ts';
import { callNext } from '../paths/continuing.ts';
import { meetAnswer, meetFailure, noteRescue, rescue, setStatus } from '../paths/rescue.ts';
import type { Trial } from '../paths/trial.ts';
import { presented, sentAs, signedCookie } from './credentials.ts';
import { isImported, isSealed } from './decorations.ts';
import { noteGift } from './gifts.ts';
import { overwriteAny, overwritten } from './mass-assignment.ts';
import { errorDetail, memberOf, noteDetails, numberOf } from './part-members.ts';
import { isProof, isTakenForProof } from './proofs.ts';
import { noteParameterWrite, parameter } from './route-parameters.ts';
import { isCredentialHeader, isCredentialParameter, isIdentityEntry, isTold } from './situation.ts';

export function part(name: RequestPart): RequestValue {
  return { t: 'request', part: name };
}

/** `request.headers`, `response.status`, `session.userId`, … */
export function requestMember(trial: Trial, of: RequestValue, name: string | null, at: Place): Value {
  const member = name === null ? null : meaningOf(trial, of.part, name);
  if (member && name !== null) return memberOf(trial, of, member, name, at);
  switch (of.part) {
    case 'request':
    case 'response':
    case 'context':
    case 'toolkit':
    case 'answer':
    case 'identity':
      return unknown(`a computed property of the ${of.part}`, at);
    case 'headers':
      return name === null ? unknown('a header whose name is not known', at, 'caller') : header(trial, name, at);
    case 'cookies':
      if (name !== null && isSealed(trial, name)) return presented(trial, { kind: 'session', name });
      return presented(trial, { kind: 'cookie', name: name ?? '*' });
    case 'signed-cookies':
      return signedCookie(trial, name ?? '*');
    case 'session':
      return fromSession(trial, name, at);
    case 'locals':
    case 'state':
    case 'app':
    case 'plugins':
    case 'pre':
    case 'preResponses':
      return named(trial, `${of.part}.${name}`, at);
    case 'variables':
      return name === null ? unknown('a variable whose name is not known', at) : named(trial, name, at);
    case 'bindings':
      return name === null
        ? unknown('a binding whose name is not known', at)
        : trial.memo(`binding ${name}`, () => ({ t: 'environment', name, at, fallback: null }));
    case 'query':
      trial.choices.parameters.noteElsewhere(at);
      return fromQuery(trial, name, at);
    case 'body':
      trial.choices.parameters.noteElsewhere(at);
      if (name !== null && (isSecret(trial, name) || isTakenForProof(trial, { kind: 'query', name })))
        return presented(trial, { kind: 'query', name });
      return fromBody(trial, name, at);
    case 'params':
      if (name !== null && isProof(trial, { kind: 'query', name })) return presented(trial, { kind: 'query', name });
      return parameter(trial, name, at);
    case 'error':
      return name === 'stack'
        ? errorDetail(trial, 'stack', at)
        : trial.memo(`error ${name}`, () => unknown('a property of an error', at));
    case 'next':
      if (name === 'status' || (name !== null && meaningOf(trial, 'response', name)?.is === 'send'))
        trial.flaws.nextAsResponse ??= at;
      return native(name ?? 'member', () => of);
  }
}

/** A member of the error that the step was handed, as it has left it. */
export function errorLeft(trial: Trial, name: string): Value {
  return trial.course.writes.get(`error.${name}`) ?? requestMember(trial, part('error'), name, trial.subject.at);
}

/** What the framework means by a member; null where all mean the same. */
export function meaningOf({ adapter, subject }: Trial, of: RequestPart, name: string): PartMember | null {
  return adapter.request.member(of, name, subject.version, subject.use);
}

/** A property that is not the framework's: what an earlier step put there, the principal, or nobody knows. */
export function named(trial: Trial, name: string, at: Place): Value {
  const written = trial.course.writes.get(name);
  if (written) return written;
  trial.uses.custom.add(name);
  const given = trial.situation.context.get(name);
  if (given) {
    if (trial.situation.principals.has(name)) trial.credentials.touch({ kind: 'principal', name });
    return given;
  }
  const chosen = overwritten(trial, name);
  if (chosen) return chosen;
  if (trial.situation.principals.has(name)) return presented(trial, { kind: 'principal', name });
  return trial.memo(`custom ${name}`, () => unknown(`request.${name}, which no step that was seen puts there`, at));
}

type LocationKind = Extract<PartMember, { is: 'location' }>['which'];

export function location(trial: Trial, which: LocationKind, at: Place): Value {
  const { situation } = trial;
  trial.uses.location = true;
  if (situation.anyPath)
    return trial.memo(`location ${which}`, () => someAddress(unknown('the path of the request', at)));
  return trial.location(which, (address) => locationText(address, which, situation.foldsCase === true));
}

function locationText({ path, base, query }: Address, which: LocationKind, foldsCase: boolean): string {
  const below = path.slice(base.length) || '/';
  if (which === 'matched') return foldsCase ? decoded(below).toLowerCase() : decoded(below);
  const question = query ? `?${query}` : '';
  if (which === 'whole') return path;
  if (which === 'href') return `http://localhost${path}${question}`;
  return which === 'base' ? base : which === 'original' ? path + question : which === 'url' ? below + question : below;
}

/** A path with the letters that URLs need not encode as they are. */
function decoded(path: string): string {
  return path.replace(/%([2-7][0-9a-f])/gi, (all, code: string) => {
    const letter = String.fromCharCode(Number.parseInt(code, 16));
    return /[\w.~-]/.test(letter) ? letter : all;
  });
}

export function header(trial: Trial, name: string, at: Place): Value {
  const key = name.toLowerCase();
  const filledIn = headerFilledIn(trial, key);
  if (filledIn) return filledIn;
  // Node gives header names in lower case: `headers.Authorization` is always undefined (M11).
  if (key === 'cookie') return presented(trial, { kind: 'cookie', name: '*' });
  if (isCredentialHeader(key) || (trial.adapter.request.demands?.(trial.subject.use) && !isTold(key)))
    return presented(trial, { kind: /signature|hmac/.test(key) ? 'signature' : 'header', name: key });
  const source = { kind: 'header', name: key } as const;
  return isProof(trial, source) ? presented(trial, source) : sentAs(trial, 'header', key, `header ${name}`, at);
}

/** What a step has written into the headers of the request, for those behind it. */
function headerFilledIn(trial: Trial, key: string): Value | null {
  const name = `headers.${key}`;
  if (trial.course.writes.has(name)) return trial.course.writes.get(name)!;
  trial.uses.custom.add(name);
  const given = trial.situation.context.get(name) ?? null;
  if (given && !isOfCaller(given)) trial.uses.filledIn = true;
  return given;
}

/** What an earlier step has certainly put into the session of this caller: strangers become guests that way. */
function leftInSession(trial: Trial, name: string): Value | null {
  trial.uses.custom.add(name);
  const { context, caller } = trial.situation;
  const given = context.get(name);
  if (!given || truth(given) === true) return given ?? null;
  if (caller === 'good' || truth(given) !== null) return null;
  // Whether a stranger has it is decided by who fills it in.
  trial.credentials.touch({ kind: 'session', name: name.slice(name.indexOf('.') + 1) });
  return given;
}

const fastifySession = ['@fastify/session', 'fastify-session']; // https://github.com/fastify/session#requestsession
const sessionsWithoutId = ['koa-session', 'koa-generic-session', 'cookie-session'];

function fromSession(trial: Trial, name: string | null, at: Place): Value {
  if (name !== null && /^(save|destroy|regenerate|reload|touch|resetMaxAge)$/.test(name)) {
    return native(name, (args, callAt) => {
      const callback = args.find((arg) => arg.t === 'function' || arg.t === 'native' || arg.t === 'request');
      if (callback) callValue(trial.machine, callback, [undefinedValue], null, callAt);
      return undefinedValue;
    });
  }
  const { program } = trial.machine;
  const own = (truthy: boolean) =>
    trial.memo(`session ${name}`, () => unknown(`session.${name}`, at, 'server', truthy));
  // What session libraries say of the session itself; some have no `id` of their own.
  if (name === 'isNew' || name === 'isPopulated') return own(false);
  if (name === 'cookie' || (name === 'id' && !isImported(program, sessionsWithoutId))) return own(true);
  if (name !== null && /^(encryptedS|s)essionId$/.test(name) && isImported(program, fastifySession)) return own(true);
  const written = trial.course.writes.get(`session.${name}`) ?? leftInSession(trial, `session.${name}`);
  if (written) return written;
  if (name !== null && !isIdentityEntry(name) && !isProof(trial, { kind: 'session', name }))
    return trial.memo(`session ${name}`, () => unknown(`session.${name}`, at, 'caller'));
  return presented(trial, { kind: 'session', name: name ?? '*' });
}

/** A parameter that carries a credential. In a handler a password is what a login is about, a key what is to be found. */
function isSecret(trial: Trial, name: string): boolean {
  return isCredentialParameter(name) && !(trial.situation.isHandler && /password|^key$/i.test(name));
}

function fromBody(trial: Trial, name: string | null, at: Place): Value {
  const value = sentAs(trial, 'body', name, "the request's body", at);
  if (name !== null && /^(new|old|current)?_?passw(or)?d$/i.test(name)) trial.origins.secrets.set(value, name);
  return value;
}

function fromQuery(trial: Trial, name: string | null, at: Place): Value {
  if (name !== null && (isSecret(trial, name) || isProof(trial, { kind: 'query', name })))
    return presented(trial, { kind: 'query', name });
  return sentAs(trial, 'query', name, "the request's query", at);
}

/** `next(…)`, `request.get('x')`, … */
export function requestCall(
  trial: Trial,
  of: RequestValue,
  name: string | null,
  args: readonly Value[],
  at: Place,
): Value {
  if (name === null) {
    return of.part === 'next' ? continued(trial, args, at) : undefinedValue;
  }
  const member = requestMember(trial, of, name, at);
  if (member.t === 'missing') {
    if (truth(member) === false && of.part === 'session') return undefinedValue;
    return callValue(trial.machine, member, args, of, at);
  }
  if (member.t === 'unknown') {
    trial.credentials.asksWho = true;
    trial.credentials.examines = true;
    return trial.machine.packages.callUnseen(member, name, args, at);
  }
  if (member.t === 'credential') return memberOfUnknown(unknown('a call on a principal', at), name, at);
  return callValue(trial.machine, member, args, of, at);
}

function fail(trial: Trial): Value {
  trial.course.rescue = rescue();
  const { failure } = trial.situation;
  if (failure) meetFailure(trial, failure);
  return { t: 'promise', rejected: true, value: failure?.value ?? part('error'), verification: null };
}

/** Where the next step's failure comes back, a `catch` around the call sees it. */
function continued(trial: Trial, args: readonly Value[], at: Place): Value {
  const { continuation } = trial.adapter.request;
  callNext(trial, continuation === 'value' ? args : [], at);
  if (continuation === 'value') return undefinedValue;
  if (meetAnswer(trial)) return fulfilled(undefinedValue);
  if (continuation === 'promise' && trial.tries > 0 && trial.choose(2, 'failure') === 1) return fail(trial);
  return fulfilled(undefinedValue);
}

/** `request.user = …`, `response.locals.user = …`, `session.userId = …` */
export function writeRequest(trial: Trial, of: RequestValue, name: string | null, value: Value, at: Place): void {
  noteParameterWrite(trial, of, name ?? '*');
  if (name === null) return;
  const meaning = meaningOf(trial, of.part, name);
  if (meaning?.is === 'location' && meaning.moves) trial.course.moves.push(value);
  if (meaning?.is === 'part' && value.t === 'object')
    for (const [key, one] of value.properties) trial.leave(prefixOf(part(meaning.part)) + key, one);
  const prepared = trial.adapter.request.assigned(of.part, name);
  if (prepared === 'answer') {
    const status = value.t === 'answer' ? value.status : null;
    if (!trial.course.continued) trial.respond(status, at);
    else if (!isUndefined(value)) replace(trial, status, value);
    return;
  }
  if (prepared) {
    noteDetails(trial, [value]);
    const status = prepared === 'status' ? numberOf(trial, value) : null;
    prepare(trial, prepared, status, at, prepared === 'body' ? value : null);
    leavePrepared(trial, prepared, value);
    if (trial.course.continued) trial.course.replaces = true;
    noteRescue(trial, prepared, status, value);
    return;
  }
  if (of.part === 'session') noteGift(trial, name, value, at);
  trial.leave(prefixOf(of) + name, value);
  if (of.part === 'response' && name === 'statusCode') setStatus(trial, numberOf(trial, value));
}

/** Another answer in the place of that of the later steps. */
function replace(trial: Trial, status: number | null, answer: Value): void {
  trial.course.happened++;
  trial.course.replaces = true;
  noteRescue(trial, 'status', status, answer);
  noteRescue(trial, 'body', null, answer.t === 'answer' ? (answer.args[0] ?? answer) : answer);
}

function prefixOf({ part }: RequestValue): string {
  return (
    { request: '', context: '', variables: '', identity: 'auth.', locals: 'locals.' }[part as string] ?? `${part}.`
  );
}

/** `request[key] = …` under a name that the caller chooses. */
export function writeAny(trial: Trial, of: RequestValue): void {
  overwriteAny(trial, prefixOf(of));
}
