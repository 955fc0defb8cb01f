import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { CallExpression, Symbol as CheckerSymbol, Expression, SourceFile } from 'ts-morph';
import { Node, Project, SyntaxKind, ts } from 'ts-morph';
import type { Place } from '#text';

/** What TypeScript's checker makes of an expression: the places it leads to in the program, and the packages. */
export interface Resolved {
  readonly places: readonly Place[];
  readonly packages: readonly string[];
  /** True when it may lead elsewhere too: a variable that is assigned to, a parameter, the result of a promise. */
  readonly open: boolean;
}

const nothing: Resolved = { places: [], packages: [], open: false };
const anything: Resolved = { ...nothing, open: true };
const depth = 12;

/** Asks ts-morph's checker where expressions of a program lead. */
export class Checker {
  readonly #project: Project;
  readonly #cwd: string;

  constructor(cwd: string, files: readonly string[]) {
    this.#cwd = cwd;
    this.#project = new Project({
      skipAddingFilesFromTsConfig: true,
      skipFileDependencyResolution: true,
      compilerOptions: {
        allowJs: true,
        noEmit: true,
        skipLibCheck: true,
        esModuleInterop: true,
        types: [],
        target: ts.ScriptTarget.ESNext,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        ...pathsOf(cwd),
      },
    });
    for (const file of files) this.#project.addSourceFileAtPath(join(cwd, file));
  }

  /** The expression at a place; null when there is none of exactly this extent. */
  expression(place: Place): Node | null {
    const source = this.#project.getSourceFile(join(this.#cwd, place.file));
    let node: Node | undefined = source?.getDescendantAtStartWithWidth(place.start, place.end - place.start);
    while (Node.isExpressionStatement(node) || Node.isSyntaxList(node)) node = node.getFirstChild();
    return node ?? null;
  }

  resolve(node: Node, left = depth): Resolved {
    const expression = unwrapped(node);
    if (left === 0) return anything;
    const inner = (part: Node) => this.resolve(part, left - 1);
    if (isFunctionLike(expression)) return this.#at(expression);
    if (Node.isArrayLiteralExpression(expression))
      return union([this.#at(expression), ...expression.getElements().map(inner)]);
    if (Node.isSpreadElement(expression)) return inner(expression.getExpression());
    if (Node.isConditionalExpression(expression))
      return union([inner(expression.getWhenTrue()), inner(expression.getWhenFalse())]);
    if (Node.isBinaryExpression(expression)) return union([inner(expression.getLeft()), inner(expression.getRight())]);
    if (Node.isNewExpression(expression)) return union([this.#at(expression), inner(expression.getExpression())]);
    if (Node.isCallExpression(expression)) return this.#call(expression, left);
    if (!Node.isIdentifier(expression) && !Node.isPropertyAccessExpression(expression)) return anything;
    const symbol = Node.isIdentifier(expression) ? expression.getSymbol() : expression.getNameNode().getSymbol();
    if (symbol) return this.#symbol(symbol, left - 1);
    // A member of something from a package that has no types.
    return Node.isPropertyAccessExpression(expression)
      ? { ...inner(expression.getExpression()), places: [] }
      : anything;
  }

  /** A call, what it calls, what that returns, on what, and with what. */
  #call(call: CallExpression, left: number): Resolved {
    const callee = call.getExpression();
    if (callee.getText() === 'require' || Node.isImportExpression(callee)) return anything;
    const receiver = Node.isPropertyAccessExpression(callee) ? [this.resolve(callee.getExpression(), left - 1)] : [];
    const args = call.getArguments().map((argument) => ({ ...this.resolve(argument, left - 1), open: false }));
    return union([
      this.#at(call),
      this.resolve(callee, left - 1),
      ...receiver,
      ...args,
      ...this.#returned(callee, left - 1),
    ]);
  }

  #returned(callee: Node, left: number): Resolved[] {
    const symbol = Node.isIdentifier(callee) ? callee.getSymbol() : undefined;
    const target = symbol?.isAlias() ? symbol.getAliasedSymbol() : symbol;
    return (target?.getDeclarations() ?? []).flatMap((declaration) => {
      const value = Node.isVariableDeclaration(declaration) ? declaration.getInitializer() : declaration;
      if (!value || packageIn(value.getSourceFile())) return [];
      if (Node.isArrowFunction(value) && !Node.isBlock(value.getBody())) return [this.resolve(value.getBody(), left)];
      return value.getDescendantsOfKind(SyntaxKind.ReturnStatement).flatMap((statement) => {
        const result = statement.getExpression();
        return result ? [{ ...this.resolve(result, left), open: false }] : [];
      });
    });
  }

  #symbol(symbol: CheckerSymbol, left: number): Resolved {
    const target = symbol.isAlias() ? (symbol.getAliasedSymbol() ?? symbol) : symbol;
    const declarations = target.getDeclarations();
    const known = declarations.length > 0 ? declarations : symbol.getDeclarations();
    return known.length === 0 ? anything : union(known.map((declaration) => this.#declaration(declaration, left)));
  }

  #declaration(declaration: Node, left: number): Resolved {
    const outside = packageIn(declaration.getSourceFile()) ?? packageImportedBy(declaration);
    if (outside) return { ...nothing, packages: [outside] };
    if (Node.isShorthandPropertyAssignment(declaration)) {
      const value = declaration.getValueSymbol();
      return value ? this.#symbol(value, left) : anything;
    }
    if (Node.isExportAssignment(declaration)) return this.resolve(declaration.getExpression(), left);
    if (
      Node.isFunctionDeclaration(declaration) ||
      Node.isMethodDeclaration(declaration) ||
      Node.isClassDeclaration(declaration)
    ) {
      return this.#at(declaration);
    }
    // `exports.list = …` in a script.
    const assigned = declaration.getParent();
    if (Node.isBinaryExpression(assigned)) return union([this.#at(assigned), this.resolve(assigned.getRight(), left)]);
    const value = Node.isInitializerExpressionGetable(declaration) ? declaration.getInitializer() : undefined;
    if (!value || Node.isParameterDeclaration(declaration) || Node.isBindingElement(declaration)) return anything;
    const isFinal =
      !Node.isVariableDeclaration(declaration) || declaration.getVariableStatement()?.getDeclarationKind() === 'const';
    return { ...union([this.#at(declaration), this.resolve(value, left)]), ...(isFinal ? {} : { open: true }) };
  }

  #at(node: Node): Resolved {
    return { ...nothing, places: [this.#place(node)] };
  }

  #place(node: Node): Place {
    const file = relative(this.#cwd, node.getSourceFile().getFilePath()).replaceAll('\\', '/');
    return { file, start: node.getStart(), end: node.getEnd() };
  }
}

function union(all: readonly Resolved[]): Resolved {
  return {
    places: all.flatMap((one) => one.places),
    packages: all.flatMap((one) => one.packages),
    open: all.some((one) => one.open),
  };
}

function unwrapped(node: Node): Node {
  let inner = node;
  while (
    Node.isAsExpression(inner) ||
    Node.isNonNullExpression(inner) ||
    Node.isParenthesizedExpression(inner) ||
    Node.isSatisfiesExpression(inner)
  ) {
    inner = inner.getExpression();
  }
  return inner;
}

function isFunctionLike(node: Node): node is Expression {
  return Node.isArrowFunction(node) || Node.isFunctionExpression(node) || Node.isClassExpression(node);
}

/** The package that a file of node_modules belongs to; types count for what they describe. */
function packageIn(source: SourceFile): string | null {
  const inside = source.getFilePath().split('/node_modules/').at(-1)!;
  if (inside === source.getFilePath()) return null;
  const [first = '', second = ''] = inside.split('/');
  if (first === '@types')
    return second.replace(/^(.+)__(.+)$/, '@$1/$2').replace('express-serve-static-core', 'express');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** For imports that lead nowhere because the package is not installed or has no types. */
function packageImportedBy(declaration: Node): string | null {
  const statement = declaration.getFirstAncestor((node) => Node.isImportDeclaration(node)) ?? declaration;
  const specifier = Node.isImportDeclaration(statement) ? statement.getModuleSpecifierValue() : required(declaration);
  if (!specifier || specifier.startsWith('.') || specifier.startsWith('#') || specifier.startsWith('/')) return null;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function required(declaration: Node): string | null {
  const variable = declaration.getFirstAncestor((node) => Node.isVariableDeclaration(node)) ?? declaration;
  const value = Node.isVariableDeclaration(variable) ? variable.getInitializer() : undefined;
  const call = value && (/^require\(\s*['"]([^'"]+)['"]\s*\)/.exec(value.getText())?.[1] ?? null);
  return call ?? null;
}

function pathsOf(cwd: string): { baseUrl?: string; paths?: Record<string, string[]> } {
  const file = join(cwd, 'tsconfig.json');
  if (!existsSync(file)) return {};
  const { config } = ts.parseConfigFileTextToJson(file, readFileSync(file, 'utf8'));
  const { baseUrl, paths } = config?.compilerOptions ?? {};
  return {
    ...(baseUrl ? { baseUrl: join(dirname(file), baseUrl) } : paths ? { baseUrl: cwd } : {}),
    ...(paths ? { paths } : {}),
  };
}
