import type { Confidence, Model, Route } from '#model';
import type { Place } from '#text';
import type { Fix } from './fix.ts';

export type Severity = 'error' | 'warning' | 'info';
export type Preset = 'recommended' | 'strict' | 'audit';
export type Topic =
  | 'ordering'
  | 'coverage'
  | 'guards'
  | 'schemes'
  | 'login'
  | 'cors'
  | 'disclosure'
  | 'tokens'
  | 'sessions'
  | 'errors';

/** The names between braces in a message: `'{route} is open'` has `route`. */
export type Placeholders<M extends string> = M extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type Data<M extends string> = [Placeholders<M>] extends [never]
  ? { readonly data?: undefined }
  : { readonly data: Readonly<Record<Placeholders<M>, string | number>> };

/** A further place that the finding's story needs, with its own sentence (a message id). */
type Also<Messages extends Record<string, string>> = {
  [Id in keyof Messages & string]: { readonly at: Place; readonly message: Id } & Data<Messages[Id]>;
}[keyof Messages & string];

/** What a rule yields: a message id, its typed data, the line to change, and the other lines of the story. */
export type Report<Messages extends Record<string, string>> = {
  [Id in keyof Messages & string]: {
    readonly message: Id;
    readonly at: Place;
    readonly also?: readonly Also<Messages>[];
    /** Default: the rule's own severity. */
    readonly severity?: Severity;
    /** Default `high`. `recommended` shows high only, `strict` medium too, `audit` all. */
    readonly confidence?: Confidence;
    readonly fix?: Fix;
    /** The routes that it is about, all of them, where one more of them would be one more hole: each is known for itself. */
    readonly routes?: readonly Route[];
    /** What identifies it besides its routes, or besides the function it stands in: a step, a scheme, a setting. */
    readonly key: string;
  } & Data<Messages[Id]>;
}[keyof Messages & string];

export type Options = Readonly<Record<string, OptionDeclaration>>;

/** Options are flat; each has a default and a sentence of help. */
export type OptionDeclaration =
  | { readonly kind: 'flag'; readonly default: boolean; readonly help: string }
  | { readonly kind: 'list'; readonly default: readonly string[]; readonly help: string }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly default: string; readonly help: string }
  | { readonly kind: 'count'; readonly default: number; readonly help: string };

type OptionValue<O> = O extends { kind: 'flag' }
  ? boolean
  : O extends { kind: 'list' }
    ? readonly string[]
    : O extends { kind: 'count' }
      ? number
      : string;

export type OptionValues<O extends Options> = { readonly [K in keyof O]: OptionValue<O[K]> };

export interface RuleDefinition<Messages extends Record<string, string>, O extends Options = Options> {
  readonly id: string;
  /** One line, a noun phrase for the defect. */
  readonly summary: string;
  readonly severity: Severity;
  readonly topic: Topic;
  /** The narrowest preset that runs it; wider ones include it. */
  readonly preset: Preset;
  readonly since: string;
  readonly cwe: readonly number[];
  /**
   * Sentences with `{placeholders}`. A primary message says the defect and its consequence in one sentence
   * ("a preflight is answered 401"); a message used in `also` says what stands at that line.
   */
  readonly messages: Messages;
  /** One sentence of remedy, shown below the frame. */
  readonly remedy: string;
  /** True when some of its findings say how they could be mended. */
  readonly mends?: true;
  readonly options?: O;
  check(model: Model, options: OptionValues<O>): Generator<Report<Messages>>;
}

/** Types a rule: message data against placeholders, option values against declarations. */
export function defineRule<
  const Messages extends Record<string, string>,
  const O extends Options = Record<never, never>,
>(rule: RuleDefinition<Messages, O>): RuleDefinition<Messages, O> {
  return rule;
}

/** A rule whose own types are forgotten, for registries and runners. */
export interface Rule extends Omit<RuleDefinition<Record<string, string>, Options>, 'check' | 'options'> {
  readonly options?: Options;
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds rules of all option and message types.
  check(model: Model, options: any): Generator<any>;
}
