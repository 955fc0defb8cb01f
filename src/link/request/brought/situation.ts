import type { Adapter, CredentialSource, End, RouteTarget, ScopeValue, StepUse, Value } from '#frameworks';
import type { Caller } from '#model';
import type { Place } from '#text';
import type { Reads } from '../paths/reads.ts';

/** How a step has failed: what error handlers and steps that catch are tried with. */
export interface Failure {
  readonly value: Value;
  /** The status that the error carries; null when that is not known. */
  readonly status: number | null;
  /** The status that was set of the answer by then. */
  readonly set: number | null;
  /** It threw nothing: it has answered, and with this status unless that is only what stands there when nobody sets one. */
  readonly answered?: { readonly isExplicit: boolean };
}

/** One request that a step is tried with. */
export interface Situation {
  readonly caller: Caller;
  readonly method: string;
  /** Full path as requested. */
  readonly path: string;
  /** The part of the path that the mounts above the step have taken. */
  readonly base: string;
  readonly query: string;
  /** True when nothing special is known about the path: tests of it stay open. */
  readonly anyPath: boolean;
  /** The app reads all paths in lower case. */
  readonly foldsCase?: true;
  /** What stands behind the route, where the framework tells its steps; null when nothing is known of the route. */
  readonly target: RouteTarget | null;
  /** What the route says about itself; null when no route is in view. */
  readonly config: Value | null;
  /** The parameters of the path that every request for the route has; missing when no route is in view. */
  readonly declared?: ReadonlySet<string>;
  /** Properties that earlier steps have put on the request, by name (`locals.user` for the response's locals). */
  readonly context: ReadonlyMap<string, Value>;
  /** Names of request properties that carry a principal somewhere in this program. */
  readonly principals: ReadonlySet<string>;
  /** Variables of the environment that are not set; the others are. */
  readonly unset?: ReadonlySet<string>;
  /** What is a credential by what is done with it, whatever its name. */
  readonly proofs?: ReadonlySet<string>;
  /** The only credential that a bad caller brings; without it, it forges all that are asked for. */
  readonly brings?: CredentialSource;
  /** The last step of a route: credentials in the query do not make it a guard. */
  readonly isHandler: boolean;
  /** Ways are followed until these were met, or there are no more; otherwise until it is known what the step does. */
  readonly sought?: readonly Way[];
  /** Installed on a route: only there `next('route')` skips anything. */
  readonly inRoute: boolean;
  /** With what another step has failed; what is not known of errors stays open without it. */
  readonly failure?: Failure;
  /** Notes what is read of the route. */
  readonly reads?: Reads;
}

/** How a step ends for a caller. */
export interface Way {
  readonly end: End;
  readonly status: number | null;
}

/** A step under judgement. */
export interface Subject {
  readonly value: Value;
  readonly adapter: Adapter;
  readonly version: string | null;
  readonly use: StepUse;
  /** Where it is installed. */
  readonly at: Place;
  /** The scope in which it is installed. */
  readonly scope: ScopeValue | null;
}

/** It runs only for errors: the framework says so of its slot, or its parameters do. */
export function isErrorHandler({ value, adapter, use }: Pick<Subject, 'value' | 'adapter' | 'use'>): boolean {
  const { request } = adapter;
  if (request.handlesErrors?.(use)) return true;
  return value.t === 'function' && request.parameters(value.code.length - value.bound.length, use)[0] === 'error';
}

const credentialHeader =
  /^(authorization|proxy-authorization|api-?key|x-api-?key|.*(token|secret|signature|hmac|session|jwt|apikey|api-key|access-key|auth-key|passphrase|password).*|.*-key|x-auth.*|x-amz-.*|auth|x-user-auth)$/i;
/** Callers make these up, too, and what counts words of a text or finds the next page is no secret. https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
const madeUp =
  /csrf|xsrf|idempotency|tokeni[sz]e|^(max|min|num|n|total|prompt|completion|input|output|context)[-_]?\w*tokens$|tokens?[-_]?(count|limit|budget|type)$|^(next|page|prev(ious)?|continuation|sync|cursor)[-_]?(page[-_]?)?token$/i;
const credentialParameter =
  /^(.*token.*|api_?key|apikey|key|signature|sig|hmac|secret|jwt|auth|access_token|password)$/i;

const identityWord =
  /user|account|auth|log(ged)?_?-?in|principal|uid|admin|member|customer|token|passport|identity|profile|e?mail|role|employee|staff|owner|person|me$|^id$/i;

/** Whether a session's entry says who somebody is; a cart or a language is there for strangers too. */
export function isIdentityEntry(name: string): boolean {
  return identityWord.test(name) && !madeUp.test(name);
}

/** Whether a header's name says that it carries a credential. CSRF tokens do not: the caller makes them up. */
export function isCredentialHeader(name: string): boolean {
  return credentialHeader.test(name) && !madeUp.test(name);
}

const told =
  /^(host|origin|referer|user-agent|from|via|forwarded|connection|upgrade|expect|range|te|dnt|pragma|cache-control|date|accept|.*version.*|(accept|content|if|sec|x-forwarded|cf)-.*|.*-(ip|id|method|override)|x-requested-with)$/;

/** Headers that clients and proxies send by themselves; a page compares `Host` or a version with its settings, too. */
export function isTold(header: string): boolean {
  return told.test(header) || madeUp.test(header);
}

/** Whether callers make it up themselves, though its name speaks of tokens. */
export function isMadeUp(name: string): boolean {
  return madeUp.test(name);
}

export function isCredentialParameter(name: string): boolean {
  return credentialParameter.test(name) && !madeUp.test(name);
}

/** Whether a variable of the environment is called a secret: a region or a version is compared, too. */
export function isSecretVariable(name: string): boolean {
  return /(^|_)(key|secret|token|password|passphrase|pin)s?$/i.test(name);
}

/** Where a context has whatever a caller may have written among the properties of which one has this name. */
export function placeForAny(name: string): string {
  return `${name.slice(0, name.lastIndexOf('.') + 1)}*`;
}

/** Properties of the request that are read, and where what a caller has written among them shows. */
export function withAny(names: ReadonlySet<string>): readonly string[] {
  return [...names].flatMap((name) => [name, placeForAny(name)]);
}

/** A request of which nothing special is known. */
export const anyRequest: Omit<Situation, 'caller' | 'principals' | 'isHandler' | 'inRoute'> = {
  method: 'GET',
  path: '/',
  base: '',
  query: '',
  anyPath: true,
  context: new Map(),
  target: null,
  config: null,
};
