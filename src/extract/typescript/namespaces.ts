import type { Declaration, Expression, Property, Statement } from '#facts';
import { expression } from './expressions.ts';
import { implicitFunction } from './functions.ts';
import { boundNames } from './patterns.ts';
import { descend, endOf, type Reading, startOf } from './reading.ts';
import { statement } from './statements.ts';
import type { Tree } from './tree.ts';

/**
 * `namespace X { const a = 1; export const b = a }` is what TypeScript makes of it: `const X = (() => { const a = 1;
 * const b = a; return { b } })()`. One that holds only types leaves nothing.
 */
export function namespaceDeclaration(n: Tree, r: Reading, out: Statement[]): void {
  if (n['id'].type === 'Literal' || n['kind'] === 'global' || !n['body']) return;
  const path = namePath(n['id']);
  descend(r, path.length * 3);
  let value = instance(n, n['body'], r);
  r.depth -= path.length * 3;
  if (value === null) return;
  for (const name of path.slice(1).reverse()) value = wrapped(n, name.name, value);
  const first = path[0]!;
  if (out.some((s) => declares(s, first.name))) out.push(merged(n, first.name, value));
  else out.push(bound(n, first, value));
}

interface Name {
  readonly name: string;
  readonly at: number;
  readonly to: number;
}

function namePath(n: Tree): Name[] {
  const path: Name[] = [];
  let rest = n;
  for (; rest.type === 'TSQualifiedName'; rest = rest['left']) path.unshift(nameOf(rest['right']));
  path.unshift(nameOf(rest));
  return path;
}

function nameOf(n: Tree): Name {
  return { name: n['name'], at: startOf(n), to: endOf(n) };
}

function instance(n: Tree, body: Tree, r: Reading): Expression | null {
  const out: Statement[] = [];
  const exported: string[] = [];
  if (body.type === 'TSModuleDeclaration') {
    namespaceDeclaration(body, r, out);
    exported.push(...declaredNames(out));
  } else {
    descend(r);
    for (const s of body['body'] as readonly Tree[]) {
      if (s.type === 'ExportNamedDeclaration') exported.push(...exportedDeclaration(s, r, out));
      else statement(s, r, out);
    }
    r.depth--;
  }
  if (out.length === 0) return null;
  const at = startOf(n);
  const to = endOf(n);
  const names = [...new Set(exported)];
  const properties = names.map((name): Property => property(n, name, { k: 'ref', name, at, to }));
  out.push({ s: 'return', value: { k: 'object', properties, at, to }, at, to });
  const callee = implicitFunction(n, out, true);
  return { k: 'call', callee, args: [], construct: false, optional: false, at, to };
}

/** Appends the declaration under an `export` and returns the names it declares. */
export function exportedDeclaration(n: Tree, r: Reading, out: Statement[]): string[] {
  const before = out.length;
  if (n['declaration']) statement(n['declaration'], r, out);
  return declaredNames(out.slice(before));
}

function declaredNames(list: readonly Statement[]): string[] {
  return list.flatMap((s) => {
    if (s.s === 'let') return boundNames(s.pattern);
    return s.s === 'function' || s.s === 'class' ? [s.name] : [];
  });
}

function declares(s: Statement, name: string): boolean {
  if (s.s === 'let') return s.pattern.p === 'name' && s.pattern.name === name;
  return (s.s === 'function' || s.s === 'class') && s.name === name;
}

function property(n: Tree, name: string, value: Expression): Property {
  return { k: 'property', kind: 'value', name, value, at: startOf(n), to: endOf(n) };
}

function wrapped(n: Tree, name: string, value: Expression): Expression {
  return { k: 'object', properties: [property(n, name, value)], at: startOf(n), to: endOf(n) };
}

function bound(n: Tree, name: Name, init: Expression): Declaration {
  const target = { p: 'name', ...name } as const;
  return { s: 'let', kind: 'const', pattern: target, init, type: null, at: startOf(n), to: endOf(n) };
}

/** A namespace beside a class, function or enum of its name adds members to that. */
function merged(n: Tree, name: string, value: Expression): Statement {
  const at = startOf(n);
  const to = endOf(n);
  const object: Expression = { k: 'ref', name: 'Object', at, to };
  const callee: Expression = { k: 'member', of: object, name: 'assign', optional: false, nameAt: at, at, to };
  const args: Expression[] = [{ k: 'ref', name, at, to }, value];
  return { s: 'expression', value: { k: 'call', callee, args, construct: false, optional: false, at, to }, at, to };
}

/** `a.b.c` of `import x = a.b.c` as the expression that it reads. */
export function dottedExpression(n: Tree, r: Reading): Expression {
  if (n.type !== 'TSQualifiedName') return expression(n, r);
  const of = dottedExpression(n['left'], r);
  const nameAt = startOf(n['right']);
  return { k: 'member', of, name: n['right'].name, optional: false, nameAt, at: startOf(n), to: endOf(n) };
}
