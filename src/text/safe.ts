/**
 * Control characters, line separators and direction marks: whatever could move the cursor, change colours, forge another
 * line of output or show text in another order than it has.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for.
export const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * What a build server would take for a command anywhere in a line of its log: `##[…]` is one for GitHub and Azure, which
 * also know `##vso[…]`, and `##teamcity[…]` is one for TeamCity.
 */
const COMMAND = /#(?=#(?:vso|teamcity)?\[)/g;

/** The only way for text of the analysed code to reach an output. */
export function safe(text: string): string {
  return text.replace(UNSAFE, escaped).replace(COMMAND, '\\x23');
}

/** The same for text that is to be compared: no two texts become one. */
export function unmistakable(text: string): string {
  return safe(text.replaceAll('\\', '\\\\'));
}

function escaped(char: string): string {
  if (char === '\n') return '\\n';
  if (char === '\r') return '\\r';
  if (char === '\t') return '\\t';
  const code = char.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
