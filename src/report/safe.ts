/**
 * Control characters, line separators and direction marks: whatever could move the cursor, change colours, forge another
 * line of output or show text in another order than it has.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The only way for text of the analysed code to reach an output. */
export function safe(text: string): string {
  return text.replace(UNSAFE, escapeOne);
}

/** JSON escapes C0 by itself; the others would reach a terminal raw when JSON is printed on one. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => line.replace(UNSAFE, (char) => `\\u${hex(char, 4)}`))
    .join('\n');
}

function escapeOne(char: string): string {
  if (char === '\n') return '\\n';
  if (char === '\r') return '\\r';
  if (char === '\t') return '\\t';
  return char.charCodeAt(0) < 256 ? `\\x${hex(char, 2)}` : `\\u${hex(char, 4)}`;
}

function hex(char: string, digits: number): string {
  return char.charCodeAt(0).toString(16).padStart(digits, '0');
}
