import type { Declaration, Expression, Property } from '#facts';
import { expression } from './expressions.ts';
import { exportedName } from './names.ts';
import { endOf, type Reading, startOf } from './reading.ts';
import type { Tree } from './tree.ts';

type Constant = string | number;

/** Constant members by name, of the enum being read. */
interface Members {
  readonly enumName: string;
  readonly values: Map<string, Constant>;
}

/** `enum E { A, B = 'b' }` is `const E = { A: 0, B: 'b' }`; the reverse mapping is left out. */
export function enumDeclaration(n: Tree, r: Reading): Declaration {
  const known: Members = { enumName: n['id'].name, values: new Map() };
  const properties: Property[] = [];
  let next: number | null = 0;
  for (const m of (n['body']?.members ?? n['members']) as readonly Tree[]) {
    const written: Tree | null = m['initializer'] ?? null;
    const value: Constant | null = written ? finite(evaluate(written, known)) : next;
    const name = exportedName(m['id']);
    if (value !== null) known.values.set(name, value);
    next = typeof value === 'number' ? value + 1 : null;
    properties.push({
      k: 'property',
      kind: 'value',
      name,
      value: memberValue(m, written, value, r),
      at: startOf(m),
      to: endOf(m),
    });
  }
  const at = startOf(n);
  const to = endOf(n);
  const bound = { p: 'name', name: known.enumName, at: startOf(n['id']), to: endOf(n['id']) } as const;
  return { s: 'let', kind: 'const', pattern: bound, init: { k: 'object', properties, at, to }, type: null, at, to };
}

function memberValue(m: Tree, written: Tree | null, value: Constant | null, r: Reading): Expression {
  const at = startOf(written ?? m);
  const to = endOf(written ?? m);
  if (value !== null) return { k: 'literal', value, at, to };
  return written ? expression(written, r) : { k: 'unknown', what: m.type, at, to };
}

/** The value of a constant enum expression; null for what only run time knows. */
function evaluate(n: Tree, known: Members): Constant | null {
  switch (n.type) {
    case 'Literal':
      return typeof n['value'] === 'string' || typeof n['value'] === 'number' ? n['value'] : null;
    case 'Identifier':
      return known.values.get(n['name']) ?? null;
    case 'MemberExpression':
      return n['object'].name === known.enumName && !n['computed']
        ? (known.values.get(n['property'].name) ?? null)
        : null;
    case 'TemplateLiteral':
      return evaluateTemplate(n, known);
    case 'UnaryExpression':
      return unary(n['operator'], evaluate(n['argument'], known));
    case 'BinaryExpression':
      return binary(n['operator'], evaluate(n['left'], known), evaluate(n['right'], known));
    default:
      return null;
  }
}

function evaluateTemplate(n: Tree, known: Members): string | null {
  let text: string = n['quasis'][0].value.cooked;
  for (const [i, part] of (n['expressions'] as readonly Tree[]).entries()) {
    const value = evaluate(part, known);
    if (value === null) return null;
    text += value + n['quasis'][i + 1].value.cooked;
  }
  return text;
}

// JSON has neither NaN, nor Infinity, nor a negative zero.
function finite(value: Constant | null): Constant | null {
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? value + 0 : null;
}

function unary(op: string, of: Constant | null): Constant | null {
  if (typeof of !== 'number') return null;
  if (op === '-') return -of;
  if (op === '~') return ~of;
  return op === '+' ? of : null;
}

function binary(op: string, left: Constant | null, right: Constant | null): Constant | null {
  if (left === null || right === null) return null;
  if (op === '+' && (typeof left === 'string' || typeof right === 'string')) return `${left}${right}`;
  if (typeof left === 'string' || typeof right === 'string') return null;
  return ARITHMETIC[op]?.(left, right) ?? null;
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '>>>': (a, b) => a >>> b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
};
