import type { Argument, Expression, Property, Spread } from '#facts';
import { classExpression } from './classes.ts';
import { functionExpression } from './functions.ts';
import { memberName, propertyName } from './names.ts';
import { assignmentTarget } from './patterns.ts';
import { descend, endOf, type Reading, startOf } from './reading.ts';
import type { Tree } from './tree.ts';

export function expression(n: Tree, r: Reading): Expression {
  descend(r);
  const result = dispatch(n, r);
  r.depth--;
  return result;
}

function dispatch(n: Tree, r: Reading): Expression {
  switch (n.type) {
    case 'Identifier':
      return { k: 'ref', name: n['name'], at: startOf(n), to: endOf(n) };
    case 'Literal':
      return literal(n);
    case 'MemberExpression':
    case 'CallExpression':
      return spine(n, r);
    case 'NewExpression':
      return construction(n, r);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return functionExpression(n, r);
    case 'ObjectExpression':
      return {
        k: 'object',
        properties: n['properties'].map((p: Tree) => property(p, r)),
        at: startOf(n),
        to: endOf(n),
      };
    case 'ArrayExpression':
      return array(n, r);
    case 'TemplateLiteral':
      return template(n, r);
    case 'AwaitExpression':
    case 'YieldExpression':
      return awaiting(n, r);
    case 'AssignmentExpression':
      return assignment(n, r);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operators(n, r);
    case 'ConditionalExpression':
      return conditional(n, r);
    case 'UnaryExpression':
      return { k: 'unary', op: n['operator'], of: expression(n['argument'], r), at: startOf(n), to: endOf(n) };
    case 'ThisExpression':
      return { k: 'this', at: startOf(n), to: endOf(n) };
    case 'Super':
      return { k: 'super', at: startOf(n), to: endOf(n) };
    case 'ClassExpression':
      return classExpression(n, r);
    default:
      return rare(n, r);
  }
}

function rare(n: Tree, r: Reading): Expression {
  switch (n.type) {
    case 'ChainExpression':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
      return expression(n['expression'], r);
    case 'UpdateExpression':
      return update(n, r);
    case 'SequenceExpression':
      return { k: 'sequence', items: expressions(n['expressions'], r), at: startOf(n), to: endOf(n) };
    case 'ImportExpression':
      return { k: 'import', from: expression(n['source'], r), at: startOf(n), to: endOf(n) };
    case 'TaggedTemplateExpression':
      return taggedTemplate(n, r);
    case 'MetaProperty':
      if (n['meta'].name === 'import') return { k: 'ref', name: 'import.meta', at: startOf(n), to: endOf(n) };
      return unknown(n, 'new.target');
    default:
      return unknown(n, n.type);
  }
}

export function unknown(n: Tree, what: string): Expression {
  return { k: 'unknown', what, at: startOf(n), to: endOf(n) };
}

export function expressions(nodes: readonly Tree[], r: Reading): Expression[] {
  return nodes.map((n) => expression(n, r));
}

function literal(n: Tree): Expression {
  const at = startOf(n);
  const to = endOf(n);
  if (n['regex']) return { k: 'regex', source: n['regex'].pattern, flags: n['regex'].flags, at, to };
  const value = n['bigint'] ? Number(n['bigint']) : n['value'];
  // JSON has no Infinity, which `1e999` is.
  if (typeof value === 'number' && !Number.isFinite(value)) return unknown(n, 'Infinity');
  return { k: 'literal', value, at, to };
}

// `a.b().c()…` and `a + b + …` lean to the left without end in real code: their spines are walked, not recursed.

function spine(n: Tree, r: Reading): Expression {
  const links: Tree[] = [];
  let base = n;
  for (;;) {
    if (base.type === 'MemberExpression') {
      links.push(base);
      base = base['object'];
    } else if (base.type === 'CallExpression') {
      links.push(base);
      base = base['callee'];
    } else if (base.type === 'ChainExpression' || base.type === 'TSNonNullExpression') {
      base = base['expression'];
    } else break;
  }
  descend(r, links.length);
  let result = expression(base, r);
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i]!;
    result = link.type === 'CallExpression' ? call(link, result, r) : member(link, result, r);
    r.depth--;
  }
  return result;
}

function call(n: Tree, callee: Expression, r: Reading): Expression {
  const args = argumentsOf(n['arguments'], r);
  return { k: 'call', callee, args, construct: false, optional: n['optional'] === true, at: startOf(n), to: endOf(n) };
}

function member(n: Tree, of: Expression, r: Reading): Expression {
  const name = memberName(n, r);
  const nameAt = startOf(n['property']);
  return { k: 'member', of, name, optional: n['optional'] === true, nameAt, at: startOf(n), to: endOf(n) };
}

function construction(n: Tree, r: Reading): Expression {
  const callee = expression(n['callee'], r);
  const args = argumentsOf(n['arguments'], r);
  return { k: 'call', callee, args, construct: true, optional: false, at: startOf(n), to: endOf(n) };
}

function operators(n: Tree, r: Reading): Expression {
  const links: Tree[] = [];
  let base = n;
  while (base.type === 'BinaryExpression' || base.type === 'LogicalExpression') {
    links.push(base);
    base = base['left'];
  }
  descend(r, links.length);
  let left = expression(base, r);
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i]!;
    const k = link.type === 'BinaryExpression' ? 'binary' : 'logical';
    const right = expression(link['right'], r);
    left = { k, op: link['operator'], left, right, at: startOf(link), to: endOf(link) };
    r.depth--;
  }
  return left;
}

function argumentsOf(nodes: readonly Tree[], r: Reading): Argument[] {
  return nodes.map((n) => argument(n, r));
}

function argument(n: Tree, r: Reading): Argument {
  return n.type === 'SpreadElement' ? spread(n, r) : expression(n, r);
}

function spread(n: Tree, r: Reading): Spread {
  return { k: 'spread', of: expression(n['argument'], r), at: startOf(n), to: endOf(n) };
}

function array(n: Tree, r: Reading): Expression {
  const elements: readonly (Tree | null)[] = n['elements'];
  return { k: 'array', items: elements.map((e) => (e ? argument(e, r) : null)), at: startOf(n), to: endOf(n) };
}

function property(n: Tree, r: Reading): Property | Spread {
  if (n.type === 'SpreadElement') return spread(n, r);
  const kind = n['kind'] === 'get' ? 'getter' : n['kind'] === 'set' ? 'setter' : 'value';
  const name = propertyName(n, r);
  return { k: 'property', kind, name, value: expression(n['value'], r), at: startOf(n), to: endOf(n) };
}

function template(n: Tree, r: Reading): Expression {
  // An escape that only a tag may see has no cooked text.
  const strings = n['quasis'].map((q: Tree) => q['value'].cooked ?? q['value'].raw);
  return { k: 'template', strings, values: expressions(n['expressions'], r), at: startOf(n), to: endOf(n) };
}

function taggedTemplate(n: Tree, r: Reading): Expression {
  const callee = expression(n['tag'], r);
  const args = [expression(n['quasi'], r)];
  return { k: 'call', callee, args, construct: false, optional: false, at: startOf(n), to: endOf(n) };
}

function awaiting(n: Tree, r: Reading): Expression {
  const at = startOf(n);
  const to = endOf(n);
  const of: Expression = n['argument'] ? expression(n['argument'], r) : { k: 'ref', name: 'undefined', at, to };
  const yields = n.type === 'AwaitExpression' ? null : n['delegate'] ? 'items' : 'value';
  return { k: 'await', of, yields, at, to };
}

function assignment(n: Tree, r: Reading): Expression {
  const target = assignmentTarget(n['left'], r);
  const value = expression(n['right'], r);
  return { k: 'assign', op: n['operator'], target, value, at: startOf(n), to: endOf(n) };
}

function update(n: Tree, r: Reading): Expression {
  const at = startOf(n);
  const to = endOf(n);
  const op = n['operator'] === '++' ? '+=' : '-=';
  return {
    k: 'assign',
    op,
    target: assignmentTarget(n['argument'], r),
    value: { k: 'literal', value: 1, at, to },
    at,
    to,
  };
}

function conditional(n: Tree, r: Reading): Expression {
  const test = expression(n['test'], r);
  const then = expression(n['consequent'], r);
  return { k: 'conditional', test, then, else: expression(n['alternate'], r), at: startOf(n), to: endOf(n) };
}
