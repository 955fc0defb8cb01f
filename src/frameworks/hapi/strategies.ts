import type { Place } from '#text';
import type { Site } from '../adapter.ts';
import { native, objectValue, primitive, propertyOf, undefinedValue, unknown } from '../plain-values.ts';
import type { MadeValue, Value } from '../values.ts';
import type { Wanted } from './access.ts';

/** A strategy of a scheme that the program has written. */
export interface OwnStrategy {
  readonly is: 'own';
  readonly authenticate: Value;
  readonly self: Value;
}

/** A strategy that is asked, under the name by which the route asks for it. */
export type Tried = { readonly name: string | null } & (OwnStrategy | { readonly is: 'made'; readonly step: Value });

/** Plugins whose strategies all read the same header. */
const oneHeader = /^(@hapi\/basic|hapi-auth-basic|hapi-auth-bearer-token)$/;

/** The strategies that a step asks. */
export interface Turn {
  readonly strategies: readonly Tried[];
  /** Those that let the next one be asked about who brings nothing of their kind: callers without credentials come first. */
  readonly passes: Set<Tried>;
}

/** One strategy after the other, as hapi's own lib/auth.js does; true when the request goes on. */
export function tryInTurn(site: Site, { strategies, passes }: Turn, request: Value, mode: Wanted['mode']): Value {
  // Whose request goes on without an error was recognised, or the scheme has said nothing.
  site.assign(request, 'auth.error', primitive(null));
  // Who was recognised or, in mode try, refused.
  const isBy = ({ name }: Tried) =>
    site.assign(
      request,
      'auth.strategy',
      name === null ? unknown('a strategy', null, 'server', true) : primitive(name),
    );
  const recognise = (strategy: Tried, credentials: Value | undefined, artifacts?: Value) => {
    isBy(strategy);
    site.assign(request, 'auth.credentials', credentials ?? unknown('the credentials', null, 'server', true));
    site.assign(request, 'auth.artifacts', artifacts ?? (credentials ? primitive(null) : unknown('artifacts', null)));
    site.assign(request, 'auth.isAuthenticated', primitive(true));
    return goOn;
  };
  // Who goes on unrecognised does so with the error, which handlers may look at.
  const goesOn = (strategy: Tried | null) => {
    if (strategy) isBy(strategy);
    else site.assign(request, 'auth.strategy', primitive(null));
    site.assign(request, 'auth.error', refusal(site.at));
    return primitive(true);
  };
  const left = unknown('the credentials that were refused', null, 'server', true);
  const passedOver = new Set<string>();
  let isRefused = false;
  for (const [index, strategy] of strategies.entries()) {
    if (strategy.is === 'made') {
      const step = strategy.step as MadeValue;
      if (passedOver.has(step.by.package)) continue;
      const word = site.recognises(step, request);
      if (word === true) return recognise(strategy, undefined);
      if (word === null) continue;
      // What is forged may be of a kind that this strategy does not read, but another: then the next one is asked.
      if (index + 1 < strategies.length && site.mayBeOfAnotherKind()) {
        isRefused = true;
        // A validator is asked of nothing else by the other strategies of its plugin.
        if (word === 'fails' || oneHeader.test(step.by.package)) passedOver.add(step.by.package);
        continue;
      }
      // A refusal ends the list, and so does a validator that throws (F03); most plugins leave what they have refused (C07).
      if (mode !== 'try') return primitive(false);
      site.assign(request, 'auth.credentials', word === false ? left : undefinedValue);
      return goesOn(strategy);
    }
    const { thrown, value } = site.attempt(strategy.authenticate, [request, toolkit], strategy.self);
    const said = !thrown && value.t === 'object' ? value : null;
    const accepted = said?.properties.get(authenticated);
    if (accepted) return recognise(strategy, credentialsIn(accepted), propertyOf(accepted, 'artifacts'));
    // The request goes on unauthenticated (F03).
    if (!thrown && value.t === 'native' && value.name === 'continue') {
      isBy(strategy);
      return primitive(true);
    }
    if (!thrown && value.t === 'unknown') return value;
    const refusedWith = refusals.get(value);
    const error = refusedWith?.error ?? value;
    if (isMissing(error)) {
      passes.add(strategy);
      continue;
    }
    // What is forged may be a credential of another strategy alone.
    if (index + 1 < strategies.length && passes.has(strategy) && site.mayBeOfAnotherKind()) continue;
    // An answer of its own ends the request, as does what is neither answer nor error.
    if (mode !== 'try' || (!refusedWith && !isError(error, thrown))) return primitive(false);
    // Whoever is refused may leave credentials all the same (C07).
    const credentials = refusedWith?.data && credentialsIn(refusedWith.data);
    site.assign(request, 'auth.credentials', credentials ?? undefinedValue);
    return goesOn(strategy);
  }
  if (mode !== 'try' && (mode !== 'optional' || isRefused)) return primitive(false);
  site.assign(request, 'auth.credentials', primitive(null));
  return goesOn(null);
}

/** What asking one strategy apart from the route's gives: a promise. Nothing of it is left on the request. */
export function tested(site: Site, strategy: Tried, request: Value): Value {
  const promise = (rejected: boolean, value: Value): Value => ({ t: 'promise', rejected, value, verification: null });
  const granted = (credentials: Value | undefined) => {
    const known = credentials ?? unknown('the credentials', null, 'server', true);
    return promise(false, objectValue([['credentials', known]], true));
  };
  if (strategy.is === 'made')
    return site.recognises(strategy.step as MadeValue, request) === true
      ? granted(undefined)
      : promise(true, refusal(site.at));
  const { thrown, value } = site.attempt(strategy.authenticate, [request, toolkit], strategy.self);
  if (!thrown && value.t === 'unknown') return promise(false, value);
  const accepted = !thrown && propertyOf(value, authenticated);
  return accepted ? granted(credentialsIn(accepted)) : promise(true, refusal(site.at));
}

function credentialsIn(data: Value): Value | undefined {
  return propertyOf(data, 'credentials');
}

function isError(value: Value, thrown: boolean): boolean {
  return thrown || value.t !== 'answer' || value.isError;
}

const authenticated = '#authenticated';
const goOn = native('continue', () => undefinedValue);

/** What `h.unauthenticated(error, data)` gives: an answer, so that one which nobody returns is seen. */
const refusals = new WeakMap<Value, { readonly error: Value; readonly data: Value | undefined }>();

function refuse([error, data]: readonly Value[], at: Place): Value {
  const refused: Value = { ...refusal(at) };
  refusals.set(refused, { error: error ?? refused, data });
  return refused;
}

const toolkit = objectValue(
  [
    ['authenticated', native('authenticated', ([data]) => objectValue([[authenticated, data ?? objectValue()]]))],
    ['unauthenticated', native('unauthenticated', refuse)],
    ['continue', native('continue', () => primitive(undefined))],
    ['redirect', native('redirect', (args, at) => answered(302, args, at))],
    ['response', native('response', (args, at) => answered(200, args, at))],
  ],
  true,
);

function refusal(at: Place): Value {
  return { t: 'answer', status: 401, isError: true, isFinal: false, args: [], at };
}

/** An answer of a scheme's own: it ends the request. */
function answered(status: number, args: readonly Value[], at: Place): Value {
  return { t: 'answer', status, isError: false, isFinal: false, args, at };
}

/** `Boom.unauthorized(null, 'Bearer')`: no credentials of this kind, so that the next strategy is asked. */
function isMissing(error: Value): boolean {
  if (error.t !== 'answer' || error.status !== 401) return false;
  const [message, scheme] = error.args;
  return message?.t === 'primitive' && (message.value === null || message.value === undefined) && scheme !== undefined;
}
