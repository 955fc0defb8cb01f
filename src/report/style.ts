import picocolors from 'picocolors';

export interface Look {
  readonly color: boolean;
  /** Columns; null where lines may be as long as they like. */
  readonly width: number | null;
}

export type Colors = ReturnType<typeof picocolors.createColors>;

export function colorsOf(look: Look): Colors {
  return picocolors.createColors(look.color);
}

/** Columns that a text takes in a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += widthOfChar(char);
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const EMPTY = /[\p{Mn}\p{Me}\p{Cf}]/u;

function widthOfChar(char: string): number {
  if (char >= ' ' && char <= '~') return 1;
  return WIDE.test(char) ? 2 : EMPTY.test(char) ? 0 : 1;
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Cut to a number of columns, with an ellipsis where something is missing. */
export function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let taken = '';
  let used = 0;
  for (const char of text) {
    used += widthOfChar(char);
    if (used > width - 1) break;
    taken += char;
  }
  return `${taken}…`;
}

/** Breaks at spaces; further lines are indented. */
export function wrap(text: string, width: number | null, indent: string): string {
  if (width === null) return indent + text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(indent) + widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join('\n');
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
