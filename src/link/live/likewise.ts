import type { Place } from '#text';
import { Course } from '../request/noted/course.ts';
import { Trial } from '../request/paths/trial.ts';

/** A stretch of a file that was rewritten: where it was, and where a place in the new one really is. */
export interface Rewritten {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** The offset in the new text. */
  real(offset: number): number;
}

/** A place of the old text and where it is in the new one. */
export interface Move {
  readonly file: string;
  readonly from: readonly [start: number, end: number];
  readonly to: readonly [start: number, end: number];
}

/** Pairs that are compared at most. */
const most = 50_000;

const places = new Set(['at', 'to', 'nameAt']);
/** What a trial needs as long as it runs. */
const passing = new Set([
  'machine',
  'adapter',
  'subject',
  'situation',
  'choices',
  'journal',
  'begun',
  'happened',
  'discarded',
  'aside',
]);

/** Whether two outcomes differ in nothing but places within rewritten code; tells where those have gone. */
export class Likewise {
  readonly moves: Move[] = [];
  readonly #rewritten: readonly Rewritten[];
  #forth = new Map<object, object>();
  /** Within what is sent: nobody asks what its words are, only which are the same. */
  #isSent = false;
  readonly #texts = new Map<string, string>();
  readonly #textsBack = new Map<string, string>();
  #left = most;

  constructor(rewritten: readonly Rewritten[]) {
    this.#rewritten = rewritten;
  }

  holds(before: unknown, after: unknown): boolean {
    if (Object.is(before, after)) return !this.#isSent || this.#words(before, after) !== false;
    if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false;
    if (this.#isSent) {
      const alike = this.#words(before, after);
      if (alike !== null) return alike;
    }
    const known = this.#forth.get(before);
    if (known) return known === after;
    if (--this.#left < 0 || Object.getPrototypeOf(before) !== Object.getPrototypeOf(after)) return false;
    if (isPlace(before)) return isPlace(after) && this.#places(before, after);
    this.#forth.set(before, after);
    if (Array.isArray(before)) return Array.isArray(after) && this.#lists(before, after);
    if (before instanceof Set) return after instanceof Set && this.#lists([...before], [...after]);
    if (before instanceof Map) return after instanceof Map && this.#lists([...before], [...after]);
    if (before instanceof WeakMap || before instanceof WeakSet) return false;
    return this.#records(before as Record<string, unknown>, after as Record<string, unknown>);
  }

  #lists(before: readonly unknown[], after: readonly unknown[]): boolean {
    return before.length === after.length && before.every((one, index) => this.holds(one, after[index]));
  }

  #records(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): boolean {
    const keys = Object.keys(before);
    if (keys.length !== Object.keys(after).length) return false;
    const isCode = typeof before['at'] === 'number';
    const isTrial = before instanceof Trial || before instanceof Course;
    const answers = !isCode && ('isRedirect' in before || 'end' in before);
    return keys.every(
      (key) =>
        (answers && key === 'body' && this.#bodies(before[key], after[key])) ||
        key === 'born' ||
        (isTrial && passing.has(key)) ||
        (isCode && places.has(key)) ||
        (Object.hasOwn(after, key) && this.holds(before[key], after[key])),
    );
  }

  #bodies(before: unknown, after: unknown): boolean {
    const isSent = this.#isSent;
    const forth = this.#forth;
    this.#isSent = true;
    this.#forth = new Map();
    try {
      return this.holds(before, after);
    } finally {
      this.#isSent = isSent;
      this.#forth = forth;
    }
  }

  /** Whether the same words stand for the same words everywhere; null for what is no words. */
  #words(before: unknown, after: unknown): boolean | null {
    const [from, to] = [wordsOf(before), wordsOf(after)];
    if (!from || !to) return null;
    if (!this.#texts.has(from) && !this.#textsBack.has(to)) {
      this.#texts.set(from, to);
      this.#textsBack.set(to, from);
    }
    return this.#texts.get(from) === to && this.#textsBack.get(to) === from;
  }

  #places(before: Place, after: Place): boolean {
    if (before.file !== after.file) return false;
    const same = before.start === after.start && before.end === after.end;
    const region = this.#rewritten.find(
      ({ file, start, end }) => file === before.file && start < before.start && before.end < end,
    );
    const within = this.#rewritten.find(
      ({ file, start, end }) => file === after.file && start < after.start && after.end < end,
    );
    if (!region || region !== within) return same;
    if (Number.isInteger(after.start)) return same;
    const to = [region.real(after.start), region.real(after.end)] as const;
    this.moves.push({ file: before.file, from: [before.start, before.end], to });
    return true;
  }
}

function wordsOf(value: unknown): string | null {
  const { t, value: words } = (value ?? {}) as { readonly t?: unknown; readonly value?: unknown };
  return t === 'primitive' && typeof words === 'string' ? words : null;
}

function isPlace(value: object): value is Place {
  const { file, start, end } = value as Partial<Place>;
  return typeof file === 'string' && typeof start === 'number' && typeof end === 'number';
}
