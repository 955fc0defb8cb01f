import type { Facts } from '#facts';
import { dataFacts } from './json/data.ts';
import { isTooDeep, MAX_LEVELS } from './typescript/depth.ts';
import { moduleFacts } from './typescript/modules.ts';
import { type Comment, dialectOf as dialectOfCode, parse } from './typescript/parse.ts';
import { MAX_DEPTH, NestedTooDeep } from './typescript/reading.ts';
import type { Tree } from './typescript/tree.ts';

export interface ExtractResult {
  readonly facts: Facts | null;
  /** Why there are no facts, as one sentence; null when there are. */
  readonly problem: string | null;
}

/** What a file says. Never throws for what the text holds. `file` decides only the language. */
export function extract(file: string, text: string): ExtractResult {
  if (isData(file)) return extractData(text);
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

function extractData(text: string): ExtractResult {
  if (isTooDeep(text, false)) return { facts: null, problem: new NestedTooDeep(MAX_LEVELS).message };
  const facts = dataFacts(text);
  return typeof facts === 'string' ? { facts: null, problem: facts } : { facts, problem: null };
}

/** Data that is imported as a module. */
export function isData(file: string): boolean {
  return file.endsWith('.json');
}

/** What a file's name decides about its facts: texts of one dialect with the same words say the same. */
export function dialectOf(file: string): string {
  return isData(file) ? 'json' : dialectOfCode(file);
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

export { type Comment, NestedTooDeep, type Tree };
