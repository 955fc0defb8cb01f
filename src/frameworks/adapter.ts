import type { FunctionExpression } from '#facts';
import type { Launch } from './modules.ts';
import type { RequestShape } from './request-shape.ts';
import type { Site } from './site.ts';
import type { ClassValue, ScopeValue, Value } from './values.ts';
import type { Workbench } from './workbench.ts';

export type * from './modules.ts';
export type * from './request-shape.ts';
export type * from './route-target.ts';
export type * from './site.ts';

/** A framework, in the words that the linker needs. Adapters say what calls *mean*; they hold no rule and read no file. */
export interface Adapter {
  readonly name: string;
  readonly title: string;
  readonly docs: string;
  /** The package whose version decides between variants of the meaning. */
  readonly package: string;
  /** What that was called in older versions. */
  readonly formerly?: string;
  /** Calls that make a scope, by package and member path (`''` is the package itself). */
  readonly creates: Readonly<Record<string, Readonly<Record<string, 'app' | 'router'>>>>;
  /** Packages of guards that make no scope. */
  readonly guardPackages?: readonly string[];
  /** Packages that make a scope and install on it what cannot be seen, each with the reason of the gap. */
  readonly unseen: Readonly<Record<string, string>>;
  /** Written types that name a scope: `Express`, `express.Router`. */
  readonly types: Readonly<Record<string, 'app' | 'router'>>;
  readonly ordering: 'sequential' | 'phased';
  /** The slots of a phased framework in the order in which a request passes them; empty for a sequential one. */
  readonly phases: readonly string[];
  /** Slots behind the handler whose steps may still put another answer in the place of its own. */
  readonly behind?: readonly string[];
  /** Of these: whether an answer of a step waits for those of this slot before it leaves. */
  delays?(phase: string | null, answer: Value | null): boolean;
  /** Slots whose steps run around all that comes behind them, and hear of its errors. */
  readonly around?: readonly string[];
  /** Slots whose steps run when the answer has left. */
  readonly afterwards?: readonly string[];
  /** The meaning of `scope.name(...args)`. */
  call(site: Site): Value;
  /** A scope was made, by this call or as the parameter of a function that nothing calls: what the program gets. */
  created?(site: Site): Value;
  /**
   * Where nothing that was seen makes an app: what the classes of the program would be made into, for a framework that
   * builds it of them. `isWhole`: nothing is missing but the call that starts it.
   */
  unstarted?(
    classes: readonly ClassValue[],
    workbench: Workbench,
  ): readonly { readonly root: Value; readonly isWhole: boolean }[];
  /** The meaning of `app.route(path).name(...args)`. */
  callRouteChain(site: Site, path: Value): Value;
  /** Members of an app that hold further calls: `server.auth.strategy(…)` is the call of `auth.strategy`. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Calls on an app by which what stands in front of it hands a request on. */
  readonly entrances?: readonly string[];
  /** Calls on an app that mean something while a request is answered, too. */
  readonly duringRequests?: readonly string[];
  /** True when an app has no member of that name unless the program adds one: reading it gives undefined. */
  lacks?(name: string): boolean;
  /** What a command line starts as an app, when it is a command of the framework's. */
  readonly launches?: (line: string) => Launch | null;
  /** The app of a started module. */
  launch?(site: Site, plugin: Value, launch: Launch): void;
  /** Awaiting a scope, or what a call on it returned. */
  awaited?(scope: ScopeValue): void;
  /** Whether a function that nothing calls is meant to be handed a scope: by what it does with its first parameter. */
  takesScope?(code: FunctionExpression, imports: readonly string[]): boolean;
  readonly request: RequestShape;
  /** The method that makes a class a guard. */
  readonly guardMethod?: string;
  /** Whether metadata under a key are the framework's own. */
  isOwnMetadata?(key: string): boolean;
  /** Whether two spellings of a path reach the same route of this scope. */
  caseSensitive(options: ReadonlyMap<string, Value>): boolean;
  /** The router decodes paths (`/%61dmin` is `/admin`) that steps see as they were sent. */
  decodesPaths?(version: string | null, options: ReadonlyMap<string, Value>): boolean;
  /** Routes for `/` below a prefix answer with a slash at the end and without, whatever `strict` says. */
  readonly rootsTakeSlash?: true;
  /** The outermost app alone matches paths: with what the apps and plugins inside it were made does not count. */
  readonly oneRouter?: true;
  /** Whether a slash at the end makes another path. */
  strict(options: ReadonlyMap<string, Value>): boolean;
  /**
   * Which parameters a step sees where they are not those of the whole route: those of its own path, or those of the mounts
   * above it, too.
   */
  parameters?(kind: 'app' | 'router', options: ReadonlyMap<string, Value>): 'own' | 'above' | null;
  /** Whether a step that is installed on a path sees only what is below that path. */
  readonly stripsPaths: boolean;
  /** Apps need no routes: what the last step of a scope answers is served. */
  readonly answersBySteps?: boolean;
  /** Whether steps of a scope run only for requests that one of its own routes takes. */
  readonly isGated: boolean;
  /** In a gated scope: whether of all that matches a request only what was installed last runs. */
  runsLast?(options: ReadonlyMap<string, Value>, version: string | null): boolean;
  /** In a phased framework: whether of several routes that take a request the first registered answers it. */
  firstMatchWins?(options: ReadonlyMap<string, Value>): boolean;
  /** Whether parsers may be installed on an app with these options where nobody sees them. */
  hidesParsers?(options: ReadonlyMap<string, Value>): boolean;
  /** Whether steps of the app run for requests that none of its routes takes, too. */
  readonly meetsUnrouted?: true;
  /**
   * Who answers an OPTIONS request that no step or route of its own answers, without CORS headers: each router that has
   * another method for the path, at once; the framework when all else is done; nobody.
   */
  readonly answersOptions: 'at-once' | 'at-last' | 'never';
  /** In a phased framework: whether steps of this slot run for a request that no route is there for. */
  runsUnrouted?(phase: string | null): boolean;
  /** In a phased framework: whether steps of this slot, installed around a route, run for one whose own steps stand in `own`. */
  runsFor?(phase: string, own: readonly (string | null)[]): boolean;
  /**
   * In a phased framework: whether the error handlers of a route and of inner scopes hear of what steps of this slot throw,
   * not only those of the app; they do where this is missing.
   */
  hearsWithin?(phase: string | null): boolean;
  /** Whether a step of the whole app runs for the requests of a route; all do where this is missing. */
  reaches?(reach: Reach): boolean;
}

/** A step of the whole app, and a route. */
export interface Reach {
  /** How requests for the route arrive. */
  readonly transport: string;
  readonly phase: string | null;
  /** The step was installed before the route. */
  readonly isAbove: boolean;
  readonly version: string | null;
  readonly options: ReadonlyMap<string, Value>;
}
