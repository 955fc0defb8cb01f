import type { ClassExpression, ClassMember, Expression } from '#facts';
import { expression } from './expressions.ts';
import { decoratorsOf, functionExpression, implicitFunction } from './functions.ts';
import { dottedName, propertyName } from './names.ts';
import { endOf, type Reading, startOf } from './reading.ts';
import { statements } from './statements.ts';
import type { Tree } from './tree.ts';
import { annotation } from './types.ts';

export function classExpression(n: Tree, r: Reading): ClassExpression {
  const decorators = decoratorsOf(n, r);
  const members: ClassMember[] = [];
  const parent = n['superClass'] ? expression(n['superClass'], r) : null;
  for (const m of n['body'].body as readonly Tree[]) {
    const read = member(m, r);
    if (read) members.push(read);
  }
  return {
    k: 'class',
    name: n['id'] ? n['id'].name : null,
    extends: parent,
    implements: implemented(n['implements']),
    decorators,
    members,
    at: startOf(n),
    to: endOf(n),
  };
}

function implemented(nodes: readonly Tree[] | null | undefined): string[] {
  const names = (nodes ?? []).map((i) => dottedName(i['expression']));
  return names.filter((name) => name !== null);
}

/** Null for what leaves nothing at run time: overloads, abstract and declared members, index signatures. */
function member(n: Tree, r: Reading): ClassMember | null {
  switch (n.type) {
    case 'MethodDefinition':
      return n['value'].body ? method(n, r) : null;
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return n['declare'] ? null : field(n, r);
    case 'StaticBlock':
      return staticBlock(n, r);
    default:
      return null;
  }
}

function method(n: Tree, r: Reading): ClassMember {
  const kind = n['kind'] === 'get' ? 'getter' : n['kind'] === 'set' ? 'setter' : 'method';
  const decorators = decoratorsOf(n, r);
  return named(n, kind, functionExpression(n['value'], r), decorators, r);
}

function field(n: Tree, r: Reading): ClassMember {
  const decorators = decoratorsOf(n, r);
  return named(n, 'field', n['value'] ? expression(n['value'], r) : null, decorators, r);
}

function named(
  n: Tree,
  kind: ClassMember['kind'],
  value: Expression | null,
  decorators: readonly Expression[],
  r: Reading,
): ClassMember {
  return {
    kind,
    name: propertyName(n, r),
    static: n['static'] === true,
    value,
    type: annotation(n['typeAnnotation'], r),
    decorators,
    at: startOf(n),
    to: endOf(n),
  };
}

function staticBlock(n: Tree, r: Reading): ClassMember {
  const value = implicitFunction(n, statements(n['body'], r), false);
  const at = startOf(n);
  return { kind: 'static-block', name: '', static: true, value, type: null, decorators: [], at, to: endOf(n) };
}
