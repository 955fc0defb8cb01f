import type { Place } from '#text';
import type { Confidence } from './certainty.ts';

export type Role =
  | 'authenticate'
  | 'authorize'
  | 'session'
  | 'cors'
  | 'csrf'
  | 'rate-limit'
  | 'headers'
  | 'cookies'
  | 'body'
  | 'log'
  | 'error'
  | 'static'
  | 'handler'
  | 'unknown';

/**
 * What a step does with a request. `rejects`: ends it with a challenge, a denial, a redirect or an error. `answers`: ends
 * it with a result. `both`: rejects and continues all the same (a bug). `neither`: hangs.
 */
export type Outcome = 'continues' | 'rejects' | 'answers' | 'both' | 'neither' | 'unknown';

/** The four callers: without credentials, with forged ones, with good ones, and the browser's preflight. */
export interface Outcomes {
  readonly none: Outcome;
  readonly bad: Outcome;
  readonly good: Outcome;
  readonly preflight: Outcome;
}

export type Caller = keyof Outcomes;

export type Need = 'session' | 'passport' | 'cookies' | 'body' | 'raw-body';

export interface Step {
  readonly id: number;
  /** As a person would call it: `requireAuth`, `passport.authenticate('jwt')`, `cors`. */
  readonly name: string;
  readonly role: Role;
  /** Where it is installed: the argument, decorator or hook. */
  readonly at: Place;
  /** Its body, or the call that made it; null when neither is in the analysed files. */
  readonly definedAt: Place | null;
  readonly library: { readonly package: string; readonly export: string; readonly version: string | null } | null;
  /** Names of the schemes it uses. */
  readonly schemes: readonly string[];
  /** What it demands of a principal: `role:admin`, `scope:read`. */
  readonly requirements: readonly string[];
  /** Properties of the request that carry a principal once it has run: `user`, `auth`. */
  readonly establishes: readonly string[];
  /** Principal properties it relies on without establishing them. */
  readonly reads: readonly string[];
  /** `anywhere`: a later step may provide it too. */
  readonly needs: readonly { readonly what: Need; readonly consequence: string; readonly anywhere?: boolean }[];
  readonly provides: readonly Need[];
  /** For a parser: the content types of the bodies that it reads, as written; null or absent for any. */
  readonly takes?: readonly string[] | null;
  /** An error handler runs only for errors. */
  readonly handlesErrors: boolean;
  /** Judged for a request of which nothing special is known; a link of a chain has the outcome for its own route. */
  readonly outcome: Outcomes;
  /** What is typically sent: 401, 403, 302, 500 …; null when unknown or not rejecting. */
  readonly status: number | null;
  /** True when the credential is only looked at, never verified: a forged one passes. */
  readonly forgeable: boolean;
  /** How it rejects: by an answer of its own, or by an error that error handlers receive; null when it does not. */
  readonly rejectsBy: 'answer' | 'error' | null;
  /** The one status with which it answers every error that it handles or catches; null when that depends on the error. */
  readonly answersWith: number | null;
  /** Logs its caller in by itself, so that the principal is kept in the session. */
  readonly logsIn?: true;
  /** It catches what later steps throw. */
  readonly catches?: true;
  /** For a guard: the header without which nobody gets past it; null when there is none, or another way. */
  readonly header: string | null;
  /** For CORS: headers and methods that browsers may send, null for any; `isTold`: the setup says so itself. */
  readonly allows: (Readonly<Record<'headers' | 'methods', readonly string[] | null>> & { isTold: boolean }) | null;
  /** Holes that were cut on purpose. */
  readonly exemptions: readonly Exemption[];
  /** For a guard that decides by the path for which routes it is one. */
  readonly conditions?: readonly PathCondition[];
  readonly flaws: readonly Flaw[];
  /** For a handler that asks nobody and fails where there is no principal. */
  readonly assumes?: Assumption;
  /** For a handler that leaves the whole request and its answer to code that is not seen, which may ask who calls. */
  readonly delegates?: true;
  /** What it reads and writes of the parameters in the path. */
  readonly parameters?: RouteParameters;
  /** For a handler: by which names its caller says what it is about, and whether it looks at who the caller is. */
  readonly things?: { readonly names: readonly string[]; readonly isAsked: boolean };
  readonly confidence: Confidence;
  /** One sentence: why the role and the outcome are believed. */
  readonly why: string;
}

/** Parameters of the path by name, as far as a step's code was followed. */
export interface RouteParameters {
  readonly reads: readonly { readonly name: string; readonly at: Place }[];
  /** Asked whether they are there. */
  readonly asked: readonly string[];
  /** Filled in by the step itself; `*`: it replaces all of them. */
  readonly writes: readonly string[];
}

export interface Assumption {
  readonly at: Place;
  /** `request.user`. */
  readonly subject: string;
}

/** A deliberate hole in a step: a path, a pattern, a method. */
export interface Exemption {
  /** As written. */
  readonly text: string;
  readonly at: Place;
  readonly match: 'equals' | 'prefix' | 'substring' | 'suffix' | 'pattern' | 'other';
  /** Ids of the routes below the step that it frees. */
  readonly frees: readonly number[];
  /** Those of them that the step would keep strangers from otherwise. */
  readonly opens: readonly number[];
  /** What it would have to be written like to match a route that it nearly matches; null when nothing is near. */
  readonly near: { readonly route: number; readonly reason: string } | null;
}

/** A test of the path: the guard rejects where it holds. */
export interface PathCondition extends Pick<Exemption, 'text' | 'at'> {
  /** Only this path, or only what is below it. */
  readonly covers: 'itself' | 'below';
  /** Ids of routes below the path, or of the path itself, that it lets pass because the test does not hold. */
  readonly misses: readonly number[];
}

export type FlawKind =
  /** Answers with a rejection and goes on: `also` holds the continuation. */
  | 'continues-after-rejection'
  /** A promise of verification is used as if it were its result. */
  | 'unawaited-verification'
  /** The failure of verification is swallowed or never looked at; forged credentials pass. */
  | 'ignored-failure'
  /** A decoded but unverified token decides or becomes the principal. */
  | 'unverified-credential'
  /** Whose token has expired is let in all the same. */
  | 'expired-credential'
  /** Requests are counted by what an unverified token says. */
  | 'unverified-count'
  /** A factory, class or predicate stands where its result is needed. */
  | 'uninvoked'
  /** A member of the app stands in a slot for a step and is not there: the slot is empty. */
  | 'undefined'
  /** A step that demands more of a principal stands beside one that recognises it, and one of them is enough. */
  | 'weakened-requirement'
  /** What the caller does not bring is compared with a variable that may not be set. */
  | 'unset-secret'
  /** A guard has the arity of an error handler and never runs. */
  | 'guard-arity'
  /** A guard stands where the framework never asks it. */
  | 'unasked'
  /** An error handler without its fourth parameter: an ordinary step. */
  | 'error-arity'
  /** Makes a rejection and neither sends it nor continues. */
  | 'lost-rejection'
  /** Neither continues nor answers in some case. */
  | 'hangs';

export interface Flaw {
  readonly kind: FlawKind;
  readonly at: Place;
  /** The call, function or expression concerned, as a person would call it. */
  readonly subject: string;
  /** What a request meets: 'a request without credentials hangs'. */
  readonly consequence: string;
  readonly also: readonly { readonly at: Place; readonly text: string }[];
}
