import type { Declaration, Pattern, Statement } from '#facts';
import { classExpression } from './classes.ts';
import { enumDeclaration } from './enums.ts';
import { expression } from './expressions.ts';
import { functionExpression } from './functions.ts';
import { dottedExpression, namespaceDeclaration } from './namespaces.ts';
import { assignmentTarget, pattern } from './patterns.ts';
import { descend, endOf, type Reading, startOf } from './reading.ts';
import type { Tree } from './tree.ts';
import { annotation } from './types.ts';

export function statements(nodes: readonly Tree[], r: Reading): Statement[] {
  const out: Statement[] = [];
  for (const n of nodes) statement(n, r, out);
  return out;
}

/** Appends what a statement says: nothing for types, several for `const a = 1, b = 2`. */
export function statement(n: Tree, r: Reading, out: Statement[]): void {
  descend(r);
  dispatch(n, r, out);
  r.depth--;
}

function dispatch(n: Tree, r: Reading, out: Statement[]): void {
  switch (n.type) {
    case 'ExpressionStatement':
      out.push({ s: 'expression', value: expression(n['expression'], r), at: startOf(n), to: endOf(n) });
      break;
    case 'VariableDeclaration':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
    case 'TSImportEqualsDeclaration':
      if (!n['declare']) declaration(n, r, out);
      break;
    case 'ReturnStatement':
      out.push({
        s: 'return',
        value: n['argument'] ? expression(n['argument'], r) : null,
        at: startOf(n),
        to: endOf(n),
      });
      break;
    case 'IfStatement':
      out.push(branch(n, r));
      break;
    case 'BlockStatement':
      out.push({ s: 'block', label: null, body: statements(n['body'], r), at: startOf(n), to: endOf(n) });
      break;
    case 'ThrowStatement':
      out.push({ s: 'throw', value: expression(n['argument'], r), at: startOf(n), to: endOf(n) });
      break;
    case 'TryStatement':
      out.push(tried(n, r));
      break;
    case 'SwitchStatement':
      out.push(switched(n, r));
      break;
    default:
      iteration(n, r, out);
  }
}

function declaration(n: Tree, r: Reading, out: Statement[]): void {
  const at = startOf(n);
  const to = endOf(n);
  switch (n.type) {
    case 'VariableDeclaration':
      for (const d of n['declarations'] as readonly Tree[]) out.push(variable(n, d, r));
      break;
    case 'FunctionDeclaration':
      out.push({ s: 'function', name: n['id']?.name ?? '*default*', value: functionExpression(n, r), at, to });
      break;
    case 'ClassDeclaration':
      out.push({ s: 'class', name: n['id']?.name ?? '*default*', value: classExpression(n, r), at, to });
      break;
    case 'TSEnumDeclaration':
      out.push(enumDeclaration(n, r));
      break;
    case 'TSModuleDeclaration':
      namespaceDeclaration(n, r, out);
      break;
    default:
      alias(n, r, out);
  }
}

/** `import a = b.c` in a namespace or module; `import a = require('b')` is an import fact and not a statement. */
function alias(n: Tree, r: Reading, out: Statement[]): void {
  const to: Tree = n['moduleReference'];
  if (n['importKind'] === 'type' || to.type === 'TSExternalModuleReference') return;
  out.push(constant(n, pattern(n['id'], r), dottedExpression(to, r)));
}

export function constant(n: Tree, bound: Pattern, init: Declaration['init']): Declaration {
  return { s: 'let', kind: 'const', pattern: bound, init, type: null, at: startOf(n), to: endOf(n) };
}

function variable(n: Tree, d: Tree, r: Reading): Declaration {
  const kind = n['kind'] === 'let' || n['kind'] === 'var' ? n['kind'] : 'const';
  return {
    s: 'let',
    kind,
    pattern: pattern(d['id'], r),
    init: d['init'] ? expression(d['init'], r) : null,
    type: annotation(d['id'].typeAnnotation, r),
    at: startOf(d),
    to: endOf(d),
  };
}

/** The statements under `if`, a loop or a label, with or without braces. */
function body(n: Tree | null | undefined, r: Reading): Statement[] {
  if (!n) return [];
  return statements(n.type === 'BlockStatement' ? n['body'] : [n], r);
}

function branch(n: Tree, r: Reading): Statement {
  const test = expression(n['test'], r);
  const then = body(n['consequent'], r);
  return { s: 'if', test, then, else: body(n['alternate'], r), at: startOf(n), to: endOf(n) };
}

function tried(n: Tree, r: Reading): Statement {
  const caught: Tree | null = n['handler'] ?? null;
  return {
    s: 'try',
    block: body(n['block'], r),
    param: caught?.['param'] ? pattern(caught['param'], r) : null,
    handler: caught ? body(caught['body'], r) : null,
    finalizer: body(n['finalizer'], r),
    at: startOf(n),
    to: endOf(n),
  };
}

function switched(n: Tree, r: Reading): Statement {
  const on = expression(n['discriminant'], r);
  const cases = n['cases'].map((c: Tree) => ({
    test: c['test'] ? expression(c['test'], r) : null,
    body: statements(c['consequent'], r),
  }));
  return { s: 'switch', on, cases, at: startOf(n), to: endOf(n) };
}

function iteration(n: Tree, r: Reading, out: Statement[]): void {
  const at = startOf(n);
  const to = endOf(n);
  switch (n.type) {
    case 'ForOfStatement':
    case 'ForInStatement':
      out.push(forEach(n, r));
      break;
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      out.push(loop(n, r));
      break;
    case 'LabeledStatement':
      out.push({ s: 'block', label: n['label'].name, body: body(n['body'], r), at, to });
      break;
    case 'BreakStatement':
      out.push({ s: 'break', label: n['label']?.name ?? null, at, to });
      break;
    case 'ContinueStatement':
      out.push({ s: 'continue', label: n['label']?.name ?? null, at, to });
      break;
    case 'TSExportAssignment':
      out.push({ s: 'export-assign', value: expression(n['expression'], r), at, to });
      break;
  }
}

function forEach(n: Tree, r: Reading): Statement {
  const left: Tree = n['left'];
  const declares = left.type === 'VariableDeclaration';
  return {
    s: 'for-each',
    over: n.type === 'ForInStatement' ? 'keys' : n['await'] ? 'promises' : 'values',
    pattern: declares ? pattern(left['declarations'][0].id, r) : assignmentTarget(left, r),
    declares,
    of: expression(n['right'], r),
    body: body(n['body'], r),
    at: startOf(n),
    to: endOf(n),
  };
}

function loop(n: Tree, r: Reading): Statement {
  return {
    s: 'loop',
    init: initial(n['init'], r),
    test: n['test'] ? expression(n['test'], r) : null,
    update: n['update'] ? expression(n['update'], r) : null,
    body: body(n['body'], r),
    bodyFirst: n.type === 'DoWhileStatement',
    at: startOf(n),
    to: endOf(n),
  };
}

function initial(n: Tree | null | undefined, r: Reading): Statement[] {
  if (!n || n.type === 'VariableDeclaration') return body(n, r);
  return [{ s: 'expression', value: expression(n, r), at: startOf(n), to: endOf(n) }];
}
