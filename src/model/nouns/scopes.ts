import type { Place } from '#text';
import type { Condition } from './certainty.ts';

export interface App {
  readonly id: number;
  readonly framework: string;
  readonly version: string | null;
  readonly at: Place;
  /** The root scope. */
  readonly scope: number;
  /**
   * True when no server was seen around it: a router that nothing mounts, or an app handed in from code outside the
   * analysed files. What stands in front of its routes is unknown, so an open route of it is never called anonymous.
   */
  readonly detached: boolean;
  /** Where a module says that the app answers OPTIONS, where it would not without saying so. */
  readonly takesOptions?: Place;
}

/** A region whose steps apply to what is inside it. */
export interface Scope {
  readonly id: number;
  readonly kind: 'app' | 'router';
  readonly name: string;
  readonly at: Place;
  /** `sequential`: a step covers what is installed below it. `phased`: it covers its whole scope. */
  readonly ordering: 'sequential' | 'phased';
  /** Its steps run for nothing but what is inside it. */
  readonly isEnclosed?: true;
  /** Which parameters its steps see, where they are not those of the whole route: of their own path; of the mounts above, too. */
  readonly parameters?: 'own' | 'above';
  /** In order of installation, that is: of execution, not of text. */
  readonly entries: readonly Entry[];
}

export type Entry = StepEntry | RouteEntry | MountEntry;

interface EntryBase {
  readonly at: Place;
  readonly pattern: PathPattern;
  /** Under which circumstances it is installed; empty for always. */
  readonly conditions: readonly Condition[];
  /** Global order of installation over all scopes of the program. */
  readonly order: number;
}

export interface StepEntry extends EntryBase {
  readonly kind: 'step';
  readonly step: number;
  /** Its slot in a phased scope; null in a sequential one. */
  readonly phase: string | null;
  /** `ALL` or upper-case methods. */
  readonly methods: readonly string[];
  /** Installed where nothing meets it any more: the routes were laid out before, or errors never get there. */
  readonly isLate?: true;
  /** It holds for other routes than those of its scope and of all inside: for those of the scope itself, for all of the app. */
  readonly reach?: 'own' | 'app';
}

export interface RouteEntry extends EntryBase {
  readonly kind: 'route';
  readonly methods: readonly string[];
  /** Steps of the route itself, handler last. */
  readonly steps: readonly number[];
}

export interface MountEntry extends EntryBase {
  readonly kind: 'mount';
  readonly scope: number;
  /** A live mount sees what is added to the child later; a snapshot holds the child's first `entries` entries. */
  readonly live: boolean;
  readonly entries: number | null;
}

export interface PathPattern {
  /** In the framework's own spelling; `<unknown>` for what could not be read. */
  readonly text: string;
  /** `prefix` matches whole segments and below, `exact` the whole path, `all` everything, `unknown` nobody knows. */
  readonly kind: 'prefix' | 'exact' | 'all' | 'unknown';
  /** What the framework's own matcher would make of it; null for `all` and `unknown`. */
  readonly regex: { readonly source: string; readonly flags: string } | null;
  /** What Express demands after a match that is not the whole path. */
  readonly followedBy?: string;
  /** Of a path with parts that are not known: the beginning of its samples up to the last of them. */
  readonly head?: string;
  /** What the framework's matcher finds anywhere in a path is enough for a `prefix`. */
  readonly floating?: true;
  /** It is matched with the path as it was sent, before anything is decoded. */
  readonly isRaw?: true;
  /** Names of the groups of `regex`, in their order, where steps can ask for them. */
  readonly parameters?: readonly string[];
  /** `dead`: accepted, matches nothing useful. `throws`: the framework throws at registration. */
  readonly defect: {
    readonly kind: 'dead' | 'throws';
    readonly reason: string;
    readonly suggestion: string | null;
  } | null;
  /** Concrete paths that the pattern stands for, used to compare patterns with each other. */
  readonly samples: readonly string[];
  readonly at: Place;
}
