import type { Condition, PathPattern, StepEntry } from '#model';
import type { Place } from '#text';
import type { SourceFile } from './modules.ts';
import type { ErrorTypes, Given } from './request-shape.ts';
import type { RouteTarget } from './route-target.ts';
import type { LibraryValue, MadeValue, ScopeValue, Value } from './values.ts';
import type { Workbench } from './workbench.ts';

/** One call on a scope, with what an adapter may do about it. */
export interface Site {
  readonly scope: ScopeValue;
  readonly method: string;
  readonly args: readonly SiteArgument[];
  readonly at: Place;
  /** What the object was made with that has made the scope: `createFactory(options).createApp()`. */
  readonly maker?: readonly Value[];
  readonly version: string | null;
  /** Settings of the scope: `app.set()`, `Router({…})`. */
  readonly options: Map<string, Value>;
  /** Installs steps; a scope among them becomes a mount, arrays are laid out. `phase`: the slot of a phased framework. */
  step(pattern: PathPattern, methods: readonly string[], steps: readonly SiteArgument[], phase?: string): void;
  /** Installs a step in front of all that the scope has by now. */
  first(pattern: PathPattern, step: SiteArgument): void;
  /** Steps that no request meets: the framework refuses them, or the routes that are there by now never hear of them. */
  late(pattern: PathPattern, methods: readonly string[], steps: readonly SiteArgument[], phase?: string): void;
  /**
   * Registers a route: its own steps, handler last. `at`: where it is written. `target`: what steps may look at. Gives what puts
   * other steps in their place.
   */
  route(
    pattern: PathPattern,
    methods: readonly string[],
    steps: readonly SiteArgument[],
    at?: Place,
    target?: RouteTarget,
  ): (steps: readonly SiteArgument[]) => void;
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
  /** Puts a member on the requests or responses of the scope, or on what makes its answers; `applied`: what a function says of the request. */
  decorate(part: 'request' | 'response' | 'toolkit' | 'context', name: string, value: Value, how?: 'applied'): void;
  /** Cookies of that name bear the server's seal or signature: forged ones reach no step. */
  seal(name: string): void;
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
  /** What a package gives: a step, a text, or nobody knows which. */
  gives(value: LibraryValue | MadeValue): 'step' | 'text' | 'unknown';
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
  /** While a request is tried: what was refused may be a credential that only others ask for; the way where it is so comes first. */
  mayBeOfAnotherKind(): boolean;
  /** `object[name]`. */
  member(object: Value, name: string): Value;
  /** `object[name] = value`. */
  assign(object: Value, name: string, value: Value): void;
  /** A function whose results are kept, and given to all for whom `keyOf` gives the same key. */
  cached(fn: Value, keyOf: Value): Value;
  /** Stands for a value that is not known, with the same letters wherever the same value stands. */
  letters(value: Value): string;
  gap(reason: string, at?: Place): void;
  /** What an unknown call returns. */
  unknown(why: string): Value;
}

/** A point in the order of what is installed; its number is final when the whole program is set up. */
export interface Moment {
  readonly order: number;
}

export interface Told {
  /** Properties of the request that carry a principal afterwards. */
  readonly establishes: readonly string[];
  readonly schemes: readonly string[];
  readonly requirements: readonly string[];
}

/** A place that asks for schemes by their names. */
export interface SchemeDemand {
  readonly names: readonly Value[];
  readonly at: Place;
  /** The package whose word it is. */
  readonly package: string;
  /** What a request meets when a name is unknown. */
  readonly unknownName: string;
  /** What it meets when no name is given and there is no default. */
  readonly noName: string;
}

/** The pattern that an entry has at another place. */
export type Relocation = (pattern: PathPattern, kind: 'step' | 'route' | 'mount') => PathPattern;

/** A route that a library's plugin adds. */
export interface Served {
  readonly methods: readonly string[];
  readonly path: Value;
  readonly handler: SiteArgument;
  /** An object with hooks by their phases. */
  readonly hooks: SiteArgument | null;
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
  /** For an error handler: the errors that it is called for, where these are not all. */
  readonly only?: ErrorTypes;
  /** What was left out of it where it was installed; the same list for all steps of one installation. */
  readonly holes?: readonly Hole[];
  /** What stands here is no step, and what the framework makes of that: 'it is passed over, so that everybody gets through'. */
  readonly ignored?: string;
  /** The framework never asks it where it stands, and why. */
  readonly unasked?: string;
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
