import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { type Expression, FACTS_VERSION, type Facts, type Pattern } from '#facts';
import { LineTable } from '#text';

/** A file of JSON as the script that Node makes of it: `module.exports = …`. One sentence where Node would throw. */
export function dataFacts(text: string): Facts | string {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [error] = errors;
  if (error || !root) return `not valid JSON: syntax error on line ${new LineTable(text).at(error?.offset ?? 0).line}`;
  const value = expression(root);
  const { at, to } = value;
  const of = { k: 'ref', name: 'module', at, to } as const;
  const target: Pattern = {
    p: 'member',
    target: { k: 'member', of, name: 'exports', optional: false, nameAt: at, at, to },
    at,
    to,
  };
  return {
    version: FACTS_VERSION,
    kind: 'script',
    imports: [],
    exports: [],
    body: [{ s: 'expression', value: { k: 'assign', op: '=', target, value, at, to }, at, to }],
    suppressions: [],
  };
}

function expression(node: Node): Expression {
  const place = { at: node.offset, to: node.offset + node.length };
  const inside = node.children ?? [];
  if (node.type === 'array') return { k: 'array', items: inside.map(expression), ...place };
  if (node.type === 'object') return { k: 'object', properties: inside.map(property), ...place };
  // Facts have to survive JSON: `1e999` is read as Infinity.
  if (node.type === 'number' && !Number.isFinite(node.value)) return { k: 'unknown', what: 'Infinity', ...place };
  return { k: 'literal', value: node.value, ...place };
}

function property(node: Node) {
  const [name, value] = node.children as [Node, Node];
  const place = { at: node.offset, to: node.offset + node.length };
  return { k: 'property', kind: 'value', name: name.value as string, value: expression(value), ...place } as const;
}
