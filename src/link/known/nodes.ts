/**
 * Whether something within a tree of facts is meant: `isMeant` says so of a node, or `null` where what stands within it is to be
 * asked instead.
 */
export function someNode(node: unknown, isMeant: (node: Readonly<Record<string, unknown>>) => boolean | null): boolean {
  if (Array.isArray(node)) return node.some((one) => someNode(one, isMeant));
  if (node === null || typeof node !== 'object') return false;
  return isMeant(node as Record<string, unknown>) ?? Object.values(node).some((one) => someNode(one, isMeant));
}

/** Whether a node is a variable of this name. */
export function isReference(node: unknown, name: string): boolean {
  const { k, name: own } = (node ?? {}) as { readonly k?: unknown; readonly name?: unknown };
  return k === 'ref' && own === name;
}

/** Whether a variable of this name occurs within. */
export function mentions(node: unknown, name: string): boolean {
  return someNode(node, (one) => isReference(one, name) || null);
}
