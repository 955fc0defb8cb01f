import type { ForkOwner } from '../../machine/request-in-hand.ts';
import { ParameterNotes } from '../brought/route-parameters.ts';

/** This path has come to where an earlier one has been, with nothing changed: what follows is known. */
export class Rejoined {}

/** A statement at whose end nothing had changed, though choices were made in it. */
interface Join {
  readonly statement: object;
  readonly depth: number;
  /** The choices made by then. */
  until: number;
  /** The latest run that came by. */
  run: number;
  /** Who had decided something on the paths that came by. */
  readonly owners: ReadonlySet<ForkOwner>[];
  /** What was decided in the statement was asked for again behind it, so it matters how it was decided. */
  spoilt: boolean;
}

interface Choice {
  pick: number;
  readonly of: number;
  readonly joins: Join[];
}

/**
 * The choices that trials of one step make where a test's answer is not known. Every trial replays those of the one before
 * up to the last that can still be made differently. Where a statement has changed nothing, whichever way its choices went,
 * one of the ways is followed further: otherwise independent tests would double the number of paths each.
 */
export class Choices {
  /** On some path, one who forges credentials may have met something else than one without any. */
  tellsForgers = false;
  readonly parameters = new ParameterNotes();
  #list: Choice[] = [];
  #cursor = 0;
  /** How many runs have begun. */
  run = 0;
  /** What they have taken. */
  spent = 0;
  readonly #most: number;
  /** Some run has come to where an earlier one has been. */
  hasRejoined = false;
  /** The joins that this run has come by. */
  #passed: Join[] = [];
  /** The choice that this run makes differently from the one before. */
  #advanced = -1;

  /** `most`: so many runs may begin. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many joins this run has come by. */
  get joined(): number {
    return this.#passed.length;
  }

  /** How many choices this run has made. */
  get made(): number {
    return this.#cursor;
  }

  /** Begins the next run; false when all were made. */
  next(): boolean {
    if (this.run++ === 0) return true;
    this.#cursor = 0;
    this.#passed = [];
    return this.#advance(0);
  }

  /**
   * Begins the next run where `from` choices were made and `joined` joins come by; false when it makes one of those choices
   * differently, or would be one too many.
   */
  goBack(from: number, joined: number): boolean {
    if (this.run >= this.#most || !this.#advance(from)) return false;
    this.run++;
    this.#cursor = from;
    this.#passed.length = joined;
    for (const join of this.#passed) join.run = this.run;
    return true;
  }

  /** Makes the last choice differently that can be, unless it is one of the first `from`. */
  #advance(from: number): boolean {
    while (this.#list.length > from && this.#list.at(-1)!.pick + 1 >= this.#list.at(-1)!.of) this.#list.pop();
    const last = this.#list.length > from ? this.#list.at(-1) : undefined;
    if (!last) return false;
    last.pick++;
    this.#advanced = this.#list.length - 1;
    return true;
  }

  take(of: number): number {
    const index = this.#cursor++;
    const known = this.#list[index];
    if (!known) this.#list.push({ pick: 0, of, joins: [] });
    return known?.pick ?? 0;
  }

  /** What was decided by an earlier choice of this run was asked for again. */
  asked(index: number): void {
    for (let i = 0; i <= index; i++) {
      for (const join of this.#list[i]!.joins) if (join.run === this.run && join.until > index) join.spoilt = true;
    }
  }

  /**
   * A statement whose first choice was `from` has ended and changed nothing.
   * @throws {Rejoined} when a path that made other choices in it has been followed from here.
   */
  join(from: number, statement: object, depth: number, owners: ReadonlySet<ForkOwner>): void {
    const { joins } = this.#list[from]!;
    const known = joins.find((one) => one.statement === statement && one.depth === depth);
    if (!known) {
      const join = { statement, depth, until: this.#cursor, run: this.run, owners: [new Set(owners)], spoilt: false };
      joins.push(join);
      this.#passed.push(join);
      return;
    }
    const isReplay = this.#advanced >= known.until;
    if (!isReplay) {
      if (!known.spoilt && known.owners.some((before) => [...before].every((owner) => owners.has(owner)))) {
        this.hasRejoined = true;
        throw new Rejoined();
      }
      known.owners.push(new Set(owners));
    }
    known.until = this.#cursor;
    known.run = this.run;
    this.#passed.push(known);
  }
}
