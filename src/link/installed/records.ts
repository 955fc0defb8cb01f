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
import type { Condition, PathPattern, StepEntry } from '#model';
import type { Place } from '#text';

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
