import type { PathPattern } from '#model';
import type { Place } from '#text';
import type { RequestPart, ScopeValue, Value } from './values.ts';

/** A framework, in the words that the linker needs. Adapters say what calls *mean*; they hold no rule and read no file. */
export interface Adapter {
  readonly name: string;
  readonly title: string;
  readonly docs: string;
  /** The package whose version decides between variants of the meaning. */
  readonly package: string;
  /** Calls that make a scope, by package and member path (`''` is the package itself). */
  readonly creates: Readonly<Record<string, Readonly<Record<string, 'app' | 'router'>>>>;
  /** Packages that make a scope and install on it what cannot be seen, each with the reason of the gap. */
  readonly unseen: Readonly<Record<string, string>>;
  /** Written types that name a scope: `Express`, `express.Router`. */
  readonly types: Readonly<Record<string, 'app' | 'router'>>;
  readonly ordering: 'sequential' | 'phased';
  /** The meaning of `scope.name(...args)`. */
  call(site: Site): Value;
  /** The meaning of `app.route(path).name(...args)`. */
  callRouteChain(site: Site, path: Value): Value;
  readonly request: RequestShape;
  /** Whether two spellings of a path reach the same route of this scope. */
  caseSensitive(options: ReadonlyMap<string, Value>): boolean;
  /** What an OPTIONS request meets when no step or route of its own answers. */
  readonly answersOptions: boolean;
  /** True when an exception or rejected promise of an asynchronous step reaches the error handlers. */
  catchesAsync(version: string | null): boolean;
}

export interface SiteArgument {
  readonly value: Value;
  readonly at: Place;
  /** How it is written, when that is short: `auth.required`. */
  readonly label: string;
}

/** One call on a scope, with what an adapter may do about it. */
export interface Site {
  readonly scope: ScopeValue;
  readonly method: string;
  readonly args: readonly SiteArgument[];
  readonly at: Place;
  readonly version: string | null;
  /** Settings of the scope: `app.set()`, `Router({…})`. */
  readonly options: Map<string, Value>;
  /** Installs steps; a scope among them becomes a mount, arrays are laid out. */
  step(pattern: PathPattern, methods: readonly string[], steps: readonly SiteArgument[]): void;
  /** Registers a route: its own steps, handler last. */
  route(pattern: PathPattern, methods: readonly string[], steps: readonly SiteArgument[]): void;
  /** A step that runs for routes with a parameter of that name. */
  parameter(name: string, step: SiteArgument): void;
  gap(reason: string, at?: Place): void;
  /** What an unknown call returns. */
  unknown(why: string): Value;
}

/** What the request-time API of a framework means to a step under judgement. */
export interface RequestShape {
  /** Which parts the parameters of a step are, by their number. */
  parameters(count: number): readonly RequestPart[];
  /** `request.name`. */
  request(name: string): RequestMember;
  /** `response.name`. */
  response(name: string): ResponseMember;
}

export type RequestMember =
  | { readonly is: 'part'; readonly part: RequestPart }
  /** A function that reads a header by name. */
  | { readonly is: 'header-reader' }
  | { readonly is: 'method' }
  /** `path`: below the mount; `url`: below the mount with the query string; `original`: whole with the query string; `base`: the mount. */
  | { readonly is: 'location'; readonly which: 'path' | 'url' | 'original' | 'base' }
  /** A function that tells whether the request is authenticated. */
  | { readonly is: 'check'; readonly authenticated: boolean }
  /** A function that logs in or out: continues through its callback. */
  | { readonly is: 'callback' }
  /** Something of the server or the connection. */
  | { readonly is: 'server' }
  | { readonly is: 'principal' }
  /** Not part of the framework: put there by an earlier step, or absent. */
  | { readonly is: 'custom' };

export type ResponseMember =
  /** Sets the status and goes on. */
  | { readonly is: 'status' }
  /** Ends the request; `status` when the call fixes it; `statusArgument` when an argument may. */
  | { readonly is: 'send'; readonly status?: number; readonly statusArgument?: number }
  /** Returns the response again. */
  | { readonly is: 'fluent' }
  | { readonly is: 'part'; readonly part: RequestPart }
  | { readonly is: 'server' }
  /** Not part of the framework. */
  | { readonly is: 'custom' };
