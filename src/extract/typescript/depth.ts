import { UNITS } from './frames.ts';
import { Scanner } from './scanner.ts';
import { isWordCode } from './words.ts';

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
  return !isSmall(text) && (rawDepthExceeds(text, MAX_RAW_LEVELS) || new Scanner(text, jsx).exceeds(BUDGET));
}

/** The most units that a character adds which is in no word. */
const WEIGHTS = new Uint8Array(128).fill(2);
for (const c of '([{') WEIGHTS[c.charCodeAt(0)] = UNITS;
WEIGHTS['<'.charCodeAt(0)] = 7;
WEIGHTS['='.charCodeAt(0)] = 6;
for (const c of ':*') WEIGHTS[c.charCodeAt(0)] = 4;
for (const c of ' \t\r\n,;"\'') WEIGHTS[c.charCodeAt(0)] = 0;
for (let code = 0; code < 128; code++) if (isWordCode(code)) WEIGHTS[code] = 0;
/** The most units that a word adds. */
const WORD = 6;

/** Whether all brackets, operators and words of a text, were they all nested, would still not be too deep: most texts. */
function isSmall(text: string): boolean {
  let units = 0;
  let inWord = false;
  for (let i = 0; i < text.length && units <= BUDGET; i++) {
    const code = text.charCodeAt(i);
    const isWord = isWordCode(code);
    units += isWord && !inWord ? WORD : code < 128 ? WEIGHTS[code]! : 0;
    inWord = isWord;
  }
  return units <= BUDGET;
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
