import type { Expression } from '#facts';
import { expression } from './expressions.ts';
import type { Reading } from './reading.ts';
import type { Tree } from './tree.ts';

/** `a.b`, `a.#b` and `a['b']` have a name; `a[0]` and `a[b]` have an expression. */
export function memberName(n: Tree, r: Reading): string | Expression {
  const key: Tree = n['property'];
  return n['computed'] ? (staticText(key) ?? expression(key, r)) : identifierName(key);
}

/** The key of an object property, class member or destructured property; `{ 404: … }` is named `404`. */
export function propertyName(n: Tree, r: Reading): string | Expression {
  const key: Tree = n['key'];
  if (key.type === 'Literal' && !key['regex']) return literalName(key);
  return n['computed'] ? (staticText(key) ?? expression(key, r)) : identifierName(key);
}

/** The name in `export { x as name }`, which may be quoted, and of an enum member. */
export function exportedName(n: Tree): string {
  return n.type === 'Literal' ? literalName(n) : (staticText(n) ?? identifierName(n));
}

function identifierName(n: Tree): string {
  return n.type === 'PrivateIdentifier' ? `#${n['name']}` : n['name'];
}

function literalName(n: Tree): string {
  return String(n['bigint'] || n['value']);
}

function staticText(n: Tree): string | null {
  if (n.type === 'Literal' && typeof n['value'] === 'string') return n['value'];
  if (n.type === 'TemplateLiteral' && n['expressions'].length === 0) return n['quasis'][0].value.cooked ?? null;
  return null;
}

/** `a.b.c` of a type name, of heritage, or of `import x = a.b.c`; null when it is not a dotted name. */
export function dottedName(n: Tree): string | null {
  switch (n.type) {
    case 'Identifier':
      return n['name'];
    case 'ThisExpression':
      return 'this';
    case 'TSQualifiedName':
      return joined(dottedName(n['left']), dottedName(n['right']));
    case 'MemberExpression':
      return n['computed'] ? null : joined(dottedName(n['object']), dottedName(n['property']));
    case 'TSImportType': {
      const source: Tree = n['source'] ?? n['argument'];
      const from = `import("${(source['literal'] ?? source).value}")`;
      return n['qualifier'] ? joined(from, dottedName(n['qualifier'])) : from;
    }
    default:
      return null;
  }
}

function joined(left: string | null, right: string | null): string | null {
  return left === null || right === null ? null : `${left}.${right}`;
}
