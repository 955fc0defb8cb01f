import type { Place } from '#text';
import type { Condition, Gap } from './certainty.ts';
import type { Outcomes } from './steps.ts';
import type { Bypass, Swallowed } from './ways-around.ts';

export type Access = 'anonymous' | 'optional' | 'authenticated' | 'unknown';

/** What a route is for, judged by its path, its method and what it does; null for an ordinary route. */
export type Purpose =
  | 'login'
  | 'logout'
  | 'registration'
  | 'recovery'
  | 'callback'
  | 'refresh'
  | 'health'
  | 'metrics'
  | 'console'
  | 'docs'
  | 'webhook'
  | 'static'
  | 'fallback'
  | 'discovery';

export interface Route {
  readonly id: number;
  readonly app: number;
  /** Upper case; `ALL` for any. */
  readonly method: string;
  /** Full path after mounts and prefixes, in the framework's own spelling. */
  readonly path: string;
  /** The call that registers it. */
  readonly at: Place;
  /** The scope it is registered in. */
  readonly scope: number;
  /** Global order of its registration. */
  readonly order: number;
  /** The mounts that lead to it, from the app inwards. */
  readonly mounts: readonly Place[];
  readonly conditions: readonly Condition[];
  /** Everything a request to it passes, in order; the route's own steps last, and the handler the very last. */
  readonly chain: readonly ChainLink[];
  /** Steps that would match its requests but are installed where it has already answered. */
  readonly late: readonly LateLink[];
  readonly preflight: Preflight;
  readonly access: Access;
  /** The link that decides `access`: it rejects the anonymous caller; null when none does. */
  readonly guard: number | null;
  /** True when the deciding step never verifies: a forged credential passes. */
  readonly forgeable: boolean;
  /** One sentence: why `access` is believed. */
  readonly why: string;
  readonly schemes: readonly string[];
  readonly requirements: readonly string[];
  readonly purpose: Purpose | null;
  /** Declared public in the configuration (`publicRoutes`). */
  readonly declaredPublic: boolean;
  /** An earlier route that takes all its requests. */
  readonly shadowedBy: number | null;
  readonly gaps: readonly Gap[];
  /** What decorators or options say of it to those steps that look. */
  readonly marks: readonly Mark[];
  /** The schemes that its documentation says it demands, and where it says so. */
  readonly documented: readonly { readonly name: string; readonly at: Place }[];
  readonly samples: readonly string[];
  /** Headers by which its requests are told apart from others for its path, each with a value that it takes. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A guard's rejection that somebody makes an answer of, so that it keeps nobody out. */
  readonly swallowed?: Swallowed;
}

/** Something written on a route or its class for steps to read: a role, a permission, an exemption. */
export interface Mark {
  /** As a person would call it: `roles`. */
  readonly name: string;
  /** What it says: `admin, editor`; null when it is a mere flag. */
  readonly text: string | null;
  readonly at: Place;
  /** Some step of the route's own chain reads it. */
  readonly isRead: boolean;
  /** Says that the route is open: what reads it lets callers pass here whom it turns away elsewhere. */
  readonly opens: boolean;
  /** Some guard of the program reads such marks, and where one is installed; null when it is installed nowhere. */
  readonly reader: { readonly step: number | null; readonly elsewhere: 'class' | 'handler' | null } | null;
}

export interface ChainLink {
  readonly step: number;
  /** `some`: for some of the route's paths only, or only under `conditions`. */
  readonly covers: 'all' | 'some';
  readonly conditions: readonly Condition[];
  /** For requests to this very route. */
  readonly outcome: Outcomes;
  /** Principal properties that it reads and that no step before it has left for anybody. */
  readonly absent: readonly string[];
  /** A spelling of the same route that the framework serves all the same and that this step lets pass. */
  readonly bypass: Bypass | null;
}

export interface LateLink {
  readonly step: number;
  readonly outcome: Outcomes;
  readonly covers: 'all' | 'some';
  /** `below`: written below the route or its mount in the same scope. `outside`: added to a finished router from elsewhere. `snapshot`: after the child was copied. `missed`: refused or ignored by the framework, or run when the answer has left. `replaced`: run when the handler has made its answer, of which it makes another. */
  readonly how: 'below' | 'outside' | 'snapshot' | 'missed' | 'replaced';
}

/** What the browser's OPTIONS question to the route's path meets. */
export interface Preflight {
  /** `cors`: a CORS step answers. `rejected`: a step rejects it. `automatic`: the framework answers by itself, without CORS headers. `handled`: some handler answers. */
  readonly answer: 'cors' | 'rejected' | 'automatic' | 'handled' | 'unknown';
  /** The step that answers or rejects. */
  readonly by: number | null;
  /** A CORS step that stands behind the one that rejects. */
  readonly corsBehind: number | null;
}
