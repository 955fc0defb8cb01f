import type { Adapter, ArrayValue, FunctionValue, UnknownValue, Value } from '#frameworks';
import { unknown } from '#frameworks';
import type { Condition, Gap } from '#model';
import type { Place } from '#text';
import { Installation } from '../installed/installation.ts';
import type { Knowledge } from '../known/knowledge.ts';
import type { Program } from '../known/program.ts';
import type { Change } from '../values/changes.ts';
import type { Environment } from '../values/environment.ts';
import { Conditioned } from './conditioned.ts';
import { Lasting, type Writing } from './lasting.ts';
import { Metadata } from './metadata.ts';
import type { Module } from './modules.ts';
import type { Packages } from './packages.ts';
import type { RequestInHand } from './request-in-hand.ts';
import type { Witness } from './witness.ts';

/** A JavaScript exception of the analysed program. */
export class Thrown {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** The budget is used up; caught where the run began. */
export class Exhausted {}

/** Why something was not judged. */
export const spentReason =
  'the program takes too long to be judged to its end: this and what would be judged after it is not known';

/** Is told of the changes that the setup makes of the program, and of what makes them. */
interface Aside {
  changes(change: Change, writing: Writing | null): void;
}

/** Levels of calls that are followed; deeper ones become a gap. */
const deepest = 60;
/** How often the same function may be active at once. */
const recursion = 8;
/** How often a function may be entered again while it is active: a recursion that branches would never end. */
const mostReentries = 24;
/** Steps of evaluation that calls of one function may take during setup as long as none of them installs or loads anything. */
const barrenFuel = 30_000;
/** And the part of what a run was granted. */
const barrenPart = 1 / 4;
/** Calls that take less are no matter: a wrapper may be called for thousands of routes. */
const barrenCall = 500;

/**
 * One abstract interpreter with two ways to meet a test whose answer is unknown. During *setup* both arms are run one after
 * the other, and what they install carries the condition. During a *trial* (a request to a step under judgement) one arm is
 * chosen by the trial, which replays the step until every combination of choices has been seen.
 */
export class Machine extends Conditioned {
  readonly program: Program;
  readonly adapters: readonly Adapter[];
  /** Those that know how apps are made with a package. */
  readonly creators = new Map<string, Adapter[]>();
  readonly knowledge: Knowledge;
  readonly modules = new Map<string, Module>();
  /** The file with which the process begins that runs now; null where nobody knows. */
  root: string | null = null;
  /** The roots that have loaded each file first. */
  readonly loadedBy = new Map<string, string>();
  /** Stand-ins in use, by file, with the file of the project that imports each first: it decides about versions. */
  readonly standIns = new Map<string, string>();
  readonly metadata = new Metadata(this);
  readonly installation = new Installation(this);
  readonly packages: Packages;
  /** Variables of the environment without which the program does not start. */
  required = new Set<string>();
  /** Something was handed the whole environment, and may have checked it. */
  environmentChecked = false;
  gaps = new Map<string, Gap>();
  /** Functions that were ever entered, by file and offset. */
  entered = new Set<string>();
  /** The newest closure of each function expression, so that what nobody calls can be visited at the end. */
  closures = new Map<string, FunctionValue>();
  /** Called after the current root has run: reactions of promises, and what frameworks do as soon as they can. */
  readonly deferred: (() => void)[] = [];
  /** Called when nothing is deferred any more, as in the program: callbacks of timers and of unknown code. */
  readonly tasks: (() => void)[] = [];
  /** Where the set-up has thrown last. */
  thrownAt: Place | null = null;
  /** Active calls of the setup: asynchronous ones may be suspended at an `await`, and their caller may not wait. */
  readonly calls: { readonly awaited: boolean; suspended: boolean }[] = [];
  /** Set by `await f()` for the call that follows at once. */
  awaitsNextCall = false;
  /** How many symbols were made. */
  symbols = 0;
  trial: RequestInHand | null = null;
  lasting = new Lasting();
  /** What is changed meanwhile is noted here; null where nobody asks. */
  aside: Aside | null = null;
  /** What writes now, where that is asked for. */
  writing: Writing | null = null;
  /** Learns what the model follows from, where it is to be kept up. */
  witness: Witness | null = null;
  fuel = 0;
  /** What the code that runs now gets on top when it turns out to make an app. */
  reserve = 0;
  /** What all trials together may still spend. */
  trialFuel: number;
  /** How often any function was entered again. */
  reentered = 0;
  private readonly reentries = new Map<FunctionExpressionKey, number>();
  /** What calls of a function took that changed nothing; one that ever did is let alone. */
  private barrenLimit = barrenFuel;
  barren = new Map<object, number>();
  private readonly active: FunctionExpressionKey[] = [];
  private order = 0;
  private spentAt: Place | null = null;

  constructor(
    program: Program,
    adapters: readonly Adapter[],
    knowledge: Knowledge,
    packages: (machine: Machine) => Packages,
    trialFuel: number,
  ) {
    super();
    this.program = program;
    this.trialFuel = trialFuel;
    this.adapters = adapters;
    for (const adapter of adapters) {
      for (const name of Object.keys(adapter.creates))
        this.creators.set(name, [...(this.creators.get(name) ?? []), adapter]);
    }
    this.knowledge = knowledge;
    this.packages = packages(this);
  }

  /**
   * How late the code that runs now is: behind the first `await` of a call that nobody awaits it runs after the rest of the
   * caller, which may be late itself. 0: at once.
   */
  lateness(): number {
    let unawaited = 0;
    let lateness = 0;
    for (const call of this.calls) {
      if (!call.awaited) unawaited++;
      if (call.suspended) lateness = unawaited;
    }
    return lateness;
  }

  nextOrder(): number {
    return this.order++;
  }

  gap(reason: string, at: Place): void {
    if (!this.trial) this.gaps.set(`${at.file}\0${at.start}\0${reason}`, { reason, at });
  }

  /** An unknown value that is also a gap of the setup. */
  gapValue(reason: string, at: Place): UnknownValue {
    this.gap(reason, at);
    return unknown(reason, at);
  }

  /** An error that the set-up throws for certain and nobody catches: a program that runs does not get there. */
  endsByThrowing(file: string): void {
    const at = this.thrownAt ?? { file, start: 0, end: 0 };
    if (this.conditions.length === 0)
      this.gap('the set-up seems to end with an error here, so that what follows was not looked at', at);
  }

  /** How many calls are active. */
  get depth(): number {
    return this.active.length;
  }

  /** Whether nothing is left for further trials; the first that finds it so is where the judging ends. */
  isSpent(at: Place): boolean {
    if (this.trialFuel > 0) return false;
    if (!this.spentAt) this.gaps.set('\0spent', { reason: spentReason, at, isEnd: true });
    this.spentAt ??= at;
    return true;
  }

  /** Fuel for a run of the setup. */
  grant(fuel: number): void {
    this.fuel = fuel;
    this.barrenLimit = Math.min(barrenFuel, fuel * barrenPart);
  }

  refuel(): void {
    this.fuel += this.reserve;
    this.reserve = 0;
  }

  spend(): void {
    if (--this.fuel < 0) throw new Exhausted();
  }

  /** Runs `body` with a further condition in force. */
  under<T>(condition: Condition, body: () => T): T {
    const before = this.conditions;
    this.conditions = [...before, condition];
    try {
      return body();
    } finally {
      this.conditions = before;
    }
  }

  /** Code that runs later, under the conditions of the call that asked for it. An exception ends it alone. */
  laterOn(body: () => unknown, more: readonly Condition[] = []): () => void {
    const conditions = [...this.conditions, ...more];
    return () => {
      const before = this.conditions;
      this.conditions = conditions;
      try {
        body();
      } catch (thrown) {
        if (!(thrown instanceof Thrown)) throw thrown;
      } finally {
        this.conditions = before;
      }
    };
  }

  /** Runs the body of a function unless it is nested too deep; null then. */
  enter<T>(key: FunctionExpressionKey, body: () => T): T | null {
    if (this.active.length >= deepest) return null;
    let nested = 0;
    for (const other of this.active) if (other === key) nested++;
    const reentered = nested === 0 ? 0 : (this.reentries.get(key) ?? 0) + 1;
    if (nested >= recursion || reentered > mostReentries) return null;
    if (!this.trial && (this.barren.get(key) ?? 0) > this.barrenLimit) return null;
    this.reentries.set(key, reentered);
    if (nested > 0) this.reentered++;
    this.active.push(key);
    const { conditions, fuel, order } = this;
    const loaded = this.modules.size;
    try {
      return body();
    } finally {
      this.active.pop();
      this.conditions = conditions;
      if (!this.trial && nested === 0)
        this.noteBarren(key, fuel - this.fuel, order === this.order && loaded === this.modules.size);
    }
  }

  private noteBarren(key: FunctionExpressionKey, spent: number, barren: boolean): void {
    if (!barren) this.barren.set(key, -Infinity);
    else if (spent > barrenCall) {
      const sum = (this.barren.get(key) ?? 0) + spent;
      this.barren.set(key, sum);
      // Whoever comes near the limit is in the way of others.
      if (sum > this.barrenLimit / 2) this.witness?.installs();
    }
  }

  declare(env: Environment, name: string, value: Value, isParameter = false): void {
    const { born } = env;
    this.set(env.names, name, { value, resolve: null, born, under: this.conditions, isParameter }, born);
  }

  #changes(change: Change): void {
    (this.trial ?? this.witness)?.changes(change, this.writing);
    if (!this.trial) this.aside?.changes(change, this.writing);
  }

  /** Changes a map of the program's state; a trial takes it back afterwards. `born`: when what owns it was made. */
  set<K, V>(map: Map<K, V>, key: K, value: V, born = 0): void {
    if (this.trial ?? this.witness ?? this.aside) {
      const old = map.get(key);
      this.#changes({ born, kind: old === undefined && !map.has(key) ? 'added' : 'entry', of: map, key, old });
    }
    map.set(key, value);
  }

  /** Changes a field of the program's state; a trial takes it back afterwards. `born`: when what owns it was made. */
  assign<T extends object, K extends keyof T>(object: T, key: K, value: T[K], born = 0): void {
    this.#changes({ born, kind: 'field', of: object, key, old: object[key] });
    object[key] = value;
  }

  /** Changes an array of the program's state; a trial takes it back afterwards. */
  splice(array: ArrayValue, start: number, remove: number, ...items: Value[]): Value[] {
    const { born, items: old } = array;
    this.#changes({ born, kind: 'items', of: array, key: null, old: [...old] });
    return old.splice(start, remove, ...items);
  }

  runDeferred(): void {
    this.installation.late.settle();
    const next = () => this.deferred.shift() ?? this.tasks.shift();
    for (let body = next(); body; body = next()) {
      body();
      this.installation.late.settle();
    }
  }
}

type FunctionExpressionKey = object;
