import type { CredentialSource, Primitive, Value } from '#frameworks';
import type { Assumption, Caller, Flaw, Outcome, Role, RouteParameters } from '#model';
import type { Place } from '#text';
import type { MetadataRead } from '../../values/metadata-read.ts';
import type { LogNote } from '../noted/flaw-notes.ts';
import type { PathTest } from '../noted/uses.ts';
import type { Exploration } from '../paths/explore.ts';

/** What a step does for one caller. */
export interface CallerJudgement {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly exploration: Exploration;
  /** What continuing paths leave on the request. */
  readonly writes: ReadonlyMap<string, Value>;
  readonly touched: readonly CredentialSource[];
  /** Why the outcome is not known. */
  readonly unsure: string | null;
}

/** What a hand-written step does. */
export interface Judgement {
  readonly by: Readonly<Record<Caller, CallerJudgement>>;
  readonly role: Role;
  readonly establishes: readonly string[];
  readonly reads: readonly string[];
  readonly forgeable: boolean;
  readonly flaws: readonly Flaw[];
  readonly verifiedBy: readonly string[];
  /** For a guard: texts of the source that credentials are compared with. */
  readonly literals: ReadonlyMap<Primitive, CredentialSource>;
  /** What it takes for a credential whatever its name; see `proofsOf`. */
  readonly proofs: ReadonlySet<string>;
  readonly schemes: readonly string[];
  readonly sources: readonly CredentialSource[];
  /** Entries of the session of which one alone is enough. */
  readonly enough: ReadonlySet<string>;
  readonly pathTests: readonly PathTest[];
  readonly disclosed: readonly { readonly kind: 'stack' | 'error-message'; readonly at: Place }[];
  readonly logged: readonly LogNote[];
  readonly usesLocation: boolean;
  /** It looks at what stands behind the route. */
  readonly usesTarget: boolean;
  readonly usesMethod: boolean;
  /** Whether it asks if a parameter of the path is missing. */
  readonly usesParameters: boolean;
  /** As a handler: whoever brings nothing is answered a new token. */
  readonly issuesToken: boolean;
  readonly sendsToProvider: boolean;
  /** Metadata that it asks for, and whether it looks at names of functions and classes. */
  readonly metadataReads: readonly MetadataRead[];
  readonly usesNames: boolean;
  /** What the scope of the step was asked for: the judgement holds for every scope of the app that has the same. */
  readonly ofScope: ReadonlyMap<string, Value | null>;
  /** What it reads and writes of the path's parameters. */
  readonly parameters: RouteParameters | null;
  readonly customReads: ReadonlySet<string>;
  /** For a handler that rejects only by failing: whose presence it takes for granted, and where. */
  readonly assumes: Assumption | null;
  readonly why: string;
}
