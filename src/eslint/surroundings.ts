/** What ESLint and oxlint hand to a rule and expect of a plugin, as far as it is used: none of their types is needed to run. */
export interface RuleContext {
  readonly cwd: string;
  readonly filename: string;
  /** Another one than `filename` when the text is a part of a file, such as a code block in Markdown. */
  readonly physicalFilename: string;
  readonly options: readonly unknown[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sourceCode: SourceCode;
  readonly languageOptions?: { readonly parser?: unknown };
  report(problem: Problem): void;
}

export interface SourceCode {
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each parser has its own type for the same tree
  readonly ast: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  getAllComments(): readonly any[];
  getLocFromIndex(index: number): Position;
}

/** Lines count from 1, columns from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Fixer {
  replaceTextRange(range: [number, number], text: string): unknown;
}

export interface Suggestion {
  readonly desc: string;
  readonly fix: (fixer: Fixer) => unknown[];
}

export type Problem = {
  readonly suggest?: readonly Suggestion[];
  readonly loc: { readonly start: Position; readonly end: Position };
} & (
  | { readonly message: string }
  | { readonly messageId: string; readonly data: Readonly<Record<string, string | number>> }
);

export interface RuleModule {
  readonly meta: {
    readonly type: 'problem' | 'suggestion';
    readonly docs: { readonly description: string; readonly url: string; readonly recommended: boolean };
    readonly hasSuggestions?: true;
    readonly messages: Readonly<Record<string, string>>;
    readonly schema: readonly OptionsSchema[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: a `RuleContext`, which ESLint 9, ESLint 10 and oxlint type differently
  create(context: any): { Program(): void };
}

export interface OptionsSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly additionalProperties: false;
}

export interface PluginConfig {
  readonly name: string;
  readonly plugins: { readonly authlint: Plugin };
  readonly settings: { readonly authlint: { readonly preset: 'recommended' | 'strict' | 'audit' } };
  readonly rules: Readonly<Record<string, 'error' | 'warn'>>;
}

export interface Parser {
  readonly meta: { readonly name: string; readonly version: string };
  // biome-ignore lint/suspicious/noExplicitAny: each version of ESLint has its own type for a program
  parseForESLint(text: string, options?: any): any;
}

export interface Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Readonly<Record<string, RuleModule>>;
  readonly parser: Parser;
  readonly configs: Readonly<Record<'recommended' | 'strict' | 'audit', PluginConfig>>;
}
