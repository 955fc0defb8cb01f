import type { Tree } from './tree.ts';

/** The extractor's own recursion is bounded here and not by the stack, so that facts do not depend on who calls. */
export const MAX_DEPTH = 2500;

export class NestedTooDeep extends Error {
  constructor(limit: number) {
    super(`nested too deep to analyse (more than ${limit} levels)`);
  }
}

/** What every extracting function is handed beside its node. */
export interface Reading {
  readonly text: string;
  depth: number;
}

export function descend(r: Reading, levels = 1): void {
  r.depth += levels;
  if (r.depth > MAX_DEPTH) throw new NestedTooDeep(MAX_DEPTH);
}

export function startOf(n: Tree): number {
  return n.range ? n.range[0] : (n.start as number);
}

export function endOf(n: Tree): number {
  return n.range ? n.range[1] : (n.end as number);
}

/** Offset of the first token after the decorators: one parser counts a parameter's decorators into its range. */
export function afterDecorators(n: Tree, r: Reading): number {
  const decorators: readonly Tree[] = n['decorators'] ?? [];
  const last = decorators[decorators.length - 1];
  const start = startOf(n);
  if (last === undefined || endOf(last) <= start) return start;
  const gap = /(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*/y;
  gap.lastIndex = endOf(last);
  gap.test(r.text);
  return gap.lastIndex;
}
