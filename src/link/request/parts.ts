import type { AnswerValue, PartMember, RequestPart, RequestValue, Value } from '#frameworks';
import { primitive, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import { memberOfUnknown } from '../machine/members.ts';
import { truth } from '../machine/truth.ts';
import { presented } from './credentials.ts';
import { isCredentialHeader, isCredentialParameter, isIdentityEntry } from './situation.ts';
import type { Trial } from './trial.ts';

function part(name: RequestPart): RequestValue {
  return { t: 'request', part: name };
}

function native(name: string, call: (args: readonly Value[], at: Place) => Value): Value {
  return { t: 'native', name, call };
}

/** `request.headers`, `response.status`, `session.userId`, … */
export function requestMember(trial: Trial, of: RequestValue, name: string | null, at: Place): Value {
  const member = name === null ? null : trial.adapter.request.member(of.part, name);
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
      return presented(trial, { kind: 'cookie', name: name ?? '*' });
    case 'session':
      return fromSession(trial, name, at);
    case 'locals':
      return named(trial, `locals.${name}`, at);
    case 'query':
      return fromQuery(trial, name, at);
    case 'body':
      if (name !== null && isSecret(trial, name)) return presented(trial, { kind: 'query', name });
      return trial.memo(`body ${name}`, () => unknown("the request's body", at, 'caller'));
    case 'params':
      return trial.memo(`${of.part} ${name}`, () => unknown(`the request's ${of.part}`, at, 'caller'));
    case 'error':
      return name === 'stack'
        ? errorDetail(trial, 'stack', at)
        : trial.memo(`error ${name}`, () => unknown('a property of an error', at));
    case 'next':
      if (name === 'status' || (name !== null && trial.adapter.request.member('response', name)?.is === 'send'))
        trial.nextAsResponse ??= at;
      return native(name ?? 'member', () => of);
  }
}

function memberOf(trial: Trial, of: RequestValue, member: PartMember, name: string, at: Place): Value {
  switch (member.is) {
    case 'part':
      if (member.part === 'session' && trial.writes.has('session')) return trial.writes.get('session')!;
      return part(member.part);
    case 'header-reader':
      return native(name, ([key], callAt) =>
        stringOf(key) === null ? unknown('a header', callAt, 'caller') : header(trial, stringOf(key)!, callAt),
      );
    case 'method':
      trial.usesMethod = true;
      return primitive(trial.situation.method);
    case 'location':
      return location(trial, member.which, at);
    case 'check': {
      trial.touch({ kind: 'principal', name: 'user' });
      const isGood = trial.situation.caller === 'good' || trial.situation.context.has('user');
      return trial.memo(`check ${name}`, () => {
        const check = native(`request.${name}`, () => {
          trial.checkCalled = true;
          return primitive(isGood === member.authenticated);
        });
        trial.checks.add(check);
        return check;
      });
    }
    case 'callback':
      return native(name, (args, callAt) => {
        if (/^login$/i.test(name)) trial.logsIn = true;
        const callback = args.findLast((arg) => arg.t === 'function' || arg.t === 'native' || arg.t === 'request');
        if (callback) callValue(trial.machine, callback, [undefinedValue], null, callAt);
        return undefinedValue;
      });
    case 'server':
      return trial.memo(`${of.part} ${name}`, () =>
        unknown(`${of.part}.${name}`, at, 'server', of.part !== 'response' && !/^(secure|xhr|fresh)$/.test(name)),
      );
    case 'principal':
      return named(trial, name, at);
    case 'custom':
      return of.part === 'response' ? customOfResponse(trial, name) : named(trial, name, at);
    case 'status':
      return native(name, ([status]) => {
        trial.status = numberOf(trial, status);
        return of;
      });
    case 'send':
      return native(name, (args, callAt) => {
        noteDetails(trial, args);
        trial.respond(sentStatus(trial, member, args), callAt, member.status === 302);
        return of;
      });
    case 'answer':
      return native(name, (args, callAt) => {
        noteDetails(trial, args);
        const status = member.statusArgument === undefined ? undefined : numberOf(trial, args[member.statusArgument]);
        return {
          t: 'answer',
          status: status ?? member.status ?? 200,
          isError: false,
          isFinal: false,
          args,
          at: callAt,
        };
      });
    case 'final':
      return native(name, () => part('response'));
    case 'signal':
      return trial.memo(`signal ${member.name}`, () => native(member.name, () => undefinedValue));
    case 'flag':
      return trial.memo(`flag ${name}`, () => {
        trial.touch({ kind: 'principal', name });
        return primitive(trial.situation.caller === 'good' || trial.situation.context.has(name));
      });
    case 'fluent':
      return native(name, ([key]) => {
        if (stringOf(key)?.toLowerCase() === 'access-control-allow-origin')
          trial.writes.set('response.cors', primitive(true));
        return of;
      });
  }
}

/** `answer.code(401)`, `answer.takeover()`: changes the answer and gives it back. */
export function answerMember(trial: Trial, of: AnswerValue, name: string | null, at: Place): Value {
  const member = name === null ? null : trial.adapter.request.member('answer', name);
  if (!member || name === null) return unknown('a property of an answer', at);
  return native(name, ([first]) => {
    if (member.is === 'status') trial.machine.assign(of, 'status', numberOf(trial, first));
    if (member.is === 'final') trial.machine.assign(of, 'isFinal', true);
    return of;
  });
}

/** A method of the response that is not the framework's: it answers, as far as anybody knows. */
function customOfResponse(trial: Trial, name: string): Value {
  const written = trial.writes.get(`response.${name}`) ?? trial.situation.context.get(`response.${name}`);
  return (
    written ??
    native(name, (_args, at) => {
      // Translations hang on the response too.
      if (/^(__\w*|t|i18n)$/.test(name)) return unknown('a text', at, 'server', true);
      trial.respond(null, at);
      return part('response');
    })
  );
}

/** A property that is not the framework's: what an earlier step put there, the principal, or nobody knows. */
function named(trial: Trial, name: string, at: Place): Value {
  const written = trial.writes.get(name);
  if (written) return written;
  trial.customReads.add(name);
  const given = trial.situation.context.get(name);
  if (given) {
    if (trial.situation.principals.has(name)) trial.touch({ kind: 'principal', name });
    return given;
  }
  if (trial.situation.principals.has(name)) return presented(trial, { kind: 'principal', name });
  return trial.memo(`custom ${name}`, () => unknown(`request.${name}, which no step that was seen puts there`, at));
}

function location(trial: Trial, which: 'path' | 'url' | 'original' | 'base', at: Place): Value {
  const { path, base, query, anyPath } = trial.situation;
  trial.usesLocation = true;
  if (anyPath) return trial.memo(`location ${which}`, () => unknown('the path of the request', at));
  const below = path.slice(base.length) || '/';
  const question = query ? `?${query}` : '';
  const text =
    which === 'base' ? base : which === 'original' ? path + question : which === 'url' ? below + question : below;
  return trial.location(text);
}

function header(trial: Trial, name: string, at: Place): Value {
  const key = name.toLowerCase();
  // Node gives header names in lower case: `headers.Authorization` is always undefined (M11).
  if (key === 'cookie') return presented(trial, { kind: 'cookie', name: '*' });
  if (isCredentialHeader(key))
    return presented(trial, { kind: /signature|hmac/.test(key) ? 'signature' : 'header', name: key });
  return trial.memo(`header ${key}`, () => unknown(`header ${name}`, at, 'caller'));
}

function fromSession(trial: Trial, name: string | null, at: Place): Value {
  if (name !== null && /^(save|destroy|regenerate|reload|touch|resetMaxAge)$/.test(name)) {
    return native(name, (args, callAt) => {
      const callback = args.find((arg) => arg.t === 'function' || arg.t === 'native' || arg.t === 'request');
      if (callback) callValue(trial.machine, callback, [undefinedValue], null, callAt);
      return undefinedValue;
    });
  }
  if (name === 'id' || name === 'cookie')
    return trial.memo(`session ${name}`, () => unknown(`session.${name}`, at, 'server', true));
  const written = trial.writes.get(`session.${name}`);
  if (written) return written;
  if (name !== null && !isIdentityEntry(name))
    return trial.memo(`session ${name}`, () => unknown(`session.${name}`, at, 'caller'));
  return presented(trial, { kind: 'session', name: name ?? '*' });
}

/** A parameter that carries a credential. In a handler a password is what a login is about, not what guards it. */
function isSecret(trial: Trial, name: string): boolean {
  return isCredentialParameter(name) && !(trial.situation.isHandler && /password/i.test(name));
}

function fromQuery(trial: Trial, name: string | null, at: Place): Value {
  if (name !== null && isSecret(trial, name)) return presented(trial, { kind: 'query', name });
  return trial.memo(`query ${name}`, () => unknown("the request's query", at, 'caller'));
}

/** A detail of an error, at the place where it is read. */
export function errorDetail(trial: Trial, kind: 'stack' | 'error-message', at: Place): Value {
  const value = unknown('a detail of an error', at);
  trial.errorDetails.set(value, { kind, at });
  return value;
}

/** Details of errors among what is sent to the client. */
function noteDetails(trial: Trial, values: readonly Value[], depth = 3): void {
  for (const value of values) {
    const known = trial.resolve(value);
    const detail = trial.errorDetails.get(known);
    if (detail) trial.disclosed.push(detail);
    if (depth === 0) continue;
    if (known.t === 'object') noteDetails(trial, [...known.properties.values()], depth - 1);
    else if (known.t === 'array') noteDetails(trial, known.items, depth - 1);
    else if (known.t === 'text')
      noteDetails(
        trial,
        known.parts.filter((part) => typeof part !== 'string'),
        depth - 1,
      );
  }
}

function sentStatus(trial: Trial, member: Extract<PartMember, { is: 'send' }>, args: readonly Value[]): number | null {
  if (member.statusArgument !== undefined) return numberOf(trial, args[member.statusArgument]);
  if (member.status !== undefined)
    return args[0]?.t === 'primitive' && typeof args[0].value === 'number' ? args[0].value : member.status;
  // Express 4: `res.send(401)`, `res.json(401, body)` (E12, E13).
  const [first] = args;
  if (first?.t === 'primitive' && typeof first.value === 'number' && first.value >= 100 && first.value < 600)
    return first.value;
  return trial.status;
}

function numberOf(trial: Trial, value: Value | undefined): number | null {
  const known = value && trial.resolve(value);
  return known?.t === 'primitive' && typeof known.value === 'number' ? known.value : null;
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
    if (of.part === 'next') trial.next(args, at);
    return undefinedValue;
  }
  const member = requestMember(trial, of, name, at);
  if (member.t === 'missing') {
    if (truth(member) === false && of.part === 'session') return undefinedValue;
    return callValue(trial.machine, member, args, of, at);
  }
  if (member.t === 'unknown') return trial.unknownCall(member, name, args, at);
  if (member.t === 'credential') return memberOfUnknown(unknown('a call on a principal', at), name, at);
  return callValue(trial.machine, member, args, of, at);
}

/** `request.user = …`, `response.locals.user = …`, `session.userId = …` */
export function writeRequest(trial: Trial, of: RequestValue, name: string | null, value: Value, _at: Place): void {
  if (name === null) return;
  const prefix =
    { request: '', context: '', response: 'response.', locals: 'locals.', session: 'session.' }[of.part as string] ??
    `${of.part}.`;
  trial.writes.set(prefix + name, value);
  if (of.part === 'response' && name === 'statusCode') trial.status = numberOf(trial, value);
}
