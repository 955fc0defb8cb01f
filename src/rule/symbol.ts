import type { Facts } from '#facts';

const DEEPEST = 4;
const LONGEST = 40;

interface Node {
  readonly at: number;
  readonly to: number;
}

/**
 * The name of the innermost function, class, member or variable around an offset, with those around it:
 * `AuthService.login`. Empty at the top of a module. It stays when lines move.
 */
export function symbolAt(facts: Facts, offset: number): string {
  const names: string[] = [];
  let around: unknown = facts.body;
  for (;;) {
    const inner = innerNode(around, offset);
    if (!inner) break;
    const name = nameOf(inner);
    if (name !== null && name !== names.at(-1)) names.push(name.slice(0, LONGEST));
    around = inner;
  }
  return names.slice(-DEEPEST).join('.');
}

/** The node directly below that contains the offset; lists and plain objects between two nodes are looked through. */
function innerNode(around: unknown, offset: number): Node | null {
  if (typeof around !== 'object' || around === null) return null;
  for (const part of Object.values(around)) {
    if (typeof part !== 'object' || part === null) continue;
    if (isNode(part)) {
      if (part.at <= offset && offset < part.to) return part;
    } else {
      const found = innerNode(part, offset);
      if (found) return found;
    }
  }
  return null;
}

function isNode(value: object): value is Node {
  return 'at' in value && 'to' in value;
}

const NAMED_STATEMENTS = new Set<unknown>(['function', 'class']);
const NAMED_EXPRESSIONS = new Set<unknown>(['function', 'class', 'property']);

function nameOf(node: Node & Partial<Record<'s' | 'k' | 'p' | 'kind' | 'name' | 'pattern', unknown>>): string | null {
  if (node.s === 'let') {
    const pattern = node.pattern as { readonly p?: unknown; readonly name?: unknown };
    return pattern.p === 'name' && typeof pattern.name === 'string' ? pattern.name : null;
  }
  const isMember = node.s === undefined && node.k === undefined && node.p === undefined && node.kind !== undefined;
  if (!isMember && !NAMED_STATEMENTS.has(node.s) && !NAMED_EXPRESSIONS.has(node.k)) return null;
  return typeof node.name === 'string' ? node.name : null;
}
