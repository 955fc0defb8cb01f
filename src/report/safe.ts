import { safe, UNSAFE } from '#text';

export { safe };

/** `##[` would be a command of a build server, when JSON is printed into its log. */
const COMMAND = /#(?=#(?:vso|teamcity)?\[)/g;

/** JSON escapes C0 by itself; the others would reach a terminal raw when JSON is printed on one. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => line.replace(UNSAFE, escaped).replace(COMMAND, '\\u0023'))
    .join('\n');
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours may stand before the text.
const LINE_COMMAND = /^((?:\s|\u001b\[[0-9;]*m)*):(?=:)/gm;

/**
 * For finished text that people read. GitHub takes a line that starts with `::`, spaces aside, for a command, and text of
 * the analysed code may come to stand there: as a file name, or where a sentence was wrapped.
 */
export function commandless(text: string): string {
  return text.replace(LINE_COMMAND, '$1\\x3a');
}
