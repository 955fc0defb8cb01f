/** Of more texts than that nobody would see all. */
const most = 16;
/** A class is shown by the first of these that it takes. */
const letters = ['x', 'a', 'A', '1', '-', '_', '.', ' ', '/'];
const digits = '17';

/** Cannot be read, or is more than is worth it. */
class Unreadable extends Error {}

/**
 * Texts that a regular expression takes; each of its alternatives, and what may be left out, is in one of them. null where it has too
 * many, or where it cannot be read.
 */
export function samplesOf(source: string): readonly string[] | null {
  try {
    const reader = new Reader(source);
    const found = reader.alternatives();
    return reader.isAtEnd() ? [...new Set(found)] : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  isAtEnd(): boolean {
    return this.#at === this.#source.length;
  }

  alternatives(): string[] {
    const found = this.#sequence();
    while (this.#takes('|')) found.push(...this.#sequence());
    return few(found);
  }

  #sequence(): string[] {
    let found = [''];
    while (!this.isAtEnd() && !/[|)]/.test(this.#source[this.#at]!)) {
      const parts = this.#quantified();
      found = few(found.flatMap((head) => parts.map((part) => head + part)));
    }
    return found;
  }

  #quantified(): readonly string[] {
    const one = this.#atom();
    const quantifier = this.#match(/[*+?]\??|\{(\d+)(,\d*)?\}\??/y);
    if (!quantifier) return one.texts;
    const [sign, times] = quantifier;
    // Whether there is a slash at the end, Express does not mind.
    if (sign === '?' && one.texts[0] === '/' && /^\$?$/.test(this.#source.slice(this.#at))) return [''];
    if (sign.startsWith('?')) return [...one.texts, ''];
    if (times !== undefined) return one.texts.map((text) => text.repeat(Math.min(Number(times), most)));
    return one.ofDigits ? [digits] : one.texts;
  }

  /** `ofDigits`: a class that has them. */
  #atom(): { readonly texts: readonly string[]; readonly ofDigits?: boolean } {
    if (this.#match(/\^|\$|\\[bB]/y)) return { texts: [''] };
    if (this.#match(/\((?:\?:|\?<\w+>|(?!\?))/y)) {
      const texts = this.alternatives();
      if (!this.#takes(')')) throw new Unreadable();
      return { texts };
    }
    const taken = this.#match(/\[(?:\\.|[^\]\\])+\]|\\[dDwWsS]|\./y);
    if (taken) return inClass(taken[0]);
    const escaped = this.#match(/\\([^\w])/y);
    if (escaped) return { texts: [escaped[1]!] };
    const plain = this.#match(/[^\\[\](){}*+?|^$.]/y);
    if (!plain) throw new Unreadable();
    return { texts: [plain[0]] };
  }

  #takes(letter: string): boolean {
    if (this.#source[this.#at] !== letter) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at += found[0].length;
    return found;
  }
}

function inClass(source: string): { texts: readonly string[]; ofDigits: boolean } {
  const takes = (letter: string) => new RegExp(`^${source}$`).test(letter);
  const ofDigits = [...digits].every(takes);
  // A slash is one of the letters that nobody writes there on purpose.
  const shown = ofDigits ? digits[0] : letters.find(takes);
  if (shown === undefined) throw new Unreadable();
  return { texts: [shown], ofDigits };
}

function few(texts: string[]): string[] {
  if (texts.length > most) throw new Unreadable();
  return texts;
}
