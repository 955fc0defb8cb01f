import type { Disclosure, Need, Outcomes, Purpose, Role, SchemeKind, Step, TokenSetting, Weakness } from '#model';
import type { Refusing, Telling } from './refusals.ts';

/**
 * What library exports do, as data. One file per package (or per family of tiny packages); an entry may hold several
 * variants gated by version range. Users teach authlint their own modules in the same words (`catalog` in the config).
 *
 * An export is addressed by its member path from the module, `default` left out: `''` is the module itself (the default
 * export, `require('cors')`), `'verify'` is `jwt.verify`, `'Strategy'` the named export, `'auth.api.getSession'` a deep
 * member. For a class, `'Client#verify'` is the instance method.
 */
export interface Library {
  readonly package: string;
  /** Other names under which the same code is published. */
  readonly aliases?: readonly string[];
  readonly docs: string;
  readonly exports: Readonly<Record<string, Meaning | readonly Versioned[]>>;
  /** False for a package too common or too weak to make a file worth parsing by itself (crypto, bcrypt). Default true. */
  readonly marks?: boolean;
}

/** The first variant whose range holds wins; a variant without range is the fallback, also for unknown versions. */
export interface Versioned {
  readonly versions?: string;
  readonly meaning: Meaning;
}

export type Meaning =
  | StepFactory
  | StepValue
  | Wrapper
  | Runner
  | Keeping
  | Verification
  | Comparison
  | Decoding
  | Signing
  | SchemeClass
  | SchemeRegistration
  | SchemeGuard
  | SchemeRegistry
  | PrincipalLookup
  | PrincipalStorage
  | InstanceFactory
  | AnswerFactory
  | Combination
  | Reading
  | Plugin
  | PluginMark
  | Alternatives
  | Configuration;

/** Shared by every meaning whose arguments tell something: what to note when the call is seen anywhere. */
interface Observed {
  /** Which argument holds the options; default 0. Option names below are dotted paths into it. */
  readonly options?: number;
  readonly tokens?: TokenKnowledge;
  readonly secrets?: readonly SecretKnowledge[];
  readonly disclosures?: readonly DisclosureKnowledge[];
  readonly weaknesses?: readonly WeaknessKnowledge[];
}

// --------------------------------------------------------------------------------------------------------------- steps

export interface StepKnowledge {
  readonly role: Role;
  /** What is not given continues. */
  readonly outcome?: Partial<Outcomes>;
  /** Status of the rejection. */
  readonly status?: number;
  /** Whether it sends its rejection itself, or hands an error on (the default): one with these members for such callers. */
  readonly rejection?: 'answer' | 'error' | Readonly<Record<'none' | 'bad', Readonly<Record<string, string>>>>;
  readonly scheme?: { readonly kind: SchemeKind; readonly name: string };
  /** Request properties that carry the principal afterwards; `{ option }` reads the name from an option. */
  readonly establishes?: readonly (
    | string
    | { readonly option: string; readonly default: string; readonly prefix?: string }
  )[];
  /** Those of them that who brings a forged credential gets as well, or empty; what holds an error for all who are not recognised. */
  readonly forged?: readonly (string | { readonly hollow: string })[];
  readonly failure?: string;
  /** Principal properties it relies on. */
  readonly reads?: readonly string[];
  readonly needs?: Step['needs'];
  readonly provides?: readonly Need[];
  /** An option (or a positional argument) that lists demanded scopes or roles; shown as `scope:…`. */
  readonly requirements?: { readonly prefix: string; readonly argument: number };
  /** An option with a function of the project that decides: what it is given, and the member of its answer that counts. */
  readonly asks?: {
    readonly option: string;
    readonly given: readonly ('name' | 'credential' | 'request' | 'context' | 'response' | 'done')[];
    readonly member?: string;
    /** Its yes: something truthy (the default), `true` and nothing else, or that it names no error: neither throws, nor returns one, nor gives one to `done`; `given`: something truthy that it gives to `done` behind the error; `at-once`: something truthy, as which a promise counts. */
    readonly yes?: 'true' | 'no-error' | 'given' | 'at-once';
  };
  readonly keys?: KeyFinder;
  readonly handlesErrors?: boolean;
  /** What a route is for that it answers. */
  readonly purpose?: Purpose;
  /** For CORS: the options that say what a browser may send, and what it may without them; null for anything. */
  readonly allows?: Readonly<Record<'headers' | 'methods', AllowedOption>>;
  /** For a parser: the content types of the bodies that it reads; without it, any. */
  readonly takes?: AllowedOption;
  /** Shown to people; default is the export's own name. */
  readonly name?: string;
  /** What options change; applied in order, later ones win. Callers that `becomes.outcome` does not name keep theirs. */
  readonly variants?: readonly { readonly when: OptionTest; readonly becomes: Partial<StepKnowledge> }[];
  /** A member of the made step that cuts holes into it: `expressjwt(…).unless({ path })`. */
  readonly unless?: {
    /** Exact strings and unanchored regular expressions on the original URL; express-unless takes `{ url, methods }`, too. */
    readonly semantics: 'express-unless' | 'koa-unless';
    readonly method: string;
  };
  /** Why: one sentence with its evidence, e.g. 'express-jwt rejects a missing token unless credentialsRequired is false'. */
  readonly why: string;
}

/** An option that may be a function of the project which finds the key of a token. `token`: what that says of itself, unverified. */
export interface KeyFinder {
  readonly option: string;
  readonly given: readonly ('token' | 'credential' | 'request' | 'done')[];
}

export interface AllowedOption {
  /** The first that is there counts. */
  readonly options: readonly string[];
  readonly otherwise: readonly string[] | null;
  /** An option with what comes on top. */
  readonly more?: string;
}

/** Calling it yields a step. */
export interface StepFactory extends Observed {
  readonly is: 'step-factory';
  readonly step: StepKnowledge;
  /**
   * What happens when it is installed without being called: 'every request hangs'. Leave out when it works
   * either way.
   */
  readonly uninvoked?: string;
  /** Members called on the made step yield the same step: `body('email').isEmail()`. */
  readonly fluent?: true;
}

/** It is a step by itself. */
export interface StepValue extends Observed {
  readonly is: 'step';
  readonly step: StepKnowledge;
}

/** Returns a step, handler or app that behaves as one of its arguments (`asyncHandler(f)`), or the list of all of them. */
export interface Wrapper extends Observed {
  readonly is: 'wrapper';
  readonly argument: number | 'all';
  readonly under?: string; // The member of what it returns that is it: `expressWs(app).app`.
}

/** Calls the last function that it is given at once and gives what that gives: `startSegment(name, true, f)`. */
export interface Runner extends Observed {
  readonly is: 'runner';
}

/** A member of what keeps a value for the time of a request: keeps it while a callback runs or from now on, or gives it. */
export interface Keeping extends Observed {
  readonly is: 'keeping';
  readonly does: 'run' | 'enter' | 'read';
}

// ------------------------------------------------------------------------------------------------- credential operations

/** Where a function delivers. `either`: by callback when one is given, else as a value. */
export type Delivery = 'value' | 'promise' | 'callback' | 'either' | 'promise-or-callback';

/** Succeeds only for genuine credentials. */
export interface Verification extends Observed, Refusing {
  readonly is: 'verification';
  /** Argument that holds the credential; `'this'` for instance methods bound to one. Omit when the whole request is given. */
  readonly credential: number | 'request' | 'headers';
  readonly delivers: Delivery;
  /** It gives back what the callback has given. */
  readonly givesBack?: 'callback';
  /** What it does with a bad credential: throws (rejects the promise, passes an error), or yields a falsy value. */
  readonly failure: 'throws' | 'falsy' | 'result-object';
  /** The status that its error carries. */
  readonly status?: number;
  /** Members of the delivered value when it is a result object: falsy on failure, on success, and what tells which. */
  readonly result?: { readonly principal?: string; readonly error?: string; readonly flag?: string };
  /** Argument with the key or secret, or an option of what it is a member of. */
  readonly key?: number | KeyFinder;
  /** Request properties that hold the principal afterwards. */
  readonly establishes?: StepKnowledge['establishes'];
}

/** Compares in constant time, or a password with its hash: true only when the caller knows the secret. */
export interface Comparison extends Observed {
  readonly is: 'comparison';
  readonly delivers: Delivery;
  /** Values of different lengths are an error. */
  readonly throws?: true;
}

/** Reads a token without verifying it. */
export interface Decoding extends Observed {
  readonly is: 'decoding';
  readonly credential: number | 'request';
}

export interface Signing extends Observed {
  readonly is: 'signing';
  readonly key?: number;
}

/** `getAuth(req)`, `req.oidc`: reads who the request is from what an earlier step left on it; falsy or empty for anonymous callers. */
export interface PrincipalLookup extends Observed {
  readonly is: 'principal';
  readonly delivers: 'value' | 'promise';
  /** Members that are falsy for anonymous callers, e.g. `userId`; empty when the value itself is falsy. */
  readonly members: readonly string[];
  readonly methods?: readonly string[]; // They say no of anonymous callers: `has({ role })`.
  readonly object: boolean; // True when the result always exists as an object, whose `members` tell.
}

// -------------------------------------------------------------------------------------------------------------- schemes

/** `new JwtStrategy(options, verify)`. */
export interface SchemeClass extends Observed, Telling {
  readonly is: 'scheme-class';
  readonly name: string;
  readonly kind: SchemeKind;
  /** How the credential travels: decides what a browser sends by itself and whether a session is meant. */
  readonly carries: 'header' | 'body' | 'redirect' | 'query' | 'none';
  /** What its verifying function is given of the caller, before the callback that takes the principal; none where the library verifies itself. With the whole request, it is asked about everybody. */
  readonly verifies?: readonly ('name' | 'credential' | 'request')[];
  readonly keys?: KeyFinder;
  /** True when a token is presented with each request, so that a session after it is a mistake (`session: false` is due). */
  readonly stateless: boolean;
}

/** `passport.use([name,] scheme)`. */
export interface SchemeRegistration extends Observed {
  readonly is: 'scheme-registration';
}

/** `passport.authenticate(names, options?, callback?)`. */
export interface SchemeGuard extends Observed {
  readonly is: 'scheme-guard';
  readonly step: StepKnowledge;
  readonly uninvoked?: string;
  readonly unknownName: string; // What a request meets when a name is unknown.
  readonly noName?: string; // And when no name is given at all.
  /** The same where a callback takes the answer, which may have no failure to tell of. */
  readonly noNameForCallback?: string;
  /** What a callback is given before the error, the principal and the reason; then the request goes on unless it was answered. */
  readonly callbackTakes?: readonly ('request' | 'response')[];
}

/** The object on which schemes are registered: `passport`, `new Passport()`. Its members are given as exports of `'<this>.use'`. */
export interface SchemeRegistry extends Observed {
  readonly is: 'scheme-registry';
}

/** Tells the registry how a principal is kept in the session (`serialize`) or found again (`deserialize`). */
export interface PrincipalStorage extends Observed {
  readonly is: 'principal-storage';
  readonly direction: 'serialize' | 'deserialize';
}

/** Makes, by a call or by `new`, an object whose members have meanings of their own: `betterAuth()` → `api.getSession`. */
export interface InstanceFactory extends Observed {
  readonly is: 'instance-factory';
  /** Member paths of the instance, in the same words; `''` when the instance itself is called. */
  readonly members: Readonly<Record<string, Meaning>>;
  /** Members that are not listed yield the instance again when called: `new SignJWT(claims).setIssuer(name).sign(key)`. */
  readonly fluent?: true;
  /** What options change; later ones win. */
  readonly variants?: readonly { readonly when: OptionTest; readonly becomes: Pick<InstanceFactory, 'members'> }[];
}

/** Makes an HTTP error, to be thrown, returned or handed on: `Boom.unauthorized()`, `createError(401)`. */
export interface AnswerFactory extends Observed {
  readonly is: 'answer';
  /** What it is unless an argument or option says otherwise. */
  readonly status: number;
  readonly statusArgument?: number;
  readonly statusOption?: string;
  readonly inPlace?: true; // It makes the error in its first argument the answer.
}

/** Makes one step of several: `some(a, b)`, `every(a, b)`, `except('/login', a)`, `compose([a, b])`. */
export interface Combination extends Observed {
  readonly is: 'combination';
  readonly how: 'some' | 'every' | 'except' | 'compose';
}

/** Reads what the caller brings: `getCookie(c, 'session')`; of a signed one only the genuine is there. Or what steps are given. */
export interface Reading extends Observed {
  readonly is: 'reading';
  readonly kind: 'cookie' | 'body' | 'context';
  /** Argument with its name; all but cookies are given whole. */
  readonly name: number;
  readonly signed: boolean;
  /** What it gives for a signature that is not right, where that is not what it gives for no cookie at all. */
  readonly refused?: false;
  readonly delivers: 'value' | 'promise';
}

/**
 * Registered on an app, itself or what it returns: puts members on the app, its requests and its replies, and installs
 * steps and routes. `members` are in the words of an instance factory: `app.jwt.verify`, `request.jwtVerify`, `hook`.
 */
export interface Plugin extends Observed {
  readonly is: 'plugin';
  readonly members: Readonly<Record<string, Meaning>>;
  /** What it puts where; the first of a name whose test holds. */
  readonly puts?: readonly {
    readonly on: 'app' | 'request' | 'response';
    readonly name: string;
    /** Options that change the name: `as` holds the option's value where a `*` stands, also of a member's member. */
    readonly renamed?: readonly { readonly option: string; readonly as: string }[];
    /** Path of the member; without one nothing is known of it but that it is there. */
    readonly member?: string;
    readonly when?: OptionTest;
  }[];
  readonly steps?: readonly {
    readonly member: string;
    readonly phase: string | { readonly option: string; readonly default: string };
    readonly unless?: OptionTest;
  }[];
  /** What it serves by itself. */
  readonly serves?: readonly ServedKnowledge[];
}

export interface ServedKnowledge {
  readonly methods: readonly string[];
  /** Path of the member that answers. */
  readonly member: string;
  /** Options with the path below which it serves, of which the first that is a text counts; null: nothing without one. */
  readonly below: { readonly options: readonly string[]; readonly otherwise: string | null };
  /** What stands behind that path: `/json`, `/*`. */
  readonly paths: readonly string[];
  readonly when?: OptionTest;
  readonly unless?: OptionTest;
  /** The option whose members are the hooks of these routes, by phase; `''` for the options themselves. */
  readonly hooks?: string;
}

/** Marks a plugin as one that wants no context of its own, and returns it. */
export interface PluginMark extends Observed {
  readonly is: 'plugin-mark';
}

/** Makes one step of several that answer for each other: `or` needs one of them to let a request continue, `and` all; lists inside the list the other way. */
export interface Alternatives extends Observed {
  readonly is: 'alternatives';
  readonly relation: 'or' | 'and';
}

/** Nothing but its settings is of interest. */
export interface Configuration extends Observed {
  readonly is: 'configuration';
}

// ------------------------------------------------------------------------------------------------------------- settings

/**
 * A test of an option's value. `is` compares a literal; `kind` tests what sort of value stands there; `above` compares numbers, and durations
 * such as `'2h'` in seconds. `argument` tests a positional argument instead of an option of the options object, `of` an option of another argument.
 */
export type OptionTest =
  | ({ readonly option: string; readonly of?: number } & ValueTest)
  | ({ readonly argument: number } & ValueTest)
  | { readonly all: readonly OptionTest[] }
  | { readonly any: readonly OptionTest[] }
  | { readonly not: OptionTest };

export type ValueTest =
  | { readonly is: string | number | boolean | null }
  | { readonly kind: ValueKind }
  | { readonly above: number }
  | { readonly includes: string }
  /** A string of digits only. */
  | { readonly digits: true }
  /** A regular expression that more than the meant values match, because it is open at an end. */
  | { readonly unanchored: true };

export type ValueKind =
  | 'absent'
  | 'present'
  | 'function'
  | 'async-function'
  /** A function that calls for more than the program's own secrets: a package, a request to somewhere, what nobody can read. */
  | 'fetching-function'
  | 'array'
  | 'object'
  | 'string'
  | 'number'
  | 'true-ish'
  | 'key-set' // What a package gives that keeps the keys of an issuer (`key-sets.ts`).
  | 'undefined-able';

/** Where a verifier, signer or scheme keeps its token settings. */
export interface TokenKnowledge {
  readonly kind: 'verify' | 'decode' | 'sign';
  /** Settings that weaken the verification, each with the test that recognises it. */
  readonly settings: readonly {
    readonly when: OptionTest;
    readonly kind: TokenSetting['kind'];
    readonly weight: TokenSetting['weight'];
    readonly consequence: string;
  }[];
}

export interface SecretKnowledge {
  /** Dotted option path, or a positional argument. `each`: an option of further arguments, too, which are users of their own. */
  readonly at: { readonly option: string; readonly each?: true } | { readonly argument: number };
  readonly protects: string; // 'the signature of tokens'
  /** False when an undefined secret is accepted and verifies (jsonwebtoken 8, hono basicAuth ≥ 4.12). Default: rejected or thrown. */
  readonly undefinedRefused?: boolean;
  /** An empty text is a secret like any other. Default: who is given one refuses to work, so that nobody gets in. */
  readonly emptyAccepted?: true;
}

export interface DisclosureKnowledge {
  readonly when: OptionTest | 'always';
  readonly kind: Disclosure['kind'];
  readonly subject: string;
  readonly consequence: string;
}

export interface WeaknessKnowledge {
  readonly when: OptionTest;
  readonly kind: Weakness['kind'];
  readonly weight: Weakness['weight'];
  readonly consequence: string;
}

/** Types a library file. */
export function defineLibrary(library: Library): Library {
  return library;
}
