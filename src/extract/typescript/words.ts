/** Words and literals, as far as `scanner.ts` must tell them apart. */

interface Word {
  /** Units that it adds to the nesting, being followed by what it applies to. */
  units: number;
  /** Its nesting is that of a statement: it outlives a comma and a semicolon before `else`. */
  statement: boolean;
  /** Its parenthesis is followed by a statement. */
  header: boolean;
  /** After it stands an operand, so that `/` begins a regular expression and `<` an element. */
  operand: boolean;
  /** After a complete operand it goes on with it, even on a new line. */
  continues: boolean;
}

function words(): ReadonlyMap<string, Word> {
  const all = new Map<string, Word>();
  const mark = (list: string, traits: Partial<Word>): void => {
    for (const name of list.split(' ')) {
      const word = all.get(name) ?? { units: 0, statement: false, header: false, operand: false, continues: false };
      all.set(name, Object.assign(word, traits));
    }
  };
  mark('if while for with do', { units: 6, statement: true });
  mark('yield', { units: 6 });
  mark('extends function class namespace module', { units: 3 });
  mark('typeof void delete await new keyof infer unique readonly async', { units: 2 });
  mark('as satisfies in instanceof', { units: 1 });
  mark('if while for with', { header: true });
  mark('typeof void delete await yield new keyof infer unique readonly return throw case', { operand: true });
  mark('in instanceof of else do extends default', { operand: true });
  mark('in instanceof as satisfies extends is of from implements new', { continues: true });
  return all;
}

export const WORDS = words();

const WORD_CODES = new Uint8Array(128);
for (const c of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$#\\') WORD_CODES[c.charCodeAt(0)] = 1;

/** Letters, digits, and what else a name or a number is made of. */
export function isWordCode(code: number): boolean {
  return code < 128 ? WORD_CODES[code] === 1 : code !== 0xa0 && code !== 0xfeff && code !== 0x2028 && code !== 0x2029;
}

/** The offset after the string that starts at `start`; null when it has no end. JSX attributes have no escapes. */
export function stringEnd(text: string, start: number, quote: number, inTag: boolean): number | null {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i + 1;
    if (inTag) continue;
    if (code === 10) return null;
    if (code === 92) i++;
  }
  return null;
}

/** The offset after the regular expression that starts at `start`; null when it is none. */
export function regexEnd(text: string, start: number): number | null {
  let inClass = false;
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) return null;
    if (code === 92) i++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) return i + 1;
  }
  return null;
}

/** The offset of the next `${` or backtick of a template's text, or the end. */
export function templateStop(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 96 || (code === 36 && text.charCodeAt(i + 1) === 123)) return i;
  }
  return text.length;
}
