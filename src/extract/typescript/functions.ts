import type { Expression, FunctionExpression, Parameter, Statement } from '#facts';
import { expression, expressions } from './expressions.ts';
import { pattern } from './patterns.ts';
import { afterDecorators, endOf, type Reading, startOf } from './reading.ts';
import { statements } from './statements.ts';
import type { Tree } from './tree.ts';
import { annotation } from './types.ts';

export function functionExpression(n: Tree, r: Reading): FunctionExpression {
  const params = parameters(n['params'], r);
  return {
    k: 'function',
    name: n['id'] ? n['id'].name : null,
    params,
    body: n['body'] ? functionBody(n['body'], r) : [],
    async: n['async'] === true,
    generator: n['generator'] === true,
    arrow: n.type === 'ArrowFunctionExpression',
    length: runtimeLength(params),
    at: startOf(n),
    to: endOf(n),
  };
}

/** A function that the source does not write as one: a static block, a namespace. */
export function implicitFunction(n: Tree, body: readonly Statement[], arrow: boolean): FunctionExpression {
  const at = startOf(n);
  const to = endOf(n);
  return { k: 'function', name: null, params: [], body, async: false, generator: false, arrow, length: 0, at, to };
}

export function decoratorsOf(n: Tree, r: Reading): Expression[] {
  const decorators: readonly Tree[] | null | undefined = n['decorators'];
  if (!decorators || decorators.length === 0) return [];
  return expressions(
    decorators.map((d) => d['expression']),
    r,
  );
}

function functionBody(n: Tree, r: Reading): Statement[] {
  if (n.type === 'BlockStatement') return statements(n['body'], r);
  return [{ s: 'return', value: expression(n, r), at: startOf(n), to: endOf(n) }];
}

function parameters(nodes: readonly Tree[], r: Reading): Parameter[] {
  const written = nodes.filter((n) => !(n.type === 'Identifier' && n['name'] === 'this'));
  return written.map((n) => parameter(n, r));
}

function parameter(n: Tree, r: Reading): Parameter {
  const property = n.type === 'TSParameterProperty';
  const inner: Tree = property ? n['parameter'] : n;
  const rest = inner.type === 'RestElement';
  const defaulted = inner.type === 'AssignmentPattern';
  const target: Tree = rest ? inner['argument'] : defaulted ? inner['left'] : inner;
  const bound = pattern(target, r);
  return {
    pattern: bound,
    default: defaulted ? expression(inner['right'], r) : null,
    rest,
    type: annotation(target['typeAnnotation'] ?? inner['typeAnnotation'], r),
    decorators: decoratorsOf(property || inner['decorators']?.length ? (property ? n : inner) : target, r),
    property,
    at: property ? bound.at : afterDecorators(inner, r),
    to: endOf(n),
  };
}

function runtimeLength(params: readonly Parameter[]): number {
  const first = params.findIndex((p) => p.default !== null || p.rest);
  return first < 0 ? params.length : first;
}
