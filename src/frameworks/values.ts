import type { ClassExpression, FunctionExpression } from '#facts';
import type { Condition } from '#model';
import type { Place } from '#text';
import type { HandedOn } from './handed-on.ts';

/**
 * What an expression of the setup code amounts to, as far as it can be known without running it. Adapters receive these
 * values as arguments and give calls on framework values their meaning.
 */
export type Value =
  | Primitive
  | Text
  | Environment
  | Pattern
  | ObjectValue
  | ArrayValue
  | FunctionValue
  | NativeValue
  | ClassValue
  | LibraryValue
  | MadeValue
  | ScopeValue
  | RouteChainValue
  | PromiseValue
  | AnswerValue
  | ChoiceValue
  | RequestValue
  | CredentialValue
  | MissingValue
  | UnknownValue;

export interface Primitive {
  readonly t: 'primitive';
  readonly value: string | number | boolean | null | undefined;
  readonly at: Place | null; // Where the literal is written; null for computed values.
}

/** A string of which some parts are unknown. */
export interface Text {
  readonly t: 'text';
  readonly parts: readonly (string | Value)[];
  readonly at: Place | null;
}

/** `process.env.NAME`: a string or undefined. */
export interface Environment {
  readonly t: 'environment';
  readonly name: string;
  readonly at: Place;
  readonly fallback: Value | null; // The literal that replaces it when it is unset: `process.env.X || 'dev'`.
  readonly isSet?: true; // Where it is not set, it is not there at all: `[process.env.A, process.env.B].filter(Boolean)`.
}

/** A regular expression. */
export interface Pattern {
  readonly t: 'regex';
  readonly source: string;
  readonly flags: string;
  readonly at: Place | null;
  readonly isKept?: boolean; // Made by the setup: with the flag `g` or `y`, one request begins where another has stopped.
}

export interface ObjectValue {
  readonly t: 'object';
  readonly properties: Map<string, Value>;
  getters: ReadonlyMap<string, FunctionValue>;
  /** True when it may have properties that were not seen. */
  open: boolean;
  readonly class: ClassValue | null;
  readonly at: Place | null;
  born: number; // 0: each request has another.
}

export interface ArrayValue {
  readonly t: 'array';
  readonly items: Value[];
  open: boolean;
  readonly at: Place | null;
  readonly born: number;
}

export interface FunctionValue {
  readonly t: 'function';
  readonly code: FunctionExpression;
  readonly file: string;
  readonly env: EnvironmentRecord;
  readonly self: Value | null; // `this`, when bound by a method call, `bind` or an arrow.
  readonly tied?: true; // By `bind`, or by a framework that calls it on its object: nothing changes its `this` any more.
  readonly home: ClassValue | null; // The class whose method it is, for `super`.
  readonly bound: readonly Value[];
  readonly properties: Map<string, Value>;
  readonly name: string; // As a person would call it.
}

/** Opaque to adapters. */
export interface EnvironmentRecord {
  readonly file: string;
}

/** A function of the language or of the linker. */
export interface NativeValue {
  readonly t: 'native';
  readonly name: string;
  readonly call: (args: readonly Value[], at: Place, self: Value | null) => Value;
  readonly alternatives?: readonly Value[]; // The steps that it is made of, when one of them is enough.
  readonly isIdle?: () => boolean; // Nobody has called it: so far, nobody can tell it from another one of its name.
}

export interface ClassValue {
  readonly t: 'class';
  readonly code: ClassExpression;
  readonly file: string;
  readonly env: EnvironmentRecord;
  readonly parent: Value | null;
  readonly statics: Map<string, Value>;
  readonly name: string;
}

/** An export of a package: `path` is its member path, `default` left out. */
export interface LibraryValue {
  readonly t: 'library';
  readonly package: string;
  readonly path: string;
  readonly version: string | null;
  /** The file that imports it. */
  readonly from: string;
}

/** What a call of a library export returned. `path` leads to a member of the result: `''` is the result itself. */
export interface MadeValue {
  readonly t: 'made';
  readonly by: LibraryValue;
  readonly args: readonly Value[];
  readonly construct: boolean;
  readonly at: Place;
  readonly path: string;
  /** Calls on it that return it again: `.unless({…})`. */
  readonly modifiers: readonly { readonly method: string; readonly args: readonly Value[]; readonly at: Place }[];
  readonly properties: Map<string, Value>;
  readonly conditions: readonly Condition[];
  readonly solid: boolean; // An object for certain: an instance, or the result of a call that the catalog knows.
  readonly of?: MadeValue; // What it was called on, where a method of something made has made it.
}

/** An app or router. `id` is the scope's. */
export interface ScopeValue {
  readonly t: 'scope';
  readonly id: number;
  /** Of several values that stand for one scope, what this one installs below: `app.basePath('/api')`. */
  readonly view?: string;
  /** What it inherits properties from. */
  readonly parent: ScopeValue | null;
  readonly properties: Map<string, Value>;
}

/** `app.route('/path')`. */
export interface RouteChainValue {
  readonly t: 'route-chain';
  readonly scope: number;
  readonly path: Value;
  readonly at: Place;
}

export interface PromiseValue {
  readonly t: 'promise';
  readonly rejected: boolean;
  readonly isPending?: true; // For good: who should settle it has answered the request instead.
  readonly value: Value;
  /** The promise of a verification: using it unawaited is a mistake, testing it where it only looks up who it is. */
  readonly verification: { readonly subject: string; readonly at: Place; readonly isLookUp?: true } | null;
  readonly settle?: () => void; // Only during setup: runs the reaction that it waits for.
}

/**
 * An answer that is made and not sent yet: an HTTP error, a `Response`. What returning or throwing it means is the
 * framework's to say.
 */
export interface AnswerValue {
  readonly t: 'answer';
  status: number | null; // null when it is not known.
  /** An error: it can be thrown, and is one when it is returned. */
  readonly isError: boolean;
  /** It ends the request wherever it is returned. */
  isFinal: boolean;
  /** What it was made of, and members that a library gives its error. */
  readonly args: readonly Value[];
  readonly members?: Readonly<Record<string, string>>;
  readonly at: Place;
}

/** One of several values; which one is not known. */
export interface ChoiceValue {
  readonly t: 'choice';
  readonly options: readonly { readonly value: Value; readonly conditions: readonly Condition[] }[];
}

/** A part of the request under trial: only during judging. */
export interface RequestValue {
  readonly t: 'request';
  readonly part: RequestPart;
}

export type RequestPart =
  | 'request'
  | 'response'
  | 'next'
  | 'headers'
  | 'cookies'
  /** Those with a signature: `false` for one that is not right. */
  | 'signed-cookies'
  | 'session'
  | 'query'
  | 'body'
  | 'params'
  | 'locals'
  /** Request and response in one. */
  | 'context'
  /** The maker of answers that hapi hands to its handlers, Fastify's reply, … */
  | 'toolkit'
  /** An answer that is made and not sent yet. */
  | 'answer'
  /** What authentication has found out about the request. */
  | 'identity'
  | HandedOn
  /** The environment that a platform hands over with the request. */
  | 'bindings'
  | 'error';

/** Something that the caller presents as a credential, or what was made of it. */
export interface CredentialValue {
  readonly t: 'credential';
  /** `forged`: a bad caller's. `genuine`: a good caller's. `verified`: the outcome of a successful verification. `decoded`: read from a forged token. */
  readonly state: 'forged' | 'genuine' | 'verified' | 'decoded';
  readonly source: CredentialSource;
  readonly member: boolean; // Of a verified or decoded one: whether it is truthy is not known.
  /** The decoding call it came from. */
  readonly decodedAt: { readonly at: Place; readonly subject: string } | null;
  readonly masked?: true; // Only some of its letters.
  readonly isSalted?: true; // Put together with a secret of the server.
  readonly isPart?: true; // Cut out of it.
  readonly behind?: Place; // Behind a separator that was looked for here: there need not be anything.
  readonly isSecret?: true; // The password or token itself, without what a header says around it.
  readonly isHashed?: true; // In its place its digest stands.
}

/** What a caller without credentials does not have; behaves as undefined, unless it says otherwise. */
export interface MissingValue {
  readonly t: 'missing';
  readonly source: CredentialSource;
  readonly lookup: boolean; // The result of an unknown look-up by a missing or forged credential.
  readonly as?: string | null | undefined; // What stands in its place: '', null, or what `String()` makes of it.
  readonly orNull?: true; // Or null: nobody knows by which of the two unseen code says that it found nothing.
}

export interface CredentialSource {
  readonly kind: 'header' | 'cookie' | 'session' | 'principal' | 'query' | 'signature' | 'client';
  readonly name: string;
}

export interface UnknownValue {
  readonly t: 'unknown';
  readonly why: string;
  readonly at: Place | null;
  /** `caller`: the caller chooses it. `server`: it depends on data or code that is not seen. */
  readonly by: 'caller' | 'server';
  readonly truthy: boolean; // Known to be: an object, a new instance.
  /** A boolean that is true exactly when a condition holds (or does not). */
  readonly test: { readonly kind: Condition['kind']; readonly holds: boolean } | null;
  readonly atMost?: Pattern | null; // Of a regular expression with parts that are not known: it matches nothing else.
}
