import type { Adapter, Relocation, ScopeValue, Value } from '#frameworks';
import { born, objectValue } from '#frameworks';
import type { Place } from '#text';
import { LateEntries } from './late-entries.ts';
import type { Absence, EntryRecord, Observation, SchemeRecord, SchemeUseRecord, ScopeRecord } from './records.ts';
import type { Run } from './run.ts';

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
  /** Parameters that something of the program itself is given for. */
  readonly #given = new Set<string>();
  #entries = 0;
  readonly #numbers = new Map<unknown, number>();
  /** Instances that a container has made, by class: methods are visited on them. */
  readonly instances = new WeakMap<object, Value>();
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
    this.late = new LateEntries(run, (scope, entry) => this.scopes[scope]!.entries.push(entry));
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
    if (kind === 'app' && this.guessing) this.#run.refuel();
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

  /** Whether a scope, or one that it inherits from, may have members that are not seen. */
  isOpen(scope: ScopeValue): boolean {
    return this.scopes[scope.id]!.open || (scope.parent !== null && this.isOpen(scope.parent));
  }

  /** What stands for an app at this place is not needed any more. */
  noteGiven({ file, start }: Place): void {
    this.#given.add(`${file}:${start}`);
  }

  /** Whether what a placeholder of this place stands for is seen elsewhere. */
  isGiven({ file, start }: Place): boolean {
    return this.#given.has(`${file}:${start}`);
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
