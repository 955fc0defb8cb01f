import type { Meaning } from '#catalog';
import type { Parameter, TypeFact } from '#facts';
import type {
  Adapter,
  FunctionValue,
  Hole,
  LibraryValue,
  Moment,
  Relocation,
  RouteTarget,
  ScopeValue,
  StepUse,
  Told,
  Value,
} from '#frameworks';
import { objectValue } from '#frameworks';
import type { Condition, PathPattern, StepEntry } from '#model';
import type { Place } from '#text';
import type { Machine } from '../machine/machine.ts';
import { frameworkVersion } from '../program.ts';
import type { MetadataRead } from '../request/notes.ts';
import { LateEntries } from './late-entries.ts';
import { announce } from './scopes.ts';

/** A step as it was installed: what it is will be judged when the whole program is known. */
export interface StepRecord {
  readonly value: Value;
  readonly at: Place;
  /** How it is written, when that is short. */
  readonly label: string;
  /** Installed on a route, not on a scope. */
  readonly inRoute: boolean;
  readonly scope: number;
  readonly use: StepUse;
  /** When it was installed, where that is not the time of its route. */
  readonly moment: Moment | null;
  readonly told: Told | null;
  readonly holes: readonly Hole[];
  /** What the framework makes of something that is no step; null for a step. */
  readonly ignored: string | null;
  /** It stands in a list. */
  readonly isListed: boolean;
  /** Installed when the routes around were laid out: no request meets it. */
  readonly isLate: boolean;
  /** For which routes it holds, where these are not those of its scope and of all inside. */
  readonly reach: StepEntry['reach'] | null;
  /** Conditions of its own, beside those of its entry: `cond ? a : b`. */
  readonly conditions: readonly Condition[];
}

interface EntryBase {
  readonly at: Place;
  readonly pattern: PathPattern;
  readonly conditions: readonly Condition[];
  readonly order: number;
  /** The file whose code made the call. */
  readonly from: string;
}

export type EntryRecord = EntryBase &
  (
    | { readonly kind: 'step'; readonly methods: readonly string[]; readonly step: StepRecord }
    | {
        readonly kind: 'route';
        readonly methods: readonly string[];
        readonly steps: readonly StepRecord[];
        readonly target: RouteTarget | null;
      }
    | {
        readonly kind: 'mount';
        readonly scope: number;
        readonly live: boolean;
        readonly entries: number | null;
        /** The slot of a phased scope in which what is mounted runs, where that is a sequential one. */
        readonly phase?: string;
      }
  );

export interface ScopeRecord {
  readonly id: number;
  readonly kind: 'app' | 'router';
  readonly adapter: Adapter;
  readonly version: string | null;
  readonly at: Place;
  readonly value: ScopeValue;
  readonly options: Map<string, Value>;
  readonly entries: EntryRecord[];
  readonly parameters: { readonly name: string; readonly step: StepRecord; readonly order: number }[];
  /** What was put on its requests and responses: `request.name`. */
  readonly decorations: Map<string, Value>;
  /** Those that are called with a request for what they put on it. */
  readonly applied: Set<string>;
  /** Where its own members were defined. */
  readonly definitions: Map<string, Place>;
  /** It may have members that are not seen. */
  open: boolean;
  /** Stands for an app or router that code which is not seen passes in. */
  readonly placeholder: boolean;
  /** Made in a function that nothing calls and that was visited on its own. */
  readonly guessed: boolean;
  /** For a snapshot: what it was copied from, how many entries that had, and how they were placed. */
  readonly copied: { readonly from: ScopeRecord; readonly entries: number; readonly place: Relocation } | null;
}

export interface SchemeRecord {
  readonly registry: string;
  readonly name: Value | null;
  readonly scheme: Value;
  readonly at: Place;
  readonly order: number;
  readonly conditions: readonly Condition[];
}

export interface SchemeUseRecord {
  readonly registry: string;
  readonly names: Value | undefined;
  readonly options: Value | undefined;
  readonly hasCallback: boolean;
  readonly library: LibraryValue;
  readonly unknownName: string;
  readonly noName: string;
  readonly at: Place;
}

/** A member of a scope that was read before anything, or without anything that, defines it. */
export interface Absence {
  readonly scope: number;
  readonly name: string;
  readonly at: Place;
}

/** A call of a known export, with its arguments, for what its settings tell. */
export interface Observation {
  readonly meaning: Meaning;
  readonly library: LibraryValue;
  readonly args: readonly Value[];
  readonly at: Place;
  readonly conditions: readonly Condition[];
}

/** Everything that running the setup code installed and registered, in order. */
export class Installation {
  readonly scopes: ScopeRecord[] = [];
  readonly schemes: SchemeRecord[] = [];
  readonly schemeUses: SchemeUseRecord[] = [];
  observations = new Map<string, Observation>();
  /** The schemes that documentations define; null for some that could not be read. */
  readonly described: (readonly string[] | null)[] = [];
  /** What frameworks do when the whole program is set up. */
  readonly endings: (() => void)[] = [];
  /** Members of scopes that were read and are not there: such a value is undefined. */
  readonly absences = new WeakMap<Value, Absence>();
  /** Registries that code which is not seen may have added to. */
  openRegistries = new Set<string>();
  /** True while functions that nobody calls are visited. */
  guessing = false;
  readonly late: LateEntries;
  #entries = 0;
  /** Instances that a container has made, by class: methods are visited on them. */
  readonly instances = new WeakMap<object, Value>();
  /** Metadata that guards of the program ask for, whether they are installed or not. */
  readonly guardReads = new Map<unknown, MetadataRead>();
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.late = new LateEntries(machine, (scope, entry) => this.scopes[scope]!.entries.push(entry));
  }

  scope(
    kind: 'app' | 'router',
    adapter: Adapter,
    version: string | null,
    at: Place,
    options: Value | undefined,
    { placeholder = false, parent = null }: { placeholder?: boolean; parent?: ScopeValue | null } = {},
  ): ScopeValue {
    const value: ScopeValue = {
      t: 'scope',
      id: this.scopes.length,
      parent,
      properties: new Map([['locals', objectValue([], true)]]),
    };
    if (kind === 'app' && this.guessing) this.#machine.refuel();
    const settings = new Map(options?.t === 'object' ? options.properties : []);
    this.scopes.push({
      id: value.id,
      kind,
      adapter,
      version,
      at,
      value,
      options: settings,
      entries: [],
      parameters: [],
      decorations: new Map(),
      applied: new Set(),
      definitions: new Map(),
      open: placeholder,
      placeholder,
      guessed: this.guessing,
      copied: null,
    });
    return value;
  }

  /** A snapshot of a scope, with all that it mounts; `place` gives each entry its pattern. */
  copy(from: ScopeRecord, place: Relocation): ScopeRecord {
    const value: ScopeValue = { ...from.value, id: this.scopes.length };
    const copy: ScopeRecord = {
      ...from,
      id: value.id,
      kind: 'router',
      value,
      entries: [],
      parameters: [...from.parameters],
      copied: { from, entries: from.entries.length, place },
    };
    this.scopes.push(copy);
    for (const entry of from.entries) {
      const placed = { ...entry, pattern: place(entry.pattern, entry.kind) };
      copy.entries.push(
        placed.kind === 'mount' && this.scopes[placed.scope]!.copied
          ? { ...placed, pattern: entry.pattern, scope: this.copy(this.scopes[placed.scope]!, place).id }
          : placed,
      );
    }
    return copy;
  }

  /** Gives each entry of a scope, and of the copies in it, another pattern. */
  relocate(scope: ScopeRecord, place: Relocation): void {
    for (const [index, entry] of scope.entries.entries()) {
      const child = entry.kind === 'mount' ? this.scopes[entry.scope]! : null;
      if (child?.copied) this.relocate(child, place);
      else scope.entries[index] = { ...entry, pattern: place(entry.pattern, entry.kind) };
    }
  }

  add(scope: number, entry: EntryRecord): void {
    this.#entries++;
    this.late.add(scope, entry);
  }

  observe(observation: Observation): void {
    const key = `${observation.at.file}:${observation.at.start}:${observation.library.path}`;
    if (!this.observations.has(key)) this.observations.set(key, observation);
  }

  /** Grows with every installed entry: tells whether a loop installed something. */
  size(): number {
    return this.#entries;
  }

  /** A placeholder for a parameter whose written type names an app or router; null for other types. */
  typed(type: TypeFact, fn: FunctionValue, parameter: Parameter): Value | null {
    const at = { file: fn.file, start: parameter.at, end: parameter.to };
    const own = this.#placeholder(type, fn, at);
    if (own) return own;
    const members = type.members.flatMap(({ name, type: member }) => {
      const value = this.#placeholder(member, fn, at);
      return value ? [[name, value] as const] : [];
    });
    return members.length > 0 ? objectValue(members, true) : null;
  }

  /** A placeholder for the parameter of a function that registers on it what only a scope takes. */
  expected(fn: FunctionValue, parameter: Parameter): Value | null {
    const imports = this.#machine.program.facts(fn.file)?.imports.map(({ from }) => from) ?? [];
    const adapter = this.#machine.adapters.find(
      (one) => one.takesScope?.(fn.code, imports) && this.#machine.program.version(one.package, fn.file) !== null,
    );
    const at = { file: fn.file, start: parameter.at, end: parameter.to };
    return adapter ? this.#stand(adapter, 'app', fn.file, at) : null;
  }

  #placeholder(type: TypeFact, fn: FunctionValue, at: Place): Value | null {
    for (const adapter of this.#machine.adapters) {
      const kind = adapter.types[type.name];
      if (kind && this.#importsFramework(adapter, fn.file)) return this.#stand(adapter, kind, fn.file, at);
    }
    return null;
  }

  #stand(adapter: Adapter, kind: 'app' | 'router', file: string, at: Place): ScopeValue {
    const version = frameworkVersion(this.#machine.program, adapter, file);
    const scope = this.scope(kind, adapter, version, at, undefined, { placeholder: true });
    announce(this.#machine, scope, '', [], at);
    return scope;
  }

  #importsFramework(adapter: Adapter, file: string): boolean {
    const imports = this.#machine.program.facts(file)?.imports ?? [];
    return imports.some(
      (fact) => Object.hasOwn(adapter.creates, fact.from) || fact.from.startsWith('express-serve-static-core'),
    );
  }
}
