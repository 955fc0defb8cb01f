/**
 * What one file says: its setup program. Plain JSON, a pure function of the text (same text, same facts), with no path
 * inside, so that facts can be cached by content and shared between machines. Offsets are UTF-16.
 *
 * TypeScript-only syntax (`as`, `satisfies`, `!`, type arguments, parentheses) is seen through: `(x as T)!` is `x`.
 */
export const FACTS_VERSION = 4;

export interface Facts {
  readonly version: typeof FACTS_VERSION;
  /** `esm` when the file has an import or export declaration, else `script` (CommonJS or plain script). */
  readonly kind: 'esm' | 'script';
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** The module body in order. Declarations under `export` stand here too; `exports` says under which names. */
  readonly body: readonly Statement[];
  readonly suppressions: readonly SuppressionFact[];
}

/** One import declaration, in source order; type-only imports carry `typeOnly` and are not evaluated. */
export interface ImportFact {
  readonly from: string;
  readonly typeOnly: boolean;
  /** `imported` is `default`, `*` (namespace), `=` (`import x = require()`), or the exported name. */
  readonly names: readonly { readonly imported: string; readonly local: string }[];
  readonly at: number;
  readonly to: number;
}

export type ExportFact =
  /** `export { local as name }`, `export const name`, `export default` (local is `*default*` when anonymous). */
  | { readonly kind: 'local'; readonly name: string; readonly local: string }
  /** `export { imported as name } from`, `export * as name from` (imported is `*`). */
  | { readonly kind: 'from'; readonly name: string; readonly from: string; readonly imported: string }
  /** `export * from`. */
  | { readonly kind: 'star'; readonly from: string };

/** `authlint-disable-next-line rule, rule until 2027-01-31 -- reason`; `authlint-disable …` is for the whole file; others are unknown. */
export interface SuppressionFact {
  readonly kind: 'next-line' | 'file' | 'unknown';
  readonly rules: readonly string[];
  readonly until: string | null;
  readonly reason: string | null;
  readonly at: number;
  readonly to: number;
  /** Offset of the first character after the comment's line: the suppressed line starts here. */
  readonly nextLine: number;
}

interface Node {
  readonly at: number;
  readonly to: number;
}

// ---------------------------------------------------------------------------------------------------------- expressions

export type Expression =
  | Literal
  | RegexLiteral
  | Template
  | Reference
  | Member
  | Call
  | FunctionExpression
  | ClassExpression
  | ObjectExpression
  | ArrayExpression
  | Conditional
  | Logical
  | Binary
  | Unary
  | Await
  | Assignment
  | DynamicImport
  | Sequence
  | This
  | UnknownExpression;

export interface Literal extends Node {
  readonly k: 'literal';
  /** BigInts are given as their number. */
  readonly value: string | number | boolean | null;
}

export interface RegexLiteral extends Node {
  readonly k: 'regex';
  readonly source: string;
  readonly flags: string;
}

/** A template literal: strings alternate with expressions, strings first and last. Tagged templates are calls. */
export interface Template extends Node {
  readonly k: 'template';
  readonly strings: readonly string[];
  readonly values: readonly Expression[];
}

/** A bare identifier; `undefined`, `require`, `module`, `process` are references too. */
export interface Reference extends Node {
  readonly k: 'ref';
  readonly name: string;
}

/** `of.name` or `of[name]`; private names keep their `#`. */
export interface Member extends Node {
  readonly k: 'member';
  readonly of: Expression;
  readonly name: string | Expression;
  readonly optional: boolean;
  /** Where the property name itself starts. */
  readonly nameAt: number;
}

export interface Call extends Node {
  readonly k: 'call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
  readonly construct: boolean;
  readonly optional: boolean;
}

export type Argument = Expression | Spread;

export interface Spread extends Node {
  readonly k: 'spread';
  readonly of: Expression;
}

export interface FunctionExpression extends Node {
  readonly k: 'function';
  readonly name: string | null;
  readonly params: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly async: boolean;
  readonly generator: boolean;
  /** Arrow functions take `this` and `arguments` from where they stand. */
  readonly arrow: boolean;
  /**
   * What `Function.length` is at run time: parameters before the first one with a default or rest.
   * Express decides by it what an error handler is (`semantics` E03).
   */
  readonly length: number;
}

export interface Parameter extends Node {
  readonly pattern: Pattern;
  readonly default: Expression | null;
  readonly rest: boolean;
  readonly type: TypeFact | null;
  readonly decorators: readonly Expression[];
  /** `constructor(private readonly x: X)` also assigns `this.x`. */
  readonly property: boolean;
}

/** A written type, as far as it can name a framework's value. `express.Application` is one dotted name. */
export interface TypeFact {
  readonly name: string;
  readonly args: readonly TypeFact[];
  /** For `{ app: Express }`: property types. */
  readonly members: readonly { readonly name: string; readonly type: TypeFact }[];
}

export interface ClassExpression extends Node {
  readonly k: 'class';
  readonly name: string | null;
  readonly extends: Expression | null;
  readonly implements: readonly string[];
  readonly decorators: readonly Expression[];
  readonly members: readonly ClassMember[];
}

export interface ClassMember extends Node {
  readonly kind: 'method' | 'getter' | 'setter' | 'field' | 'static-block';
  /** `constructor` is a method of that name. */
  readonly name: string | Expression;
  readonly static: boolean;
  /** A FunctionExpression for methods, getters, setters and static blocks; the initial value of a field. */
  readonly value: Expression | null;
  readonly type: TypeFact | null;
  readonly decorators: readonly Expression[];
}

export interface ObjectExpression extends Node {
  readonly k: 'object';
  readonly properties: readonly (Property | Spread)[];
}

export interface Property extends Node {
  readonly k: 'property';
  readonly kind: 'value' | 'getter' | 'setter';
  readonly name: string | Expression;
  readonly value: Expression;
}

export interface ArrayExpression extends Node {
  readonly k: 'array';
  /** Holes are null. */
  readonly items: readonly (Argument | null)[];
}

export interface Conditional extends Node {
  readonly k: 'conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly else: Expression;
}

export interface Logical extends Node {
  readonly k: 'logical';
  readonly op: '&&' | '||' | '??';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Binary extends Node {
  readonly k: 'binary';
  /** `+ - * / == != === !== < <= > >= in instanceof …` as written. */
  readonly op: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Node {
  readonly k: 'unary';
  /** `! - + ~ typeof void delete`; `++`/`--` are assignments. */
  readonly op: string;
  readonly of: Expression;
}

/** `await x`; `yield x` and `yield* x`, by which the generator around it yields. */
export interface Await extends Node {
  readonly k: 'await';
  readonly of: Expression;
  readonly yields: 'value' | 'items' | null;
}

export interface Assignment extends Node {
  readonly k: 'assign';
  /** `=`, `+=`, `||=`, `??=`, … ; `x++` is `+=` with literal 1. */
  readonly op: string;
  readonly target: Pattern;
  readonly value: Expression;
}

export interface DynamicImport extends Node {
  readonly k: 'import';
  readonly from: Expression;
}

export interface Sequence extends Node {
  readonly k: 'sequence';
  readonly items: readonly Expression[];
}

export interface This extends Node {
  readonly k: 'this' | 'super';
}

export interface UnknownExpression extends Node {
  readonly k: 'unknown';
  /** The node type that was not understood, e.g. `JSXElement`. */
  readonly what: string;
}

// ------------------------------------------------------------------------------------------------------------- patterns

export type Pattern =
  | { readonly p: 'name'; readonly name: string; readonly at: number; readonly to: number }
  | {
      readonly p: 'object';
      readonly properties: readonly { readonly key: string | Expression; readonly value: Pattern }[];
      readonly rest: Pattern | null;
      readonly at: number;
      readonly to: number;
    }
  | {
      readonly p: 'array';
      readonly items: readonly (Pattern | null)[];
      readonly rest: Pattern | null;
      readonly at: number;
      readonly to: number;
    }
  | {
      readonly p: 'default';
      readonly of: Pattern;
      readonly value: Expression;
      readonly at: number;
      readonly to: number;
    }
  /** Assignment to `a.b`. */
  | { readonly p: 'member'; readonly target: Member; readonly at: number; readonly to: number };

// ----------------------------------------------------------------------------------------------------------- statements

export type Statement =
  | Declaration
  | FunctionDeclaration
  | ClassDeclaration
  | ExpressionStatement
  | Return
  | Throw
  | If
  | ForEach
  | Loop
  | Try
  | Switch
  | Block
  | Jump
  | ExportAssignment;

/** One declarator of `const`/`let`/`var`/`using`. TypeScript enums are a `const` bound to an object expression. */
export interface Declaration extends Node {
  readonly s: 'let';
  readonly kind: 'const' | 'let' | 'var';
  readonly pattern: Pattern;
  readonly init: Expression | null;
  readonly type: TypeFact | null;
}

/** Hoisted to the top of its block. `export default function () {}` is named `*default*`. */
export interface FunctionDeclaration extends Node {
  readonly s: 'function';
  readonly name: string;
  readonly value: FunctionExpression;
}

export interface ClassDeclaration extends Node {
  readonly s: 'class';
  readonly name: string;
  readonly value: ClassExpression;
}

export interface ExpressionStatement extends Node {
  readonly s: 'expression';
  readonly value: Expression;
}

export interface Return extends Node {
  readonly s: 'return';
  readonly value: Expression | null;
}

export interface Throw extends Node {
  readonly s: 'throw';
  readonly value: Expression;
}

export interface If extends Node {
  readonly s: 'if';
  readonly test: Expression;
  readonly then: readonly Statement[];
  readonly else: readonly Statement[];
}

/** `for (x of xs)`, `for await`, `for (k in o)`. */
export interface ForEach extends Node {
  readonly s: 'for-each';
  readonly over: 'values' | 'promises' | 'keys';
  readonly pattern: Pattern;
  /** False when the loop assigns to an existing binding instead of declaring one. */
  readonly declares: boolean;
  readonly of: Expression;
  readonly body: readonly Statement[];
}

/** `for(;;)`, `while`, `do while`, which runs its body first. */
export interface Loop extends Node {
  readonly s: 'loop';
  readonly init: readonly Statement[];
  readonly test: Expression | null;
  readonly update: Expression | null;
  readonly body: readonly Statement[];
  readonly bodyFirst: boolean;
}

export interface Try extends Node {
  readonly s: 'try';
  readonly block: readonly Statement[];
  readonly param: Pattern | null;
  /** null when there is no catch clause. */
  readonly handler: readonly Statement[] | null;
  readonly finalizer: readonly Statement[];
}

export interface Switch extends Node {
  readonly s: 'switch';
  readonly on: Expression;
  /** `test` is null for `default`. */
  readonly cases: readonly { readonly test: Expression | null; readonly body: readonly Statement[] }[];
}

export interface Block extends Node {
  readonly s: 'block';
  readonly label: string | null;
  readonly body: readonly Statement[];
}

export interface Jump extends Node {
  readonly s: 'break' | 'continue';
  readonly label: string | null;
}

/** `export = value`. (`export default value` is a `let` of the local `*default*`.) */
export interface ExportAssignment extends Node {
  readonly s: 'export-assign';
  readonly value: Expression;
}
