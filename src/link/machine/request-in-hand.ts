import type { Expression, Statement } from '#facts';
import type {
  AnswerValue,
  ArrayValue,
  FunctionValue,
  ObjectValue,
  PromiseValue,
  RequestValue,
  Value,
} from '#frameworks';
import type { Place } from '#text';
import type { Change } from '../values/changes.ts';
import type { Delayed } from '../values/delayed.ts';
import type { Environment } from '../values/environment.ts';
import type { Floating } from '../values/floating.ts';
import type { MetadataRead } from '../values/metadata-read.ts';
import type { Writing } from './lasting.ts';

/** Whose doing it is which way a test goes. */
export type ForkOwner = 'caller' | 'server' | 'environment' | 'failure';

/** Which way it goes, where it may go more than one: the same way each time. */
interface Ways {
  choose(of: number, owner: ForkOwner): number;
  /** Answers a test whose answer is not known. */
  decide(value: Value): boolean;
  /** How a test was answered; null where nobody has asked yet. */
  decided(value: Value): boolean | null;
  ownerOf(value: Value): ForkOwner;
  /** Takes one of several values. */
  resolve(value: Value): Value;
  /** Where it matters whether it is there: a part of a credential may be left out. */
  present(value: Value): Value;
  /** What was looked for by what the caller asks for; undefined where it turns out not to be there. */
  found(value: Value): Value;
  mayBeAbsent(value: Value): boolean;
}

/**
 * What an operation of the language comes to where a part of the request, something of the caller's or something that was found
 * by that takes part. null: the same as with any other value.
 */
export interface Operations {
  member(object: Value, name: string | null, at: Place): Value;
  write(object: RequestValue, name: string | null, value: Value, at: Place): void;
  /** Writes under names that are not known: `names` is one of them, or what has them. */
  writeAny(object: RequestValue, names: Value): void;
  /** `next()`, `request.get(name)` */
  call(callee: RequestValue, name: string | null, args: readonly Value[], at: Place): Value;
  equal(left: Value, right: Value, isLoose: boolean): Value;
  calculate(op: string, left: Value, right: Value, at: Place): Value | null;
  typeOf(value: Value, at: Place): Value | null;
  isInstance(object: Value, of: Value, at: Place): boolean | null;
  /** `object[key]`, `map.get(key)` */
  entry(store: Value, key: Value, at: Place, isMap?: boolean): Value | null;
  hasEntry(store: Value, key: Value, at: Place, how: 'map' | 'own' | 'in'): Value | null;
  /** `map.set(key, value)`, `list.push(key)`: who makes keys up finds it again. */
  put(store: ObjectValue | ArrayValue, key: Value, value: Value): void;
  /** What the program has taken out of a text of the caller's under a name; null where it has not filled this object so. */
  takenApart(store: ObjectValue, name: string): Value | null;
  /** Whether a list or set holds what an earlier request of the caller has put there. */
  holds(list: ArrayValue, wanted: Value, at: Place): boolean;
  /** What is kept under the request itself, by the name of where it is kept. */
  keep(name: string, value: Value): void;
  kept(name: string): Value;
  /** `text.includes(part)` and its like. */
  search(text: Value, name: string | null, part: Value, at: Place): Value | null;
  listOf(value: Value): ArrayValue | null;
  lastPart(value: Value): Value;
  /** What `{ ...of }` copies over names that are there by now. */
  partsOf(of: Value, over: Iterable<string>): readonly (readonly [string, Value])[];
  /** What is thrown where a value has no members, or cannot be called. */
  typeError(value: Value, at: Place): Value;
}

/** What runs when, and how far it is followed. */
interface Running {
  readonly floating: Floating;
  readonly delayed: Delayed;
  /** Where the calls stand that are active. */
  readonly within: Place[];
  statement<T>(statement: Statement, run: () => T | null): T | null;
  /** Whether it need not be followed both ways. */
  isInert(nodes: readonly (Statement | Expression)[], env: Environment): boolean;
  /** What such code writes is not known behind it; `by`: who decides whether it runs. */
  blur(nodes: readonly (Statement | Expression)[], env: Environment, by?: 'caller' | 'server'): null;
  /** Runs a block whose errors are caught. */
  attempt<T>(run: () => T): T;
  /** Runs what `finally` holds. */
  finish<T>(run: () => T): T;
  /** Runs a reaction of a promise; `isIdle`: the request has not got on by it. */
  react(run: () => Value, isAtOnce: boolean): { readonly result: Value; readonly isIdle: boolean };
}

/** What has happened, for those who judge it. */
interface Heard {
  changes(change: Change, writing: Writing | null): void;
  begins(expression: Expression): void;
  makes(code: object): void;
  enters(fn: FunctionValue): void;
  /** What is tested; the value itself, not its negation, so that a second test of it gets the same answer. */
  tests(value: Value, at: Place): Value;
  testsPath(
    match: 'equals' | 'prefix' | 'suffix' | 'substring' | 'pattern',
    by: Value,
    of: Value,
    holds: boolean,
  ): void;
  /** A text is made of another. */
  derives(from: Value, result: Value): void;
  /** Something is computed of numbers and times. */
  computes(result: Value, from: readonly Value[], isComparison?: boolean): void;
  /** Something of the caller's is asked for in a list. */
  examines(): void;
  /** Whether the caller gives what was read of something. */
  supplies(of: Value, read: Value): boolean;
  isSecret(value: Value): boolean;
  /** It is looked at which function or class it is. */
  identifies(...values: readonly (Value | undefined)[]): void;
  /** It is looked at how functions and classes are called. */
  asksNames(): void;
  metadataReads(): Map<unknown, MetadataRead>;
  catches(error: Value, at: Place): void;
  drops(answer: AnswerValue): void;
  /** Nobody waits for it. */
  abandons(verification: NonNullable<PromiseValue['verification']>): void;
  /** What the promise of an asynchronous function verifies. */
  verification(fn: FunctionValue, value: Value, thrown: boolean, at: Place): PromiseValue['verification'];
  /** `await`, also where a promise is asked for its value by other means. */
  delivers(value: Value): void;
  awaits(value: Value): void;
  readonly hasAnswered: boolean;
  /** What could be told by nothing else. */
  happens(): void;
}

/**
 * The request that code is run for, as the interpreter sees it. It goes one way at a time, it alone knows what is the caller's, and
 * it hears of what happens.
 */
export interface RequestInHand extends Ways, Running, Heard {
  readonly operations: Operations;
}
