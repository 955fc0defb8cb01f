import { type ModuleGraph, type ModuleNode, type Provider, tokenOf } from './modules.ts';

interface Located {
  readonly node: ModuleNode;
  readonly provider: Provider;
}

/** The provider that a token stands for in a module: its own, what its imports have, what is global, and last what anybody has. */
export function locate(graph: ModuleGraph, node: ModuleNode, key: unknown): Located | null {
  return find(node, key, new Set()) ?? anywhere(graph, key);
}

function find(node: ModuleNode, key: unknown, seen: Set<ModuleNode>): Located | null {
  if (seen.has(node)) return null;
  seen.add(node);
  // Of several, the last wins.
  const own = node.providers.findLast((provider) => provider.token === key);
  if (own) return { node, provider: own };
  for (const child of node.imports) {
    const found = find(child, key, seen);
    if (found) return found;
  }
  return null;
}

function anywhere({ nodes }: ModuleGraph, key: unknown): Located | null {
  for (const isGlobal of [true, false]) {
    for (const node of nodes) {
      const provider = node.isGlobal === isGlobal ? node.providers.find((one) => one.token === key) : undefined;
      if (provider) return { node, provider };
    }
  }
  return null;
}

/** Whether a module has something for a token: of its own, of what it imports or of a global module that exports it. */
export function isVisible({ nodes }: ModuleGraph, node: ModuleNode, key: unknown): boolean {
  const shared = [...node.imports, ...nodes.filter(({ isGlobal }) => isGlobal)];
  return node.providers.some(({ token }) => token === key) || shared.some((one) => gives(one, key, new Set()));
}

/** What is exported is a provider, or a module with all that it exports: https://docs.nestjs.com/modules#shared-modules */
function gives(node: ModuleNode, key: unknown, seen: Set<ModuleNode>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  if (node.exports === null) return true;
  const tokens = node.exports.map(tokenOf);
  if (tokens.includes(key)) return true;
  return node.imports.some((one) => tokens.includes(one.home.env) && gives(one, key, seen));
}
