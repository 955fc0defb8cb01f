import type { SchemeClass, StepKnowledge } from '#catalog';
import type { LibraryValue, MadeValue, Value } from '#frameworks';
import { isUndefined, listOf, primitive, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Outcome } from '#model';
import type { Place } from '#text';
import { noteSchemeUse } from '../../installed/scheme-uses.ts';
import { establishedBy, stepKnowledge } from '../../known/options.ts';
import { callValue } from '../../machine/calls.ts';
import { errorObject } from '../../machine/errors.ts';
import { type Machine, Thrown } from '../../machine/machine.ts';
import { fulfilled } from '../../machine/promises.ts';
import { credential } from '../brought/credentials.ts';
import { errorWith, made } from '../paths/answers.ts';
import type { Trial } from '../paths/trial.ts';
import { Attempt, asksOwnScheme } from './attempts.ts';
import { isExempt } from './exempt.ts';
import { unknownCall } from './opaque.ts';
import { takesForged } from './scheme-words.ts';

export function instantiateLibrary(
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
  construct: boolean,
): MadeValue {
  return {
    t: 'made',
    by: library,
    args,
    construct,
    at,
    path: '',
    modifiers: [],
    properties: new Map(),
    conditions: [],
    solid: true,
  };
}

/** A known step is called with the request: `passport.authenticate('jwt')(req, res, next)`. */
export function applyStep(trial: Trial, step: MadeValue, args: readonly Value[], at: Place): Value {
  trial.credentials.examines = true;
  const meaning = trial.machine.knowledge.meaning(step.by);
  if (!meaning || !('step' in meaning)) return unknownCall(trial, step, null, args, at);
  const { knowledge, unsure } = stepKnowledge(meaning, step.args);
  const { caller } = trial.situation;
  const next = nextAmong(trial, args);
  trial.uses.knownStep = true;
  trial.choices.tellsForgers = true;
  const source = { kind: knowledge.role === 'session' ? 'session' : 'client', name: step.by.package } as const;
  const names = schemeNames(step.args[0]);
  const startsLogin =
    meaning.is === 'scheme-guard' &&
    !trial.situation.isHandler &&
    names.length > 0 &&
    names.every((name) => isCarried(trial.machine, name, ['redirect']));
  trial.credentials.sendsToProvider ||= startsLogin;
  trial.credentials.logsIn ||= knowledge.role === 'handler' && knowledge.purpose === 'login';
  const asksOwn = meaning.is === 'scheme-guard' && asksOwnScheme(trial.machine, step);
  if (!startsLogin && !asksOwn && (knowledge.role === 'authenticate' || knowledge.role === 'authorize'))
    trial.credentials.touch(source);
  if (meaning.is === 'scheme-guard') trial.credentials.schemes.push(...schemeNames(step.args[0]));
  else if (knowledge.scheme && knowledge.role === 'authenticate') trial.credentials.schemes.push(knowledge.scheme.name);
  const given = args.find((arg) => arg.t === 'request' && arg.part === 'next');
  if (asksOwn) {
    const request = args[0] ?? undefinedValue;
    const last = meaning.callbackTakes ? given : args.at(-1);
    return new Attempt(trial, { step, meaning, knowledge, request, next: last ?? next, at }).run();
  }
  const callback = meaning.is === 'scheme-guard' ? step.args.find((arg) => arg.t === 'function') : undefined;
  if (callback && meaning.is === 'scheme-guard') {
    const first = (meaning.callbackTakes ?? []).map((part): Value => ({ t: 'request', part }));
    if (step.args[0] && isUndefined(step.args[0])) {
      noteSchemeUse(trial.machine.installation, meaning, step.by, step.args, step.at);
      throw new Thrown(errorWith(500, [], at));
    }
    if (startsLogin) {
      // Who comes with nothing is sent to the provider: that starts a login, it guards nothing.
      if (caller !== 'good') trial.respond(302, at, { isRedirect: true });
      else customCallback(trial, callback, first, true, at, true, names);
      return undefinedValue;
    }
    // In a handler, a password or a provider is what the login is about: whoever has one may come.
    const isLogin =
      trial.situation.isHandler &&
      schemeNames(step.args[0]).every((name) => isCarried(trial.machine, name, ['body', 'redirect']));
    const taken = caller !== 'good' && !isLogin && takenBy(trial, names, step.at);
    // https://www.passportjs.org/packages/passport-anonymous/: it goes on without the callback.
    if (caller !== 'good' && !taken && names.some((name) => isAnonymous(trial.machine, name)))
      return callValue(trial.machine, args.at(-1) ?? next, [], null, at);
    const result = customCallback(
      trial,
      callback,
      first,
      isLogin ? trial.choose(2, 'caller') === 1 : caller === 'good' || taken,
      at,
      isLogin,
      names,
    );
    const isOver = trial.course.answer !== null || (result.t === 'promise' && result.rejected);
    return first.length === 0 || isOver || !given ? result : callValue(trial.machine, given, [], null, at);
  }
  const outcome: Outcome = isExempt(trial, step, knowledge)
    ? 'continues'
    : (knowledge.outcome?.[caller] ?? 'continues');
  if (unsure || outcome === 'unknown') {
    trial.course.handedOver ??= { at, why: `${step.by.package}: an option that matters could not be read` };
    return undefinedValue;
  }
  if (outcome === 'rejects') {
    trial.credentials.verifications.push({ subject: step.by.package, at, succeeded: false });
    return reject(trial, knowledge, step.by, next, at);
  }
  if (outcome === 'both') trial.respond(knowledge.status ?? 401, at);
  if (outcome === 'answers') {
    if (trial.adapter.request.answers === 'returning') return fulfilled(made(200, [], at));
    trial.respond(200, at);
    return undefinedValue;
  }
  if (caller === 'good' && knowledge.role === 'authenticate')
    trial.credentials.verifications.push({ subject: step.by.package, at, succeeded: true });
  if (caller === 'good')
    for (const name of establishedBy(knowledge, step.args, meaning.options ?? 0))
      trial.leave(name, credential('verified', source));
  if (next.t === 'primitive') return undefinedValue;
  return callValue(trial.machine, next, [], null, at);
}

/** Where steps are promises, an error that a step hands on rejects its promise; a callback of the program's gets it. */
function reject(
  trial: Trial,
  { status = 401, rejection = 'error' }: StepKnowledge,
  by: LibraryValue,
  next: Value,
  at: Place,
): Value {
  const { answers, continuation } = trial.adapter.request;
  const members =
    typeof rejection === 'object' ? rejection[trial.situation.caller === 'bad' ? 'bad' : 'none'] : undefined;
  const error = errorWith(status, [], at, members);
  if (continuation !== 'value' && rejection !== 'answer')
    return { t: 'promise', rejected: true, value: error, verification: null };
  if (rejection !== 'answer' && (next.t === 'function' || next.t === 'native')) {
    callValue(trial.machine, next, [error], null, at);
    noteUnheeded(trial, next, error, by.package);
    return undefinedValue;
  }
  if (answers === 'returning') return fulfilled(made(status, [], at));
  trial.respond(status, at);
  return undefinedValue;
}

/** Where the framework hands the next step to a step of three parameters. */
function nextAmong({ adapter }: Trial, args: readonly Value[]): Value {
  return args[adapter.request.parameters(3, { phase: null, isParameter: false }).indexOf('next')] ?? undefinedValue;
}

/** Whether a scheme of that name is registered whose credential travels in one of these ways. */
export function isCarried(machine: Machine, name: string, ways: readonly SchemeClass['carries'][]): boolean {
  return schemeClassesOf(machine, name).some(({ carries }) => ways.includes(carries));
}

export function isAnonymous(machine: Machine, name: string): boolean {
  return schemeClassesOf(machine, name).some(({ kind }) => kind === 'anonymous');
}

/** What is known of the schemes that are registered under a name. */
function schemeClassesOf(machine: Machine, name: string): SchemeClass[] {
  return machine.installation.schemes.flatMap(({ name: given, scheme }) => {
    const by = libraryOf(scheme);
    const meaning = by && machine.knowledge.meaning(by);
    return meaning?.is === 'scheme-class' && (given ? stringOf(given) : meaning.name) === name ? [meaning] : [];
  });
}

/** The library class that a scheme is an instance of, also through subclasses. */
export function libraryOf(scheme: Value): LibraryValue | null {
  if (scheme.t === 'made') return scheme.by;
  let parent = scheme.t === 'object' ? scheme.class?.parent : null;
  while (parent?.t === 'class') parent = parent.parent;
  return parent?.t === 'library' ? parent : null;
}

export function schemeNames(names: Value | undefined): string[] {
  const list = listOf(names);
  return list.flatMap((name) => stringOf(name) ?? []);
}

/** One of the schemes takes a forged credential for a genuine one. */
export function takenBy(trial: Trial, names: readonly string[], at: Place): boolean {
  for (const name of names) {
    const subject = takesForged(trial, name, at);
    if (subject && trial.situation.caller === 'bad')
      trial.flaws.forgeries.push({
        at,
        subject,
        text: `the scheme '${name}' takes a forged credential for a genuine one`,
      });
    if (subject) return true;
  }
  return false;
}

/** What a scheme says of who is not recognised; several say it in a list. */
function whyRefused(trial: Trial, names: readonly string[], at: Place): Value {
  const why = unknown('why authentication failed', at, 'server', true);
  const schemes = names.length === 1 ? schemeClassesOf(trial.machine, names[0]!) : [];
  const tells = schemes.length === 1 ? schemes[0]!.tells : undefined;
  if (!tells) return why;
  if (trial.situation.caller === 'none') return errorObject('Error', primitive(tells.nothing), at);
  trial.errors.known.add(why);
  trial.errors.refusals.set(why, tells);
  return why;
}

/** Passport's own callback decides alone: `(err, user, info)` with `user === false` for whoever is not recognised. */
function customCallback(
  trial: Trial,
  callback: Value,
  first: readonly Value[],
  recognised: boolean,
  at: Place,
  isLogin: boolean,
  names: readonly string[],
): Value {
  const source = { kind: 'client', name: 'passport' } as const;
  if (!isLogin) trial.credentials.touch(source);
  trial.credentials.verifications.push({ subject: 'passport.authenticate', at, succeeded: recognised });
  const user: Value = recognised ? credential('verified', source) : primitive(false);
  const info = recognised ? undefinedValue : whyRefused(trial, names, at);
  const result = callValue(trial.machine, callback, [...first, primitive(null), user, info], null, at);
  if (!recognised) noteUnheeded(trial, callback, user, 'passport.authenticate');
  return result;
}

/** A callback that goes on without looking at what it was told of the refusal. */
function noteUnheeded(trial: Trial, callback: Value, told: Value, subject: string): void {
  if (!trial.course.continued || trial.guesses.tested.has(told) || callback.t !== 'function') return;
  const { file, code } = callback;
  trial.flaws.ignoredErrors.push({ at: { file, start: code.at, end: code.to }, subject });
}
