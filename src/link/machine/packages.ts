import type { Parameter } from '#facts';
import type {
  ArrayValue,
  FunctionValue,
  LibraryValue,
  MadeValue,
  RouteChainValue,
  ScopeValue,
  Value,
} from '#frameworks';
import type { Place } from '#text';

/** How the arguments of a call are written. */
export interface Written {
  readonly places: readonly Place[];
  readonly labels: readonly string[];
}

/** What frameworks and libraries do when they are called, as the interpreter sees it. */
export interface Packages {
  /** `lib.export(...args)` or `new lib.Export(...args)`. */
  call(library: LibraryValue, args: readonly Value[], at: Place, construct: boolean): Value;
  /** `made.name(...args)`, or `made(...args)` when `name` is null. */
  callMade(object: MadeValue, name: string | null, args: readonly Value[], at: Place): Value;
  /** Only a list that was made by `compose()` is ever called. */
  callList(list: ArrayValue, args: readonly Value[], at: Place): Value;
  /** Code that is not seen, called while a request is answered: it may look a credential up. */
  callUnseen(callee: Value, name: string | null, args: readonly Value[], at: Place): Value;
  /** `step.unless(...args)`, where that comes from a package. */
  withUnless(step: Value, args: readonly Value[], at: Place): Value;
  /** What the call makes, where that is an app or router; null for all other calls. */
  createScope(library: LibraryValue, args: readonly Value[], at: Place): Value | null;
  /** `app.name(...args)` or `app.route(path).name(...args)`. */
  callScope(
    target: ScopeValue | RouteChainValue,
    name: string,
    args: readonly Value[],
    at: Place,
    written?: Written,
  ): Value;
  /** What the framework itself means by that, even when the program has put something else in its place. */
  callOriginal: Packages['callScope'];
  /** An app or router for a parameter of a function that code which is not seen calls; null for other parameters. */
  placeholder(fn: FunctionValue, parameter: Parameter, index: number): Value | null;
  /** A function is called: what stood for an app that it is given now is not needed any more. */
  noteCall(fn: FunctionValue, args: readonly Value[]): void;
  /** What a stand-in imports from `authlint`. */
  standInWord(name: string, at: Place): Value;
}
