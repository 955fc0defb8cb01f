import type { Gap } from './certainty.ts';
import type { Disclosure, Weakness } from './disclosures.ts';
import type { Route } from './routes.ts';
import type { Scheme, SchemeUse } from './schemes.ts';
import type { App, Scope } from './scopes.ts';
import type { Step } from './steps.ts';
import type { PrincipalStorage, SecretUse, TokenUse } from './tokens.ts';

/** The whole program as a pipeline: plain data, made by the linker, read by rules and reporters. */
export interface Model {
  readonly apps: readonly App[];
  /** Every route as served: a router that is mounted twice gives two routes. Sorted by app, then by place. */
  readonly routes: readonly Route[];
  /** All steps, installed anywhere; `Step.id` is the index. */
  readonly steps: readonly Step[];
  /** All scopes; `Scope.id` is the index. */
  readonly scopes: readonly Scope[];
  readonly schemes: readonly Scheme[];
  readonly schemeUses: readonly SchemeUse[];
  readonly tokens: readonly TokenUse[];
  readonly secrets: readonly SecretUse[];
  readonly disclosures: readonly Disclosure[];
  readonly weaknesses: readonly Weakness[];
  readonly storages: readonly PrincipalStorage[];
  /** The schemes that documentations of the program define, for readers and API explorers; null where there is none, or not all is known. */
  readonly documentedSchemes: readonly string[] | null;
  /** Routes that asked for a credential before the change that is judged, and ask for none now; none where no change is. */
  readonly opened?: ReadonlySet<number>;
  readonly gaps: readonly Gap[];
}
