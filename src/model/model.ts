import type { Place } from '#text';
import type { Bypass, Swallowed } from './ways-around.ts';

/** The whole program as a pipeline: plain data, made by the linker, read by rules and reporters. */
export interface Model {
  readonly apps: readonly App[];
  /** Every route as served: a router that is mounted twice gives two routes. Sorted by app, then by place. */
  readonly routes: readonly Route[];
  /** All steps, installed anywhere; `Step.id` is the index. */
  readonly steps: readonly Step[];
  /** All scopes; `Scope.id` is the index. */
  readonly scopes: readonly Scope[];
  readonly schemes: readonly Scheme[];
  readonly schemeUses: readonly SchemeUse[];
  readonly tokens: readonly TokenUse[];
  readonly secrets: readonly SecretUse[];
  readonly disclosures: readonly Disclosure[];
  readonly weaknesses: readonly Weakness[];
  readonly storages: readonly PrincipalStorage[];
  /** The schemes that documentations of the program define, for readers and API explorers; null where there is none, or not all is known. */
  readonly documentedSchemes: readonly string[] | null;
  readonly gaps: readonly Gap[];
}

/** Something seen but not understood. */
export interface Gap {
  readonly reason: string;
  readonly at: Place;
  /** Judging ended here: what any rule says of this model may be mistaken. */
  readonly isEnd?: true;
}

export type Confidence = 'high' | 'medium' | 'low';

// ------------------------------------------------------------------------------------------------ apps, scopes, entries

export interface App {
  readonly id: number;
  readonly framework: string;
  readonly version: string | null;
  readonly at: Place;
  /** The root scope. */
  readonly scope: number;
  /**
   * True when no server was seen around it: a router that nothing mounts, or an app handed in from code outside the
   * analysed files. What stands in front of its routes is unknown, so an open route of it is never called anonymous.
   */
  readonly detached: boolean;
}

/** A region whose steps apply to what is inside it. */
export interface Scope {
  readonly id: number;
  readonly kind: 'app' | 'router';
  readonly name: string;
  readonly at: Place;
  /** `sequential`: a step covers what is installed below it. `phased`: it covers its whole scope. */
  readonly ordering: 'sequential' | 'phased';
  /** Its steps run for nothing but what is inside it. */
  readonly isEnclosed?: true;
  /** In order of installation, that is: of execution, not of text. */
  readonly entries: readonly Entry[];
}

export type Entry = StepEntry | RouteEntry | MountEntry;

interface EntryBase {
  readonly at: Place;
  readonly pattern: PathPattern;
  /** Under which circumstances it is installed; empty for always. */
  readonly conditions: readonly Condition[];
  /** Global order of installation over all scopes of the program. */
  readonly order: number;
}

export interface StepEntry extends EntryBase {
  readonly kind: 'step';
  readonly step: number;
  /** Its slot in a phased scope; null in a sequential one. */
  readonly phase: string | null;
  /** `ALL` or upper-case methods. */
  readonly methods: readonly string[];
  /** Installed where nothing meets it any more: the routes were laid out before, or errors never get there. */
  readonly isLate?: true;
  /** It holds for other routes than those of its scope and of all inside: for those of the scope itself, for all of the app. */
  readonly reach?: 'own' | 'app';
}

export interface RouteEntry extends EntryBase {
  readonly kind: 'route';
  readonly methods: readonly string[];
  /** Steps of the route itself, handler last. */
  readonly steps: readonly number[];
}

export interface MountEntry extends EntryBase {
  readonly kind: 'mount';
  readonly scope: number;
  /** A live mount sees what is added to the child later; a snapshot holds the child's first `entries` entries. */
  readonly live: boolean;
  readonly entries: number | null;
}

export interface PathPattern {
  /** In the framework's own spelling; `<unknown>` for what could not be read. */
  readonly text: string;
  /** `prefix` matches whole segments and below, `exact` the whole path, `all` everything, `unknown` nobody knows. */
  readonly kind: 'prefix' | 'exact' | 'all' | 'unknown';
  /** What the framework's own matcher would make of it; null for `all` and `unknown`. */
  readonly regex: { readonly source: string; readonly flags: string } | null;
  /** What Express demands after a match that is not the whole path. */
  readonly followedBy?: string;
  /** What the framework's matcher finds anywhere in a path is enough for a `prefix`. */
  readonly floating?: true;
  /** It is matched with the path as it was sent, before anything is decoded. */
  readonly isRaw?: true;
  /** Names of the groups of `regex`, in their order, where steps can ask for them. */
  readonly parameters?: readonly string[];
  /** `dead`: accepted, matches nothing useful. `throws`: the framework throws at registration. */
  readonly defect: {
    readonly kind: 'dead' | 'throws';
    readonly reason: string;
    readonly suggestion: string | null;
  } | null;
  /** Concrete paths that the pattern stands for, used to compare patterns with each other. */
  readonly samples: readonly string[];
  readonly at: Place;
}

/** Why something is installed or runs only sometimes. */
export interface Condition {
  /** `development`/`production` are `NODE_ENV`-like tests; `environment` another variable; `unknown` anything else. */
  readonly kind: 'development' | 'production' | 'environment' | 'loop' | 'unknown';
  readonly text: string;
  readonly at: Place;
  /** False for the else branch of the same test (same `at`). */
  readonly holds: boolean;
}

// ------------------------------------------------------------------------------------------------------------- steps

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
  readonly flaws: readonly Flaw[];
  /** For a handler that asks nobody and fails where there is no principal. */
  readonly assumes?: Assumption;
  readonly confidence: Confidence;
  /** One sentence: why the role and the outcome are believed. */
  readonly why: string;
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
  /** What it would have to be written like to match a route that it nearly matches; null when nothing is near. */
  readonly near: { readonly route: number; readonly reason: string } | null;
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

// ------------------------------------------------------------------------------------------------------------ routes

export type Access = 'anonymous' | 'optional' | 'authenticated' | 'unknown';

/** What a route is for, judged by its path, its method and what it does; null for an ordinary route. */
export type Purpose =
  | 'login'
  | 'logout'
  | 'registration'
  | 'recovery'
  | 'callback'
  | 'refresh'
  | 'health'
  | 'metrics'
  | 'console'
  | 'docs'
  | 'webhook'
  | 'static'
  | 'fallback'
  | 'discovery';

export interface Route {
  readonly id: number;
  readonly app: number;
  /** Upper case; `ALL` for any. */
  readonly method: string;
  /** Full path after mounts and prefixes, in the framework's own spelling. */
  readonly path: string;
  /** The call that registers it. */
  readonly at: Place;
  /** The scope it is registered in. */
  readonly scope: number;
  /** Global order of its registration. */
  readonly order: number;
  /** The mounts that lead to it, from the app inwards. */
  readonly mounts: readonly Place[];
  readonly conditions: readonly Condition[];
  /** Everything a request to it passes, in order; the route's own steps last, and the handler the very last. */
  readonly chain: readonly ChainLink[];
  /** Steps that would match its requests but are installed where it has already answered. */
  readonly late: readonly LateLink[];
  readonly preflight: Preflight;
  readonly access: Access;
  /** The link that decides `access`: it rejects the anonymous caller; null when none does. */
  readonly guard: number | null;
  /** True when the deciding step never verifies: a forged credential passes. */
  readonly forgeable: boolean;
  /** One sentence: why `access` is believed. */
  readonly why: string;
  readonly schemes: readonly string[];
  readonly requirements: readonly string[];
  readonly purpose: Purpose | null;
  /** Declared public in the configuration (`publicRoutes`). */
  readonly declaredPublic: boolean;
  /** An earlier route that takes all its requests. */
  readonly shadowedBy: number | null;
  readonly gaps: readonly Gap[];
  /** What decorators or options say of it to those steps that look. */
  readonly marks: readonly Mark[];
  /** The schemes that its documentation says it demands, and where it says so. */
  readonly documented: readonly { readonly name: string; readonly at: Place }[];
  readonly samples: readonly string[];
  /** A guard's rejection that somebody makes an answer of, so that it keeps nobody out. */
  readonly swallowed?: Swallowed;
}

/** Something written on a route or its class for steps to read: a role, a permission, an exemption. */
export interface Mark {
  /** As a person would call it: `roles`. */
  readonly name: string;
  /** What it says: `admin, editor`; null when it is a mere flag. */
  readonly text: string | null;
  readonly at: Place;
  /** Some step of the route's own chain reads it. */
  readonly isRead: boolean;
  /** Some guard of the program reads such marks, and where one is installed; null when it is installed nowhere. */
  readonly reader: { readonly step: number | null; readonly elsewhere: 'class' | 'handler' | null } | null;
}

export interface ChainLink {
  readonly step: number;
  /** `some`: for some of the route's paths only, or only under `conditions`. */
  readonly covers: 'all' | 'some';
  readonly conditions: readonly Condition[];
  /** For requests to this very route. */
  readonly outcome: Outcomes;
  /** Principal properties that it reads and that no step before it has left for anybody. */
  readonly absent: readonly string[];
  /** A spelling of the same route that the framework serves all the same and that this step lets pass. */
  readonly bypass: Bypass | null;
}

export interface LateLink {
  readonly step: number;
  readonly outcome: Outcomes;
  readonly covers: 'all' | 'some';
  /** `below`: written below the route or its mount in the same scope. `outside`: added to a finished router from elsewhere. `snapshot`: after the child was copied. `missed`: refused or ignored by the framework, or run when the answer has left. `replaced`: run when the handler has made its answer, of which it makes another. */
  readonly how: 'below' | 'outside' | 'snapshot' | 'missed' | 'replaced';
}

/** What the browser's OPTIONS question to the route's path meets. */
export interface Preflight {
  /** `cors`: a CORS step answers. `rejected`: a step rejects it. `automatic`: the framework answers by itself, without CORS headers. `handled`: some handler answers. */
  readonly answer: 'cors' | 'rejected' | 'automatic' | 'handled' | 'unknown';
  /** The step that answers or rejects. */
  readonly by: number | null;
  /** A CORS step that stands behind the one that rejects. */
  readonly corsBehind: number | null;
}

// ----------------------------------------------------------------------------------------------------------- schemes

export type SchemeKind =
  | 'jwt'
  | 'bearer'
  | 'session'
  | 'basic'
  | 'api-key'
  | 'oauth'
  | 'oidc'
  | 'saml'
  | 'password'
  | 'anonymous'
  | 'custom'
  | 'unknown';

/** A configured way to authenticate. */
export interface Scheme {
  /** null when the name could not be read. */
  readonly name: string | null;
  readonly kind: SchemeKind;
  /** The header in which it looks for the credential, where there is no other way. */
  readonly header: string | null;
  /** Names are looked up in one registry: a Passport instance, a server. */
  readonly registry: number;
  readonly library: { readonly package: string; readonly export: string; readonly version: string | null } | null;
  readonly at: Place;
  /** Global order of registration. */
  readonly order: number;
  readonly conditions: readonly Condition[];
}

/** A place that asks for authentication by scheme name. */
export interface SchemeUse {
  /** As written; `null` for a name that could not be read; an empty list when no scheme is named at all. */
  readonly names: readonly (string | null)[];
  readonly registry: number;
  readonly at: Place;
  /** Where each name stands, same order as `names`. */
  readonly nameAt: readonly Place[];
  /** The step made by it, when it was installed. */
  readonly step: number | null;
  /** `session: false` and friends: `kept` stores the principal in the session after authentication. */
  readonly session: 'kept' | 'off' | 'unknown';
  /** What a request meets when the name is unknown: 'every request is answered 500'. */
  readonly consequence: string;
  /** True when every registration of this registry could be read, so that absence means absence. */
  readonly registryComplete: boolean;
}

// ------------------------------------------------------------------------------------- tokens, secrets, disclosures

/** One call or configuration that issues, verifies or decodes tokens. */
export interface TokenUse {
  readonly kind: 'verify' | 'decode' | 'sign';
  /** `jsonwebtoken.verify`, `express-jwt`, `passport-jwt`. */
  readonly subject: string;
  readonly library: { readonly package: string; readonly export: string; readonly version: string | null };
  readonly at: Place;
  readonly conditions: readonly Condition[];
  /** Settings as far as they could be read. */
  readonly settings: readonly TokenSetting[];
  /** For decode: what becomes of the result. `unknown` outside of steps and handlers. */
  readonly decides: 'access' | 'principal' | 'nothing' | 'unknown';
  /** The function it stands in looks like one of these purposes by what it answers: a refresh or logout handler. */
  readonly purpose: Purpose | null;
}

export interface TokenSetting {
  /** `unsigned`: `none` is accepted or the signature is not checked. */
  readonly kind:
    | 'unsigned'
    | 'ignored-expiration'
    | 'missing-algorithms'
    | 'clock-skew'
    | 'unchecked-claims'
    | 'lifetime';
  /** `error`: exploitable in the installed version. `warning`: only with certain keys or versions. */
  readonly weight: 'error' | 'warning';
  readonly at: Place;
  readonly text: string;
  /** One sentence. */
  readonly consequence: string;
}

export interface SecretUse {
  /** `fallback`: `env ?? 'literal'`. `stringified`: `` `${env}` `` turns a missing variable into the text "undefined". `missing`: may be undefined where the library accepts that. */
  readonly origin: 'literal' | 'fallback' | 'stringified' | 'missing' | 'environment' | 'unknown';
  /** Where the literal or the variable is written. */
  readonly at: Place;
  /** Where it is used. */
  readonly usedAt: Place;
  /** What it protects: 'the signature of tokens (jsonwebtoken.sign)'. */
  readonly protects: string;
  /** First characters, never the whole. */
  readonly preview: string;
  readonly conditions: readonly Condition[];
}

/** Personal data, credentials or internals that leave the server by a log or an answer. */
export interface Disclosure {
  readonly kind: 'personal-data-log' | 'credential-log' | 'stack' | 'error-message' | 'debug';
  readonly at: Place;
  /** What discloses: `errorhandler()`, `passport-azure-ad loggingNoPII: false`. */
  readonly subject: string;
  /** One sentence. */
  readonly consequence: string;
  /** Development-only code does not count. */
  readonly conditions: readonly Condition[];
  readonly confidence: Confidence;
}

/** A setting of a library that weakens what it is there for. */
export interface Weakness {
  readonly kind: 'session-cookie' | 'credentialed-cors' | 'ignored-option';
  /** What is set up: `express-session`, `cors`. */
  readonly subject: string;
  readonly at: Place;
  /** The option concerned. */
  readonly text: string;
  /** One sentence. */
  readonly consequence: string;
  /** `error`: exploitable as it stands. `warning`: only in some surroundings. */
  readonly weight: 'error' | 'warning';
  readonly conditions: readonly Condition[];
}

/** A place that says how a registry keeps principals in sessions or finds them again. */
export interface PrincipalStorage {
  readonly direction: 'serialize' | 'deserialize';
  readonly registry: number;
  readonly at: Place;
}
