import { CHILDREN, CURLY, Frames, HOLE, type Kind, PAREN, SQUARE, TAG, TEMPLATE, UNITS } from './frames.ts';
import { isWordCode, regexEnd, stringEnd, templateStop, WORDS } from './words.ts';

/** What stands before the next token. */
const EXPECT = 0; // an operator or an opening: an operand must follow
const VALUE = 1; // the end of an operand
const BLOCK = 2; // a closing brace: the end of an operand or of a statement
const HEADER = 3; // `if (…)`, `while (…)`: a statement follows
type Before = typeof EXPECT | typeof VALUE | typeof BLOCK | typeof HEADER;

/** Walks the tokens of a text, as far as they nest, and weighs what is open; see `depth.ts`. */
export class Scanner {
  readonly #text: string;
  readonly #jsx: boolean;
  readonly #frames = new Frames();
  #i = 0;
  #before: Before = EXPECT;
  #newline = false;
  #afterDot = false;
  #header = false;
  #semicolon = false;

  constructor(text: string, jsx: boolean) {
    this.#text = text;
    this.#jsx = jsx;
  }

  exceeds(budget: number): boolean {
    const text = this.#text;
    const frames = this.#frames;
    while (this.#i < text.length) {
      const kind = frames.kind;
      if (kind === CHILDREN) this.#children();
      else if (kind === TEMPLATE) this.#templateText();
      else this.#token(text.charCodeAt(this.#i));
      if (frames.deepest > budget) return true;
    }
    return false;
  }

  #token(code: number): void {
    if (code <= 32 || code === 0xa0 || code === 0xfeff || code === 0x2028 || code === 0x2029) {
      if (code === 10 || code === 13 || code > 0x2000) this.#newline = true;
      this.#i++;
    } else if (isWordCode(code)) this.#word();
    else if (code === 47) this.#slash();
    else {
      if (this.#semicolon) this.#endStatement(false);
      const header = this.#header;
      this.#header = false;
      this.#afterDot = false;
      if (code === 34 || code === 39) this.#string(code);
      else this.#punctuator(code, header);
      this.#newline = false;
    }
  }

  /** An operand after a complete operand begins a statement: everything pending in this frame has ended. */
  #boundary(continues: boolean, isElse: boolean): void {
    if (this.#semicolon) this.#endStatement(isElse);
    else if (!continues && (this.#before === BLOCK || (this.#before === VALUE && this.#newline))) {
      this.#frames.endExpression();
      if (!isElse) this.#frames.endStatement();
    }
    this.#newline = false;
  }

  #endStatement(isElse: boolean): void {
    this.#semicolon = false;
    if (!isElse) this.#frames.endStatement();
  }

  #word(): void {
    const text = this.#text;
    const start = this.#i;
    let i = start + 1;
    while (i < text.length && isWordCode(text.charCodeAt(i))) i++;
    this.#i = i;
    const header = this.#header;
    this.#header = false;
    // A name after a dot or in a tag is no keyword, and no keyword is shorter or longer than these.
    const plain = this.#afterDot || i - start < 2 || i - start > 10 || this.#frames.kind === TAG;
    const name = plain ? '' : text.slice(start, i);
    const word = plain ? undefined : WORDS.get(name);
    this.#boundary(word?.continues === true, name === 'else');
    this.#afterDot = false;
    this.#before = word?.operand ? EXPECT : VALUE;
    if (word === undefined) return;
    if (word.units > 0) this.#frames.link(word.units, word.statement);
    this.#header = word.header || (header && name === 'await');
  }

  #string(quote: number): void {
    this.#boundary(false, false);
    this.#before = VALUE;
    // Without an end it is not a string after all, and what follows must count.
    this.#i = stringEnd(this.#text, this.#i, quote, this.#frames.kind === TAG) ?? this.#i + 1;
  }

  #slash(): void {
    const next = this.#text.charCodeAt(this.#i + 1);
    if (next === 47 || next === 42) {
      this.#comment(next === 42);
      return;
    }
    if (this.#semicolon) this.#endStatement(false);
    this.#header = false;
    this.#afterDot = false;
    if (this.#frames.kind === TAG && next === 62) {
      this.#i += 2;
      this.#frames.pop();
      this.#before = VALUE;
    } else if (this.#before === EXPECT || this.#before === HEADER || (this.#before === BLOCK && this.#newline)) {
      this.#regex();
    } else this.#operator(1);
    this.#newline = false;
  }

  #comment(block: boolean): void {
    const end = this.#text.indexOf(block ? '*/' : '\n', this.#i + 2);
    if (block && this.#text.slice(this.#i, end).includes('\n')) this.#newline = true;
    this.#i = end < 0 ? this.#text.length : end + (block ? 2 : 0);
  }

  #regex(): void {
    const end = regexEnd(this.#text, this.#i);
    if (end === null) this.#operator(1);
    else {
      this.#i = end;
      this.#before = VALUE;
    }
  }

  /** One that leans to the left, as `a + b + c`: the parser loops, but its printer recurses a little. */
  #operator(length: number): void {
    this.#frames.link(1, false);
    this.#i += length;
    this.#before = EXPECT;
  }

  #punctuator(code: number, header: boolean): void {
    switch (code) {
      case 40:
        this.#open(PAREN, header);
        break;
      case 91:
        this.#open(SQUARE, false);
        break;
      case 123:
        this.#open(CURLY, false);
        break;
      case 41:
        this.#close(PAREN, this.#frames.closesHeader(PAREN) ? HEADER : VALUE);
        break;
      case 93:
        this.#close(SQUARE, VALUE);
        break;
      case 125:
        this.#close(CURLY, BLOCK);
        break;
      case 96:
        this.#i++;
        this.#frames.push(TEMPLATE, 0, false);
        break;
      case 59:
        this.#semicolon = true;
        this.#separator();
        break;
      case 44:
        this.#separator();
        break;
      case 60:
        this.#less();
        break;
      case 62:
        this.#greater();
        break;
      default:
        this.#sign(code);
        break;
    }
  }

  #open(kind: Kind, header: boolean): void {
    this.#i++;
    this.#frames.push(kind, UNITS, header);
    this.#before = EXPECT;
  }

  /** `a()()()` and `a[0][0]` lean to the left. */
  #close(kind: Kind, before: Before): void {
    this.#i++;
    this.#frames.close(kind);
    this.#frames.link(1, false);
    this.#before = before;
  }

  #separator(): void {
    this.#i++;
    this.#frames.endExpression();
    this.#before = EXPECT;
  }

  #sign(code: number): void {
    const next = this.#text.charCodeAt(this.#i + 1);
    const operand = this.#before === EXPECT || this.#before === HEADER;
    if (code === 46) {
      this.#operator(1);
      this.#afterDot = next !== 46;
    } else if (code === 61) this.#equals(next);
    else if (code === 33 && next === 61) this.#operator(2);
    else if (code === 33 && !operand) this.#postfix();
    else if (code === 63) this.#question(next);
    else if (code === 58) this.#prefix(4);
    else if (code === 42 && next === 42) this.#prefix(4);
    else if (operand) this.#prefix(code === 64 ? 0 : 2);
    else if ((code === 43 || code === 45) && next === code) this.#i += 2;
    else this.#operator(1);
  }

  #postfix(): void {
    this.#frames.link(1, false);
    this.#i++;
  }

  /** One that leans to the right, as `!!a` and `a = b = c`: the parser recurses. */
  #prefix(units: number): void {
    this.#frames.link(units, false);
    this.#i++;
    this.#before = EXPECT;
  }

  #equals(next: number): void {
    if (next === 62) this.#i++;
    if (next === 61) this.#operator(2);
    else this.#prefix(this.#frames.kind === TAG ? 0 : 6);
  }

  #question(next: number): void {
    if (next === 46 || next === 63) this.#operator(next === 46 ? 1 : 2);
    else this.#prefix(2);
  }

  #less(): void {
    const operand = this.#before !== VALUE && (this.#before !== BLOCK || this.#newline);
    this.#i++;
    if (this.#jsx && operand && this.#opensElement()) this.#frames.push(TAG, 3, false);
    else this.#frames.openAngle();
    this.#before = EXPECT;
  }

  /** `<T,>() => x` and `<T extends U>() => x` are no elements, though they look like one. */
  #opensElement(): boolean {
    const next = /\s*(?:>|(?!const\s)[\w$\u0080-\uffff.:-]+(?!\s*,|\s+extends\s))/y;
    next.lastIndex = this.#i;
    return next.test(this.#text);
  }

  #greater(): void {
    this.#i++;
    if (!this.#frames.closeAngle() && this.#frames.kind === TAG) this.#frames.turnInto(CHILDREN);
    this.#before = EXPECT;
  }

  #children(): void {
    const text = this.#text;
    let i = this.#i;
    while (i < text.length && text.charCodeAt(i) !== 60 && text.charCodeAt(i) !== 123) i++;
    this.#i = i + 1;
    this.#before = EXPECT;
    if (i >= text.length) return;
    if (text.charCodeAt(i) === 123) this.#frames.push(CURLY, UNITS, false);
    else if (/^\s*\//.test(text.slice(i + 1, i + 20))) {
      const end = text.indexOf('>', i);
      this.#i = end < 0 ? text.length : end + 1;
      this.#frames.pop();
      this.#before = VALUE;
    } else this.#frames.push(TAG, 3, false);
  }

  #templateText(): void {
    const end = templateStop(this.#text, this.#i);
    this.#i = end;
    if (end >= this.#text.length) return;
    if (this.#text.charCodeAt(end) === 96) {
      this.#i = end + 1;
      this.#frames.pop();
      this.#frames.link(1, false);
      this.#before = VALUE;
    } else {
      this.#i = end + 2;
      this.#frames.push(HOLE, UNITS, false);
      this.#before = EXPECT;
    }
  }
}
