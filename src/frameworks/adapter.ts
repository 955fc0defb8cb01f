import type { FunctionExpression } from '#facts';
import type { Condition, PathPattern, StepEntry } from '#model';
import type { Place } from '#text';
import type { Launch, SourceFile } from './modules.ts';
import type { RequestShape } from './request-shape.ts';
import type { Moment, Relocation, RouteTarget, SchemeDemand, Served, Told } from './site-notes.ts';
import type { ClassValue, MadeValue, ScopeValue, Value } from './values.ts';
import type { Workbench } from './workbench.ts';

export type * from './modules.ts';
export type * from './request-shape.ts';
export type * from './site-notes.ts';

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
  /** Whether a slash at the end makes another path. */
  strict(options: ReadonlyMap<string, Value>): boolean;
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
  /** Whether steps of the whole app run for requests that arrive otherwise than by HTTP; all do where this is missing. */
  reaches?(
    transport: string,
    phase: string | null,
    version: string | null,
    options: ReadonlyMap<string, Value>,
  ): boolean;
}

export interface SiteArgument {
  readonly value: Value;
  readonly at: Place;
  /** How it is written, when that is short: `auth.required`. */
  readonly label: string;
  /** For a route's own steps in a phased framework: their slot; none for the handler. */
  readonly phase?: string;
  /** When it was installed, where it stands among the steps around the route; else it stands behind them. */
  readonly moment?: Moment;
  /** In a phased framework: for which routes it holds, where these are not those of its scope and of all inside. */
  readonly reach?: NonNullable<StepEntry['reach']>;
  /** What the framework itself says of the step: the schemes that it asks, what it demands of a principal. */
  readonly told?: Told;
  /** What it is called with, where that is decided step by step; else `RequestShape.parameters`. */
  readonly given?: Given;
  /** What was left out of it where it was installed; the same list for all steps of one installation. */
  readonly holes?: readonly Hole[];
  /** What stands here is no step, and what the framework makes of that: 'it is passed over, so that everybody gets through'. */
  readonly ignored?: string;
}

/** A path that a step is not installed for, by the words of who installed it. */
export interface Hole {
  readonly text: string;
  readonly at: Place;
  /** It stands for more than one path. */
  readonly isWide: boolean;
  /** Null for all. */
  readonly method: string | null;
  /** Over whole paths. */
  readonly regex: { readonly source: string; readonly flags: string };
  /** How its path is to be written, where that is not the whole path of a route. */
  readonly otherwise: string | null;
}

/** The arguments of a step for the request under judgement. */
export type Given = (asked: Asked) => readonly Value[];

/** What a framework may ask about the request under judgement. */
export interface Asked {
  /** The function and class that answer it; null while nothing is known of the route. */
  target(): RouteTarget | null;
  /** Something that the caller chooses. */
  input(name: string): Value;
  /** Its promise is waited for. */
  run(fn: Value, args: readonly Value[]): Value;
  member(of: Value, name: string): Value;
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
  /** Installs steps; a scope among them becomes a mount, arrays are laid out. `phase`: the slot of a phased framework. */
  step(pattern: PathPattern, methods: readonly string[], steps: readonly SiteArgument[], phase?: string): void;
  /** Steps that no request meets: the framework refuses them, or the routes that are there by now never hear of them. */
  late(pattern: PathPattern, methods: readonly string[], steps: readonly SiteArgument[], phase?: string): void;
  /** Registers a route: its own steps, handler last. `at`: where it is written. `target`: what steps may look at. */
  route(
    pattern: PathPattern,
    methods: readonly string[],
    steps: readonly SiteArgument[],
    at?: Place,
    target?: RouteTarget,
  ): void;
  /** Places a scope inside this one: `live` sees what is added to it later, a snapshot holds what it has now. */
  mount(pattern: PathPattern, scope: ScopeValue, live: boolean): void;
  /** Installs copies of all that a scope holds now, each under the pattern that `place` gives it: a snapshot. */
  copy(scope: ScopeValue, place: Relocation): void;
  /** Gives everything that this scope holds by now another pattern. */
  relocate(place: Relocation): void;
  /** Makes a scope that inherits what is defined on this one: a plugin's context, a group of routes. Mounts nothing. */
  child(at?: Place): ScopeValue;
  /** Runs a function of the analysed program as setup code, now; the framework waits for its promise. */
  run(fn: Value, args: readonly Value[], self?: Value): Value;
  readonly workbench: Workbench;
  /** What runs `body` when it is called, under the conditions of this call and these. */
  later(body: () => void, conditions?: readonly Condition[]): () => void;
  /** Runs `body` when nothing else is left to run. */
  eventually(body: () => void): void;
  /** A property of an argument, with its own place and label; null when the argument has none of that name. */
  property(of: SiteArgument, name: string): SiteArgument | null;
  /** Puts a member on the scope. */
  define(name: string, value: Value): void;
  /** Puts a member on the requests or responses of the scope, or on what makes its answers. */
  decorate(part: 'request' | 'response' | 'toolkit', name: string, value: Value): void;
  /** The scope may have members that are not seen. */
  open(): void;
  /** Installs what the catalog knows of a library's plugin, and tells what that serves by itself; null when it does not know it. */
  plugin(plugin: Value, options: Value): readonly Served[] | null;
  /** The files of a folder, with what each exports; null when it cannot be read which folder is meant. */
  modules(folder: Value): readonly SourceFile[] | null;
  /** Whatever the scope holds by now may have been removed or moved. */
  disturb(reason: string): void;
  /** A step that runs for routes with a parameter of that name. */
  parameter(name: string, step: SiteArgument): void;
  /** The same call, made on another scope of this app; `given`: with these arguments, at the place of the first. */
  on(scope: ScopeValue, given?: readonly SiteArgument[]): Site;
  /** Now, to tell later what was installed before and what after it. */
  moment(): Moment;
  /** Runs when the whole program is set up, under the conditions of now. */
  atEnd(run: () => void): void;
  /** What an export of a package makes of these arguments when the framework calls it for the program. */
  library(packageName: string, path: string, args: readonly Value[], at: Place): Value;
  /** Registers a scheme of this app under a name. */
  scheme(name: Value, scheme: Value, at: Place): void;
  /** Notes the schemes that a documentation of the program defines; null for some that cannot be read. */
  describe(schemes: readonly string[] | null): void;
  /** Notes that schemes of this app are asked for. */
  demand(demand: SchemeDemand): void;
  /** Notes that code which is not seen may register further schemes. */
  openSchemes(): void;
  /** While a request is tried: calls a function and catches what it throws. */
  attempt(fn: Value, args: readonly Value[], self?: Value): { readonly thrown: boolean; readonly value: Value };
  /** While a request is tried: whether a step of a library recognises the caller; null for who brings no credential. */
  recognises(step: MadeValue, request: Value): boolean | null | 'fails';
  /** `object[name] = value`. */
  assign(object: Value, name: string, value: Value): void;
  gap(reason: string, at?: Place): void;
  /** What an unknown call returns. */
  unknown(why: string): Value;
}
