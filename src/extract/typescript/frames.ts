/** Units of one level, which is one bracket. */
export const UNITS = 12;

export const PAREN = 0;
export const SQUARE = 1;
export const CURLY = 2;
/** `${ … }` in a template. */
export const HOLE = 3;
export const TEMPLATE = 4;
/** A JSX tag up to its `>`, and the text between an element's tags. */
export const TAG = 5;
export const CHILDREN = 6;
const FILE = 7;
export type Kind = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

interface Frame {
  kind: Kind;
  /** The paren belongs to `if`, `while`, `for`. */
  header: boolean;
  /** Units of everything outside this frame, its own bracket included. */
  outside: number;
  expression: number;
  statement: number;
  angles: number;
}

const ANGLE_UNITS = 6;

function frame(): Frame {
  return { kind: FILE, header: false, outside: 0, expression: 0, statement: 0, angles: 0 };
}

/** The open brackets of a text and what hangs pending in each, weighed in units; see `depth.ts`. */
export class Frames {
  // Frames are used again: a file opens thousands of brackets.
  readonly #stack: Frame[] = [frame()];
  #top = 0;
  #frame = this.#stack[0]!;
  readonly #counts = [0, 0, 0, 0, 0, 0, 0, 0];
  deepest = 0;

  get kind(): Kind {
    return this.#frame.kind;
  }

  push(kind: Kind, units: number, header: boolean): void {
    const outside = this.#units() + units;
    this.#top++;
    if (this.#top === this.#stack.length) this.#stack.push(frame());
    const next = this.#stack[this.#top]!;
    next.kind = kind;
    next.header = header;
    next.outside = outside;
    next.expression = next.statement = next.angles = 0;
    this.#frame = next;
    this.#counts[kind]!++;
    if (outside > this.deepest) this.deepest = outside;
  }

  pop(): void {
    if (this.#top === 0) return;
    this.#counts[this.#frame.kind]!--;
    this.#frame = this.#stack[--this.#top]!;
  }

  /** Closes the innermost bracket of the kind and whatever was left open in it; nothing when there is none. */
  close(kind: Kind): void {
    const orHole = kind === CURLY ? HOLE : kind;
    if (this.#counts[kind] === 0 && this.#counts[orHole] === 0) return;
    while (this.#frame.kind !== kind && this.#frame.kind !== orHole) this.pop();
    this.pop();
  }

  closesHeader(kind: Kind): boolean {
    return this.#frame.kind === kind && this.#frame.header;
  }

  turnInto(kind: Kind): void {
    this.#counts[this.#frame.kind]!--;
    this.#counts[kind]!++;
    this.#frame.kind = kind;
  }

  link(units: number, statement: boolean): void {
    if (statement) this.#frame.statement += units;
    else this.#frame.expression += units;
    this.#measure();
  }

  openAngle(): void {
    this.#frame.angles++;
    // `<a><b>c` nests even where each angle is closed.
    this.#frame.expression++;
    this.#measure();
  }

  closeAngle(): boolean {
    if (this.#frame.angles === 0) return false;
    this.#frame.angles--;
    return true;
  }

  endExpression(): void {
    this.#frame.expression = 0;
  }

  endStatement(): void {
    this.#frame.statement = 0;
    this.#frame.angles = 0;
  }

  #units(): number {
    const f = this.#frame;
    return f.outside + f.expression + f.statement + f.angles * ANGLE_UNITS;
  }

  #measure(): void {
    const units = this.#units();
    if (units > this.deepest) this.deepest = units;
  }
}
