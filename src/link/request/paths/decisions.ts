import type { Value } from '#frameworks';
import { born, now } from '#frameworks';
import type { Place } from '#text';
import type { Lasting, Left, Writing } from '../../machine/lasting.ts';
import type { ForkOwner } from '../../machine/request-in-hand.ts';
import { type Change, undo } from '../../values/changes.ts';
import { Delayed } from '../../values/delayed.ts';
import { answered, type Decided } from '../noted/answered.ts';
import { FlawNotes } from '../noted/flaw-notes.ts';
import { lookUps } from '../noted/look-ups.ts';
import { type Growing, growingIn, thin } from '../noted/nothing.ts';
import type { Choices } from './choices.ts';

const namesake = 'whoever knows that part finds the same entry, and need not know the rest';

/** What one path has decided, and what it has changed of the program. */
export class Decisions {
  readonly choices: Choices;
  readonly #lasting: Lasting;
  readonly #since = now();
  /** What of the path's own is older than all that it makes. */
  protected readonly begun = born();
  readonly journal: Change[] = [];
  readonly delayed = new Delayed(this.journal);
  /** Who decided something on this path. */
  readonly forks = new Set<ForkOwner>();
  lookUps = lookUps.take();
  readonly flaws = new FlawNotes();
  /** Where it answers, or changes what outlives the request; what `finally` does comes behind everything. */
  readonly acts: Place[] = [];
  #finishing = 0;
  /** What was left by earlier requests, without which this path would be another. */
  rests: Left | null = null;
  #lastingly: (readonly [Change, Writing | null])[] = [];
  #growing: readonly Growing[] | null = null;
  #answered = answered.take();
  #entries: { readonly store: Value; readonly key: Value; readonly value: Value }[] = [];

  constructor(choices: Choices, lasting: Lasting) {
    this.choices = choices;
    this.#lasting = lasting;
  }

  choose(of: number, owner: ForkOwner): number {
    this.forks.add(owner);
    return this.choices.take(of);
  }

  /** Answers a test whose answer is not known, the same way every time on one path. */
  decide(value: Value): boolean {
    const known = this.#answered.truths.get(value);
    if (known) return this.#again(known);
    const by = this.choices.made;
    const answer = this.lookUps.mayBeAbsent(value) ? this.#seek(value) : this.choose(2, this.ownerOf(value)) === 0;
    this.#answered.truths.set(value, { answer, by });
    if (answer) this.rests ??= this.#lasting.leftIn(value);
    return answer;
  }

  /** How a test was answered on this path; null where nobody has asked yet. */
  decided(value: Value): boolean | null {
    return this.#answered.truths.get(value)?.answer ?? null;
  }

  /** Anybody may ask for what is not there; what there is to be found is up to who has put it there. */
  #seek(value: Value): boolean {
    const isThere = this.choices.take(2) === 0;
    const isNamesake = this.lookUps.namesakes.has(value);
    this.forks.add(isThere && !isNamesake ? this.ownerOf(value) : 'caller');
    const at = isThere ? this.lookUps.namesakes.get(value) : null;
    if (at) this.flaws.forgeries.push({ at, subject: 'A look-up by a part of a credential', text: namesake });
    return isThere;
  }

  /** Every test of it holds, unless one has not: no program throws what is falsy. */
  assume(value: Value): void {
    if (!this.#answered.truths.has(value)) this.#answered.truths.set(value, { answer: true, by: null });
  }

  ownerOf(value: Value): ForkOwner {
    if (value.t === 'credential') return value.state === 'verified' ? 'server' : 'caller';
    if (value.t === 'environment') return 'environment';
    if (value.t !== 'unknown') return 'server';
    return value.test?.kind === 'environment' ? 'environment' : value.by;
  }

  /** Takes one of several values, the same one every time on one path. */
  resolve(value: Value): Value {
    if (value.t !== 'choice') return value;
    const known = this.#answered.chosen.get(value);
    if (known) return this.#again(known);
    const by = this.choices.made;
    const live = value.options.filter(
      (option) =>
        !option.conditions.some(
          (c) => (c.kind === 'development') === c.holds && (c.kind === 'development' || c.kind === 'production'),
        ),
    );
    const options = live.length > 0 ? live : value.options;
    const isEnvironment = options.some((option) =>
      option.conditions.some((condition) => condition.kind === 'environment'),
    );
    const isCallers = options.some((option) => option.value.t === 'credential' && option.value.state === 'forged');
    const owner = isEnvironment ? 'environment' : isCallers ? 'caller' : 'server';
    const pick = options.length === 1 ? 0 : this.choose(options.length, owner);
    const chosen = this.resolve(options[pick]!.value);
    this.rests ??= this.#lasting.leftIn(chosen);
    this.#answered.chosen.set(value, { answer: chosen, by: options.length === 1 ? null : by });
    return chosen;
  }

  #again<T>({ answer, by }: Decided<T>): T {
    if (by !== null) this.choices.asked(by);
    return answer;
  }

  /** Notes a change of the program's state, to take it back when the path has ended. */
  changes(change: Change, writing: Writing | null): void {
    this.journal.push(change);
    if (!this.#lasting.isOfSetup(change)) return;
    this.#lastingly.push([change, writing]);
    if (writing) this.act(writing.at);
  }

  act(at: Place): void {
    if (this.#finishing === 0) this.acts.push(at);
  }

  /** Runs what `finally` holds. */
  finish<T>(run: () => T): T {
    this.#finishing++;
    try {
      return run();
    } finally {
      this.#finishing--;
    }
  }

  /** Whether it was made on this path. */
  isOwn({ born }: { readonly born: number }): boolean {
    return born === 0 || born > this.#since;
  }

  /** The path has ended: the program is as it was, and what only the path needed is let go. What it has made stays as it is. */
  takeBack(): void {
    this.delayed.arrive();
    for (const [change, writing] of this.#lastingly) this.#lasting.note(change, writing);
    this.#lastingly = [];
    for (let change = this.journal.pop(); change; change = this.journal.pop())
      if (change.born <= this.#since) undo(change);
    this.#growing = null;
    this.#answered = answered.drop(this.#answered);
    this.#entries = [];
    this.lookUps = lookUps.drop(this.lookUps);
    thin(this.flaws);
    thin(this);
  }

  /** A value that is the same every time it is asked for on this path. */
  memo(key: string, make: () => Value): Value {
    const known = this.#answered.memo.get(key);
    if (known) return known;
    const value = make();
    this.#answered.memo.set(key, value);
    return value;
  }

  /** What is stored under a key: the same every time it is asked for on this path. */
  entry(store: Value, key: Value, make: () => Value): Value {
    const known = this.#entries.findLast((one) => one.store === store && isSameKey(one.key, key));
    if (known) return known.value;
    const value = make();
    this.#entries.push({ store, key, value });
    return value;
  }

  /** Stores something under a key. */
  putEntry(store: Value, key: Value, value: Value): void {
    this.#entries.push({ store, key, value });
  }

  /** What only grows while a path goes on. */
  protected growing(): readonly Growing[] {
    return [this.#entries, this.forks, this.acts, ...[this.#answered, this.lookUps, this.flaws].flatMap(growingIn)];
  }

  /** How much was noted by now. */
  sizes(): readonly number[] {
    this.#growing ??= this.growing();
    return this.#growing.map((one) => (Array.isArray(one) ? one.length : one.size));
  }

  /** Goes back to where this much was noted. */
  shrink(sizes: readonly number[]): void {
    for (const [index, one] of this.#growing!.entries()) {
      const size = sizes[index]!;
      if (Array.isArray(one)) one.length = size;
      else if (one.size > size) for (const key of [...one.keys()].slice(size)) one.delete(key as never);
    }
  }
}

function isSameKey(one: Value, other: Value): boolean {
  if (one.t !== 'text' || other.t !== 'text') return one === other;
  return one.parts.length === other.parts.length && one.parts.every((part, index) => part === other.parts[index]);
}
