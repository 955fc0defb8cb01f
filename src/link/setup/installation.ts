import type { Meaning } from '#catalog';
import type {
  Adapter,
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
import { born, objectValue } from '#frameworks';
import type { Condition, PathPattern, StepEntry } from '#model';
import type { Place } from '#text';
import type { Machine } from '../machine/machine.ts';
import type { MetadataRead } from '../machine/metadata-read.ts';
import { LateEntries } from './late-entries.ts';
import { Placeholders } from './placeholders.ts';

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
  /** Why the framework never asks it where it stands; null for a step that is asked. */
  readonly unasked: string | null;
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
  /** When it was made. */
  readonly born: number;
  readonly options: Map<string, Value>;
  readonly hasMoreOptions: boolean; // Not all of them were seen.
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
  /** Where a module says that an app answers OPTIONS, by the app. */
  readonly takingOptions = new Map<number, Place>();
  /** True while functions that nobody calls are visited. */
  guessing = false;
  readonly late: LateEntries;
  readonly placeholders: Placeholders;
  #entries = 0;
  readonly #numbers = new Map<unknown, number>();
  /** Instances that a container has made, by class: methods are visited on them. */
  readonly instances = new WeakMap<object, Value>();
  /** Metadata that guards of the program ask for, whether they are installed or not. */
  readonly guardReads = new Map<unknown, MetadataRead>();
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.placeholders = new Placeholders(machine);
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
      born: born(),
      options: settings,
      hasMoreOptions: options !== undefined && !(options.t === 'object' && !options.open),
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

  /** How a part of a path that is not known is spelled in samples: variables of the environment by their names, other values as themselves. */
  letters(value: Value): string {
    const key = value.t === 'environment' ? value.name : value;
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1;
    this.#numbers.set(key, number);
    return `<unknown>${number}`;
  }

  /** Grows with every installed entry: tells whether a loop installed something. */
  size(): number {
    return this.#entries;
  }
}
