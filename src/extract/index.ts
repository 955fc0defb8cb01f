import type { Facts } from '#facts';
import { moduleFacts } from './typescript/modules.ts';
import { type Comment, dialectOf, parse } from './typescript/parse.ts';
import { MAX_DEPTH, NestedTooDeep } from './typescript/reading.ts';
import type { Tree } from './typescript/tree.ts';

export interface ExtractResult {
  readonly facts: Facts | null;
  /** Why there are no facts, as one sentence; null when there are. */
  readonly problem: string | null;
}

/** What a file says. Never throws for what the text holds. `file` decides only the language. */
export function extract(file: string, text: string): ExtractResult {
  const parsed = parse(file, text);
  if (parsed.program === null) return { facts: null, problem: parsed.problem };
  try {
    return { facts: moduleFacts(parsed.program, parsed.comments, text), problem: null };
  } catch (error) {
    if (error instanceof NestedTooDeep) return { facts: null, problem: error.message };
    if (error instanceof RangeError) return { facts: null, problem: new NestedTooDeep(MAX_DEPTH).message };
    throw error;
  }
}

/** The comments of a text, in order; none when it cannot be parsed. */
export function commentsOf(file: string, text: string): readonly Comment[] {
  const parsed = parse(file, text);
  return parsed.program === null ? [] : parsed.comments;
}

/** The same facts from a tree that another parser of this shape made. Throws `NestedTooDeep`. */
export function factsFromProgram(program: Tree, comments: readonly Comment[], text: string): Facts {
  return moduleFacts(program, comments, text);
}

export { type Comment, dialectOf, NestedTooDeep, type Tree };
