import { UNITS } from './frames.ts';
import { Scanner } from './scanner.ts';

/**
 * The parser is native and recursive: a file nested too deep overflows its stack, which ends the process and cannot be
 * caught. So the nesting is measured first, in one pass, as an upper bound of the parser's recursion. One level stands
 * for the costliest bracket; what nests without brackets (`else if`, `a => b =>`, `!!`) weighs a part of a level.
 */
export const MAX_LEVELS = 500;
const BUDGET = MAX_LEVELS * UNITS;

/** Brackets counted blindly, also in strings: stands in for the scanner where a hostile text leads it astray. */
const MAX_RAW_LEVELS = 3 * MAX_LEVELS;

export function isTooDeep(text: string, jsx: boolean): boolean {
  return text.length > MAX_LEVELS && (rawDepthExceeds(text, MAX_RAW_LEVELS) || new Scanner(text, jsx).exceeds(BUDGET));
}

/** By character code: 1 to 3 opens a bracket, 5 to 7 closes the same. */
const BRACKETS = new Uint8Array(128);
for (const [i, pair] of ['()', '[]', '{}'].entries()) {
  BRACKETS[pair.charCodeAt(0)] = i + 1;
  BRACKETS[pair.charCodeAt(1)] = i + 5;
}

function rawDepthExceeds(text: string, limit: number): boolean {
  const open = new Uint8Array(limit + 1);
  const counts = new Uint32Array(4);
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const bracket = code < 128 ? BRACKETS[code]! : 0;
    if (bracket === 0) continue;
    const kind = bracket & 3;
    if (bracket < 4) {
      if (depth === limit) return true;
      open[depth++] = kind;
      counts[kind]!++;
    } else if (counts[kind]! > 0) {
      // A closer without its opener, as in a text or a regular expression, closes nothing.
      while (open[--depth] !== kind) counts[open[depth]!]!--;
      counts[kind]!--;
    }
  }
  return false;
}
