import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Symbol as CheckerSymbol, Expression, SourceFile } from 'ts-morph';
import { Node, Project, ts } from 'ts-morph';
import type { Place } from '#text';

/** What TypeScript's checker makes of an expression: the places it leads to in the program, and the packages. */
export interface Resolved {
  readonly places: readonly Place[];
  readonly packages: readonly string[];
}

const nothing: Resolved = { places: [], packages: [] };
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

  /** null where the checker cannot tell either. */
  resolve(node: Node, left = depth): Resolved | null {
    const expression = unwrapped(node);
    if (left === 0) return null;
    if (isFunctionLike(expression)) return { places: [this.#place(expression)], packages: [] };
    if (Node.isCallExpression(expression) || Node.isNewExpression(expression)) {
      const callee = this.resolve(expression.getExpression(), left - 1);
      const args = (expression.getArguments() ?? []).map((argument) => this.resolve(argument, left - 1));
      return union([{ places: [this.#place(expression)], packages: [] }, callee, ...args]);
    }
    if (Node.isIdentifier(expression) || Node.isPropertyAccessExpression(expression)) {
      const symbol = Node.isIdentifier(expression) ? expression.getSymbol() : expression.getNameNode().getSymbol();
      if (symbol) return this.#symbol(symbol, left - 1);
      // A member of something from a package that has no types.
      const owner = Node.isPropertyAccessExpression(expression)
        ? this.resolve(expression.getExpression(), left - 1)
        : null;
      return owner && owner.packages.length > 0 ? { places: [], packages: owner.packages } : null;
    }
    return null;
  }

  #symbol(symbol: CheckerSymbol, left: number): Resolved | null {
    const target = symbol.isAlias() ? (symbol.getAliasedSymbol() ?? symbol) : symbol;
    const declarations = target.getDeclarations();
    const known = declarations.length > 0 ? declarations : symbol.getDeclarations();
    return union(known.map((declaration) => this.#declaration(declaration, left)));
  }

  #declaration(declaration: Node, left: number): Resolved | null {
    const outside = packageIn(declaration.getSourceFile());
    if (outside) return { places: [], packages: [outside] };
    const imported = packageImportedBy(declaration);
    if (imported) return { places: [], packages: [imported] };
    if (Node.isParameterDeclaration(declaration)) return null;
    if (Node.isShorthandPropertyAssignment(declaration)) {
      const value = declaration.getValueSymbol();
      return value ? this.#symbol(value, left) : null;
    }
    const own = { places: [this.#place(declaration)], packages: [] };
    if (Node.isExportAssignment(declaration)) return union([own, this.resolve(declaration.getExpression(), left)]);
    if (Node.isBindingElement(declaration)) return null;
    const value = Node.isInitializerExpressionGetable(declaration) ? declaration.getInitializer() : undefined;
    return value ? union([own, this.resolve(value, left)]) : own;
  }

  #place(node: Node): Place {
    const file = relative(this.#cwd, node.getSourceFile().getFilePath()).replaceAll('\\', '/');
    return { file, start: node.getStart(), end: node.getEnd() };
  }
}

function union(all: readonly (Resolved | null)[]): Resolved | null {
  const found = all.filter((one) => one !== null);
  if (found.length === 0) return null;
  return found.reduce(
    (sum, one) => ({ places: [...sum.places, ...one.places], packages: [...sum.packages, ...one.packages] }),
    nothing,
  );
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
