import type { Meaning } from '#catalog';
import type { Preset, RuleSetting } from '#rule';

/** What a user may write; every key may be left out. */
export interface Config {
  readonly $schema?: string;
  readonly files?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  readonly preset?: Preset;
  readonly rules?: Readonly<Record<string, RuleConfig>>;
  readonly publicRoutes?: readonly string[];
  readonly loginRoutes?: readonly string[];
  readonly catalog?: Readonly<Record<string, CatalogConfig>>;
  readonly needles?: readonly string[];
  /** Settings of single packages of a monorepo, by folder. */
  readonly apps?: Readonly<Record<string, AppConfig>>;
}

/** What a package may have for itself; it comes on top of what holds for all. */
export type AppConfig = Pick<Config, 'preset' | 'rules' | 'publicRoutes' | 'loginRoutes'>;

export type Level = 'error' | 'warning' | 'info' | 'off';
type OptionConfig = Readonly<Record<string, boolean | number | string | readonly string[]>>;
export type RuleConfig =
  | Level
  | readonly [Level, OptionConfig]
  | { readonly severity?: Level; readonly options?: OptionConfig };

type StepRole =
  | 'authenticate'
  | 'authorize'
  | 'session'
  | 'cors'
  | 'csrf'
  | 'rate-limit'
  | 'headers'
  | 'cookies'
  | 'body'
  | 'log'
  | 'error';
type Ending = 'continues' | 'rejects' | 'answers';

/** One export of one's own code or of a package that authlint does not know. */
export type CatalogConfig = StepConfig | WrapperConfig | SchemeConfig | VerifierConfig;

/** A step: what it is for, and, where that is not what its role suggests, what it does with each caller. */
export interface StepConfig {
  readonly step: StepRole;
  /** True when the export has to be called to get the step: `requireRole('admin')`. */
  readonly factory?: boolean;
  readonly outcome?: {
    readonly none?: Ending;
    readonly bad?: Ending;
    readonly good?: Ending;
    readonly preflight?: Ending;
  };
  readonly status?: number;
  readonly scheme?: string;
  readonly establishes?: readonly string[];
}

/** A function that returns one of its arguments in another coat: `asyncHandler(f)` is `{ "wrapper": 0 }`. */
export interface WrapperConfig {
  readonly wrapper: number;
}

/** A class of schemes and the name it registers itself under. */
export interface SchemeConfig {
  readonly scheme: string;
  readonly kind?:
    | 'jwt'
    | 'bearer'
    | 'session'
    | 'basic'
    | 'api-key'
    | 'oauth'
    | 'oidc'
    | 'saml'
    | 'password'
    | 'custom';
}

/** A function that succeeds only for genuine credentials, given as argument number `verifies`. */
export interface VerifierConfig {
  readonly verifies: number;
  /** What it does with a bad credential; default `throws`. */
  readonly failure?: 'throws' | 'falsy';
  /** True when it returns a promise; default true. */
  readonly async?: boolean;
}

/** The configuration with its defaults filled in, in the words of the stages that use it. */
export interface Settings {
  readonly files: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly preset: Preset;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly publicRoutes: readonly string[];
  readonly loginRoutes: readonly string[];
  readonly catalog: readonly CatalogAddition[];
  readonly needles: readonly string[];
  readonly apps: readonly AppSettings[];
}

export interface AppSettings {
  /** Relative to the working directory. */
  readonly folder: string;
  /** Null for the one that holds for all. */
  readonly preset: Preset | null;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly publicRoutes: readonly string[];
  readonly loginRoutes: readonly string[];
}

export interface CatalogAddition {
  /** A package specifier, or a file relative to the working directory that starts with `./` or `../`. */
  readonly module: string;
  /** Member path as in the catalog; '' for the module itself. */
  readonly export: string;
  readonly meaning: Meaning;
}
