import type { ObjectValue, UnknownValue, Value } from '#frameworks';
import type { StepRecord } from '../../installed/records.ts';
import type { Lasting } from '../../machine/lasting.ts';
import { madeBy } from '../../machine/operators.ts';
import type { Failure, Situation } from '../../request/brought/situation.ts';
import type { Path } from '../../request/paths/explore.ts';
import { isOfAddress } from '../../values/address.ts';
import { originOf } from '../../values/derivations.ts';
import { mapEntries } from '../../values/iteration.ts';

export type Here = Omit<Situation, 'caller'>;

/** Callers whom guards reject. */
export type Rejected = 'none' | 'bad';

/** Levels of an error that are compared. */
const deepest = 6;

/**
 * What steps do with errors. Each route has errors of its own, and most of them are alike: what a step does with one, it does
 * with all that it cannot tell from that.
 */
export class Failed {
  readonly #lasting: Lasting;
  readonly #known = new Map<StepRecord, (readonly [Rejected, Failure, readonly Path[]])[]>();

  constructor(lasting: Lasting) {
    this.#lasting = lasting;
  }

  with(record: StepRecord, failure: Failure, caller: Rejected, find: () => readonly Path[]): readonly Path[] {
    const known = this.#known.get(record) ?? [];
    this.#known.set(record, known);
    const same = known.find(([by, other]) => by === caller && (other === failure || this.#isAlike(other, failure)));
    if (same) return same[2];
    const paths = find();
    known.push([caller, failure, paths]);
    return paths;
  }

  #isAlike(a: Failure, b: Failure): boolean {
    return (
      a.status === b.status &&
      a.set === b.set &&
      a.answered?.isExplicit === b.answered?.isExplicit &&
      new ErrorLikeness(this.#lasting).holds(a.value, b.value, deepest)
    );
  }
}

/** Where an error was made tells nobody anything; which class and which functions it has does. */
class ErrorLikeness {
  readonly #lasting: Lasting;
  /** What stands for what, and back. */
  readonly #forth = new Map<Value, Value>();
  readonly #back = new Map<Value, Value>();

  constructor(lasting: Lasting) {
    this.#lasting = lasting;
  }

  holds(a: Value, b: Value, depth: number): boolean {
    if (a.t === 'primitive' && b.t === 'primitive')
      return a === b || (!isOfAddress(a) && !isOfAddress(b) && Object.is(a.value, b.value));
    if (this.#forth.has(a) || this.#back.has(b)) return this.#forth.get(a) === b;
    this.#forth.set(a, b);
    this.#back.set(b, a);
    return a === b || (depth > 0 && this.#contents(a, b, depth - 1));
  }

  #contents(a: Value, b: Value, depth: number): boolean {
    if (a.t === 'answer' && b.t === 'answer')
      return (
        a.status === b.status &&
        a.isError === b.isError &&
        a.isFinal === b.isFinal &&
        a.members === b.members &&
        this.#lists(a.args, b.args, depth)
      );
    if (a.t === 'object' && b.t === 'object') return this.#objects(a, b, depth);
    if (a.t === 'library' && b.t === 'library')
      return a.package === b.package && a.path === b.path && a.version === b.version;
    return a.t === 'unknown' && b.t === 'unknown' && this.#unknowns(a, b);
  }

  #objects(a: ObjectValue, b: ObjectValue, depth: number): boolean {
    return (
      a.open === b.open &&
      a.class === b.class &&
      this.#makers(madeBy.get(a), madeBy.get(b), depth) &&
      mapEntries.get(a) === mapEntries.get(b) &&
      this.#lasting.isOfSetup(a) === this.#lasting.isOfSetup(b) &&
      this.#tables(a.getters, b.getters, depth) &&
      this.#tables(a.properties, b.properties, depth)
    );
  }

  #makers(a: Value | undefined, b: Value | undefined, depth: number): boolean {
    return a === b || (a !== undefined && b !== undefined && this.holds(a, b, depth));
  }

  #unknowns(a: UnknownValue, b: UnknownValue): boolean {
    return (
      a.why === b.why &&
      a.by === b.by &&
      a.truthy === b.truthy &&
      a.test?.kind === b.test?.kind &&
      a.test?.holds === b.test?.holds &&
      originOf(a) === null &&
      originOf(b) === null &&
      this.#lasting.leftIn(a) === this.#lasting.leftIn(b)
    );
  }

  #tables(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>, depth: number): boolean {
    const names = [...b.keys()];
    return (
      a.size === b.size &&
      [...a.keys()].every((name, index) => name === names[index]) &&
      this.#lists([...a.values()], [...b.values()], depth)
    );
  }

  #lists(a: readonly Value[], b: readonly Value[], depth: number): boolean {
    return a.length === b.length && a.every((one, index) => this.holds(one, b[index]!, depth));
  }
}
