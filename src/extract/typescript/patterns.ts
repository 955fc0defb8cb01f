import type { Expression, Member, Pattern } from '#facts';
import { expression } from './expressions.ts';
import { propertyName } from './names.ts';
import { afterDecorators, descend, endOf, type Reading, startOf } from './reading.ts';
import type { Tree } from './tree.ts';

export function pattern(n: Tree, r: Reading): Pattern {
  descend(r);
  const result = dispatch(n, r);
  r.depth--;
  return result;
}

/** In `(x as T) = 1` and `x! += 1` the target is `x`. */
export function assignmentTarget(n: Tree, r: Reading): Pattern {
  return pattern(n, r);
}

function dispatch(n: Tree, r: Reading): Pattern {
  const at = startOf(n);
  const to = endOf(n);
  switch (n.type) {
    case 'Identifier':
      return { p: 'name', name: n['name'], at: afterDecorators(n, r), to };
    case 'ObjectPattern':
      return objectPattern(n, r);
    case 'ArrayPattern':
      return arrayPattern(n, r);
    case 'AssignmentPattern':
      return { p: 'default', of: pattern(n['left'], r), value: expression(n['right'], r), at, to };
    case 'MemberExpression':
      return { p: 'member', target: expression(n, r) as Member, at, to };
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return pattern(n['expression'], r);
    default:
      // `f() = 1` is an error only at run time: it binds nothing.
      return { p: 'object', properties: [], rest: null, at, to };
  }
}

function objectPattern(n: Tree, r: Reading): Pattern {
  const properties: { key: string | Expression; value: Pattern }[] = [];
  let rest: Pattern | null = null;
  for (const p of n['properties'] as readonly Tree[]) {
    if (p.type === 'RestElement') rest = pattern(p['argument'], r);
    else properties.push({ key: propertyName(p, r), value: pattern(p['value'], r) });
  }
  return { p: 'object', properties, rest, at: afterDecorators(n, r), to: endOf(n) };
}

function arrayPattern(n: Tree, r: Reading): Pattern {
  const items: (Pattern | null)[] = [];
  let rest: Pattern | null = null;
  for (const element of n['elements'] as readonly (Tree | null)[]) {
    if (element?.type === 'RestElement') rest = pattern(element['argument'], r);
    else items.push(element ? pattern(element, r) : null);
  }
  return { p: 'array', items, rest, at: afterDecorators(n, r), to: endOf(n) };
}

/** The names that a pattern binds, in order. */
export function boundNames(p: Pattern, names: string[] = []): string[] {
  if (p.p === 'name') names.push(p.name);
  else if (p.p === 'default') boundNames(p.of, names);
  else if (p.p !== 'member') {
    for (const part of p.p === 'object' ? p.properties.map((x) => x.value) : p.items) if (part) boundNames(part, names);
    if (p.rest) boundNames(p.rest, names);
  }
  return names;
}
