import type { AnswerValue, PartMember, RequestValue, Value } from '#frameworks';
import { isTrue, isUndefined, native, primitive, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../../known/options.ts';
import { callValue } from '../../machine/calls.ts';
import { errorClassOf } from '../../machine/errors.ts';
import { Thrown } from '../../machine/machine.ts';
import { standInExport } from '../../machine/modules.ts';
import { fulfilled } from '../../machine/promises.ts';
import { partsOf } from '../../values/made-of.ts';
import { errorWith, made, prepare, standingOf } from '../paths/answers.ts';
import { callNext } from '../paths/continuing.ts';
import { loggerOf } from '../paths/logging.ts';
import { unread } from '../paths/reads.ts';
import { failedWithin, setStatus, standingStatus } from '../paths/rescue.ts';
import type { Trial } from '../paths/trial.ts';
import { askedOf } from './asked.ts';
import { isKnown, presented } from './credentials.ts';
import { decorationOf, isImported } from './decorations.ts';
import { namesAreCallers } from './mass-assignment.ts';
import { header, location, meaningOf, named, part, requestMember, writeAny } from './parts.ts';
import { routeMember } from './route-members.ts';

/** What puts `isAuthenticated()` on requests. */
const checking = ['passport', 'koa-passport', '@nestjs/passport', '@fastify/passport', 'fastify-passport'];

/** An error, caught or made. */
export function isError(trial: Trial, value: Value): boolean {
  if (value === trial.situation.failure?.value || (value.t === 'request' && value.part === 'error')) return true;
  return value.t === 'answer' ? value.isError : trial.errors.known.has(value) || errorClassOf(value) !== null;
}

/** What rejects where it is sent. */
function isErrorValue(trial: Trial, value: Value): boolean {
  if (isError(trial, value)) return true;
  return value.t === 'object' && value.properties.has('statusCode');
}

export function memberOf(trial: Trial, of: RequestValue, member: PartMember, name: string, at: Place): Value {
  switch (member.is) {
    case 'part':
      if (member.part === 'session' && trial.course.writes.has('session')) return trial.course.writes.get('session')!;
      return part(member.part);
    case 'value':
      return trial.memo(`${of.part} ${name}`, () => member.value(askedOf(trial, at), at));
    case 'header-reader':
      return native(name, ([key], callAt) =>
        key === undefined
          ? part('headers')
          : stringOf(key) === null
            ? unknown('a header', callAt, 'caller')
            : orText(header(trial, stringOf(key)!, callAt), member),
      );
    case 'reader':
      return native(name, ([key, options], callAt) => {
        const from = part(member.part);
        if (member.signed && isTrue(optionAt(options, member.signed)))
          return presented(trial, { kind: 'session', name: stringOf(key) ?? '*' });
        const read = key === undefined ? from : requestMember(trial, from, stringOf(key), callAt);
        return member.loads ? fulfilled(read) : read;
      });
    case 'choice':
      return native(name, ([key], callAt) => {
        const chosen = member.parts[stringOf(key) ?? ''];
        return chosen ? part(chosen) : unknown('a part of the request', callAt, 'caller', true);
      });
    case 'writer':
      return native(name, ([key, value], callAt) => {
        const to = part(member.part);
        const text = stringOf(key);
        const name = member.part === 'headers' ? text?.toLowerCase() : text;
        if (name) trial.operations.write(to, name, value ?? undefinedValue, callAt);
        else if (key && namesAreCallers(trial, trial.resolve(key))) writeAny(trial, to);
        return undefinedValue;
      });
    case 'throw':
      return native(name, (args, callAt) => {
        // An error that was made elsewhere keeps its status: `ctx.throw(createError(404))`.
        const error = args[member.statusArgument] && trial.resolve(args[member.statusArgument]!);
        if (error?.t === 'answer' && error.isError) throw new Thrown(error);
        throw new Thrown(errorWith(numberOf(trial, args[member.statusArgument]), args, callAt));
      });
    case 'export': {
      const from = { t: 'library', package: member.package, path: '', version: null, from: at.file } as const;
      return standInExport(trial.machine, from, 'default', at) ?? from;
    }
    case 'method':
      trial.uses.method = true;
      return unread(() => (member.lower ? trial.situation.method.toLowerCase() : trial.situation.method));
    case 'location':
      return location(trial, member.which, at);
    case 'mover':
      return native(name, ([to]) => {
        trial.course.moves.push(to ?? undefinedValue);
        return undefinedValue;
      });
    case 'check': {
      // What the program itself fills in under this name is no function of a library.
      trial.uses.custom.add(name);
      const isFilledIn = trial.course.writes.has(name) || trial.situation.context.has(name);
      if (isFilledIn || (member.from && !isImported(trial.machine.program, member.from))) return named(trial, name, at);
      trial.credentials.touch({ kind: 'principal', name: 'user' });
      const isGood = isKnown(trial, 'user');
      return trial.memo(`check ${name}`, () => {
        const check = native(`request.${name}`, () => {
          trial.credentials.checkCalled = true;
          return primitive(isGood === member.authenticated);
        });
        // Of a library's function it is known that it is always there; a property of that name may be anything.
        if (isImported(trial.machine.program, checking)) trial.origins.checks.add(check);
        return check;
      });
    }
    case 'callback':
      return native(name, (args, callAt) => {
        if (/^login$/i.test(name)) trial.credentials.logsIn = true;
        const callback = args.findLast((arg) => arg.t === 'function' || arg.t === 'native' || arg.t === 'request');
        if (callback) callValue(trial.machine, callback, [undefinedValue], null, callAt);
        return undefinedValue;
      });
    case 'server':
      return serverMember(trial, of, name, at);
    case 'scope':
      trial.uses.ofScope.set('', null);
      return trial.subject.scope ?? unknown('the app', at, 'server', true);
    case 'logger':
      return loggerOf(trial);
    case 'sent':
      if (trial.course.answer && !trial.course.answer.late) return primitive(true);
      return member.surely ? primitive(trial.course.answer !== null) : serverMember(trial, of, name, at);
    case 'standing': {
      const status = standingStatus(trial);
      if (status === null) return (member.prepared && standingOf(trial, 'status')) || serverMember(trial, of, name, at);
      return primitive(member.which === 'status' ? status : status >= 200 && status < 300);
    }
    case 'prepared':
      return standingOf(trial, 'body') ?? trial.memo('prepared', () => unknown('what is prepared', at, 'server'));
    case 'route':
      return routeMember(trial, member.which, at);
    case 'principal':
      return orAbsent(named(trial, member.as ?? name, at), member);
    case 'custom': {
      const decoration = decorationOf(trial, of.part, name, at);
      if (decoration) return decoration;
      return of.part === 'response' ? customOfResponse(trial, name) : named(trial, name, at);
    }
    case 'status':
      return native(name, ([status], callAt) => {
        setStatus(trial, numberOf(trial, status));
        trial.course.statusAt = callAt;
        if (member.prepares) prepare(trial, 'status', trial.course.status, callAt);
        return of;
      });
    case 'send':
      return native(name, (args, callAt) => {
        noteDetails(trial, args);
        const sent = args[0] && trial.resolve(args[0]);
        const isError = sent !== undefined && isErrorValue(trial, sent);
        const isRedirect = member.status === 302;
        // A status may stand in front of where it leads: `response.redirect(301, '/')`.
        const body = isRedirect ? args.find((one) => numberOf(trial, one) === null) : sent;
        const isPage = member.page === true && isBare(trial, args[1]);
        const more = { isRedirect, isError, isPage, body: body ?? null, atOnce: member.atOnce === true };
        trial.respond(sentStatus(trial, member, args), callAt, more);
        return of;
      });
    case 'answer':
      return native(name, (args, callAt) => {
        noteDetails(trial, args);
        return made(answerStatus(trial, member, args), args, callAt);
      });
    case 'final':
      return native(name, () => part('response'));
    case 'signal':
      return trial.memo(`signal ${member.name}`, () => native(member.name, () => undefinedValue));
    case 'continuation':
      return native(name, (_args, callAt) => {
        trial.course.offered ??= callAt;
        const error = failedWithin(trial);
        if (error) return { t: 'promise', rejected: true, value: error, verification: null };
        const value = unknown('what later steps answer', callAt, 'server', true);
        return { t: 'promise', rejected: false, value, verification: null, settle: () => callNext(trial, [], callAt) };
      });
    case 'flag': {
      const flag = member.as ?? name;
      return trial.memo(`flag ${flag}`, () => {
        trial.credentials.touch({ kind: 'principal', name: flag });
        return primitive(isKnown(trial, flag));
      });
    }
    case 'fluent':
      return native(name, ([key]) => {
        if (stringOf(key)?.toLowerCase() === 'access-control-allow-origin')
          trial.leave('response.cors', primitive(true));
        return of;
      });
  }
}

function serverMember(trial: Trial, { part }: RequestValue, name: string, at: Place): Value {
  return trial.memo(`${part} ${name}`, () =>
    unknown(`${part}.${name}`, at, 'server', part !== 'response' && !/^(secure|xhr|fresh)$/.test(name)),
  );
}

/** `answer.code(401)`, `answer.takeover()`: changes the answer and gives it back. */
export function answerMember(trial: Trial, of: AnswerValue, name: string | null, at: Place): Value {
  if (of.isError && (name === 'status' || name === 'statusCode') && of.status !== null) return primitive(of.status);
  if (name !== null && of.members?.[name] !== undefined) return primitive(of.members[name]);
  if (of === trial.situation.failure?.value && (name === 'stack' || name === 'message'))
    return errorDetail(trial, name === 'stack' ? 'stack' : 'error-message', at);
  const member = name === null ? null : meaningOf(trial, 'answer', name);
  if (!member || name === null) return unknown('a property of an answer', at);
  return native(name, ([first]) => {
    if (member.is === 'status') trial.machine.assign(of, 'status', numberOf(trial, first));
    if (member.is === 'final') trial.machine.assign(of, 'isFinal', true);
    return of;
  });
}

/** A method of the response that is not the framework's: it answers, as far as anybody knows. */
function customOfResponse(trial: Trial, name: string): Value {
  const written = trial.course.writes.get(`response.${name}`) ?? trial.situation.context.get(`response.${name}`);
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

/** A detail of an error, at the place where it is read. */
export function errorDetail(trial: Trial, kind: 'stack' | 'error-message', at: Place): Value {
  const value = unknown('a detail of an error', at);
  trial.errors.details.set(value, { kind, at });
  return value;
}

/** Details of errors among what is sent to the client. */
export function noteDetails(trial: Trial, values: readonly Value[], depth = 3): void {
  for (const value of values) {
    const known = trial.resolve(value);
    const detail = trial.errors.details.get(known);
    if (detail) trial.flaws.disclosed.push(detail);
    if (depth > 0) noteDetails(trial, partsOf(known), depth - 1);
  }
}

/** `c.json(body, status)`: a number, an object that has one, or what was set before. */
function answerStatus(
  trial: Trial,
  member: Extract<PartMember, { is: 'answer' }>,
  args: readonly Value[],
): number | null {
  const given = member.statusArgument === undefined ? undefined : args[member.statusArgument];
  const value = given && trial.resolve(given);
  const usual = member.status ?? (trial.course.prepared.hasStatus ? trial.course.prepared.status : 200);
  if (!value || isUndefined(value)) return usual;
  if (value.t !== 'object') return numberOf(trial, value);
  const status = value.properties.get('status');
  return status && !isUndefined(status) ? numberOf(trial, status) : usual;
}

function sentStatus(trial: Trial, member: Extract<PartMember, { is: 'send' }>, args: readonly Value[]): number | null {
  if (member.statusArgument !== undefined) return numberOf(trial, args[member.statusArgument]);
  if (member.status !== undefined)
    return args[0]?.t === 'primitive' && typeof args[0].value === 'number' ? args[0].value : member.status;
  // Express 4: `res.send(401)`, `res.json(401, body)` (E12, E13).
  const [first] = args;
  if (first?.t === 'primitive' && typeof first.value === 'number' && first.value >= 100 && first.value < 600)
    return first.value;
  return trial.overtakes ? trial.course.promptStatus : trial.course.status;
}

export function numberOf(trial: Trial, value: Value | undefined): number | null {
  const known = value && trial.resolve(value);
  return known?.t === 'primitive' && typeof known.value === 'number' ? known.value : null;
}

/** Nothing that a page is told is of the program's data. */
function isBare(trial: Trial, told: Value | undefined): boolean {
  const isPlain = (value: Value) => {
    const known = trial.resolve(value);
    return /^(primitive|text|missing|environment|unknown)$/.test(known.t)
      ? !trial.lookUps.found.has(known)
      : trial.errors.known.has(known);
  };
  return told === undefined || (told.t === 'object' && [...told.properties.values()].every(isPlain));
}

function orText(value: Value, { absent }: Extract<PartMember, { is: 'header-reader' }>): Value {
  return value.t === 'missing' && absent === 'text' ? { ...value, as: '' } : value;
}

function orAbsent(value: Value, { absent }: Extract<PartMember, { is: 'principal' }>): Value {
  return value.t === 'missing' && absent === null ? { ...value, as: null } : value;
}
