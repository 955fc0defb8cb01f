import type { FunctionExpression } from '#facts';
import type { Model } from '#model';
import type { Machine } from '../machine/machine.ts';
import { capturesOf } from '../values/captures.ts';
import { Likewise, type Move, type Rewritten } from './likewise.ts';
import type { Recorder, Tried, Visit } from './recorder.ts';
import { type Effects, Refused, rewind, tryAgain, visitAgain } from './rehearsal.ts';

/** A function whose body differs from the one that the model was made of, with those around it, outermost first. */
export interface Rewrite {
  readonly file: string;
  readonly chain: readonly (readonly [before: FunctionExpression, after: FunctionExpression])[];
}

/** Trials that are made again at most: beyond that a new model costs less. */
const mostTrials = 80;

/**
 * A model, and the program it was made of. Where only bodies of functions have changed that the setup does not run, what runs
 * them is done again, with the old bodies and with the new ones: where nothing comes of it but the same, the model holds.
 */
export class Live {
  readonly model: Model;
  readonly #machine: Machine;
  readonly #recorder: Recorder;
  /** What the parts that were looked at last leave behind with the bodies of which the model was made. */
  #before = new Map<Visit | Tried, Effects>();

  constructor(model: Model, machine: Machine, recorder: Recorder) {
    this.model = model;
    this.#machine = machine;
    this.#recorder = recorder;
    machine.witness = null;
  }

  /**
   * Whether the model would be the same with these rewrites and no others, and where places in them have gone. Null when that
   * is not known: then this model is of no more use.
   */
  holds(rewrites: readonly Rewrite[]): readonly Move[] | null {
    const lifted = this.#lifted(rewrites);
    if (!lifted?.every((one) => this.#isOfItsOwn(one))) return null;
    const codes = lifted.map(({ before }) => before);
    const runs = ({ entered }: { readonly entered: ReadonlySet<object> }) => codes.some((code) => entered.has(code));
    const visits = this.#recorder.visits.filter(runs);
    const trials = this.#recorder.trials.filter(runs);
    if (trials.length > mostTrials || [...visits, ...trials].some(({ isFinal }) => isFinal)) return null;
    if (this.#machine.trialFuel <= 0) return null;
    const likewise = new Likewise(lifted.map((one) => one.region));
    const effects = new Map<Visit | Tried, Effects>();
    const isSame = (part: Visit | Tried, again: () => Effects) => {
      const before = this.#before.get(part) ?? again();
      effects.set(part, before);
      return likewise.holds(this.#outside(before, lifted), this.#outside(withBodies(lifted, again), lifted));
    };
    try {
      for (const visit of visits) {
        const back = rewind(this.#recorder.journal, visit.from);
        try {
          if (!isSame(visit, () => visitAgain(this.#machine, visit))) return null;
        } finally {
          back();
        }
      }
      for (const tried of trials) if (!isSame(tried, () => tryAgain(this.#machine, tried))) return null;
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
    this.#before = effects;
    return likewise.moves;
  }

  /** The outermost functions around each rewrite that the setup has not run; null where it has run them all. */
  #lifted(rewrites: readonly Rewrite[]): readonly Lifted[] | null {
    const { setup, visits, trials } = this.#recorder;
    const found = new Map<FunctionExpression, Lifted>();
    for (const { file, chain } of rewrites) {
      const index = chain.findIndex(([before]) => !setup.entered.has(before));
      if (index < 0) return null;
      // Who tries or visits a function looks at all that is written in it.
      const around = chain.slice(0, index).map(([before]) => before);
      if ([...visits, ...trials].some(({ entered }) => around.some((one) => entered.has(one)))) return null;
      const [before, after] = chain[index]!;
      if (!found.has(before)) found.set(before, lift(file, before, after, index === 0));
    }
    return [...found.values()];
  }

  /** Nobody but those who run it can tell the function from the one it was. */
  #isOfItsOwn({ file, before, after, isOutermost }: Lifted): boolean {
    const old = capturesOf(before);
    const { names, usesReceiver, isDecorated } = capturesOf(after);
    if (old.usesReceiver !== usesReceiver || old.isDecorated || isDecorated) return false;
    // There may be many closures of it, told apart by what they capture.
    if (!isOutermost && names.some((name) => !old.names.includes(name))) return false;
    if (delivered(before) !== delivered(after)) return false;
    return !this.#recorder.visits.some(
      ({ fn }) => fn.file === file && fn.code.at > before.at && fn.code.to <= before.to,
    );
  }

  /** Without the functions that are made in rewritten code. */
  #outside(effects: Effects, lifted: readonly Lifted[]): Effects {
    const entered = effects.entered.filter((key) => {
      const colon = key.lastIndexOf(':');
      const at = Number(key.slice(colon + 1));
      return !lifted.some(({ file, before }) => key.slice(0, colon) === file && before.at < at && at < before.to);
    });
    return { ...effects, entered: entered.sort() };
  }
}

interface Lifted {
  readonly file: string;
  readonly before: FunctionExpression;
  readonly after: FunctionExpression;
  readonly isOutermost: boolean;
  readonly region: Rewritten;
  /** The new one, with places that are found nowhere else. */
  readonly body: FunctionExpression['body'];
}

/** Its places lie between the last two offsets of the old function, in order, where no others are. */
function lift(file: string, before: FunctionExpression, after: FunctionExpression, isOutermost: boolean): Lifted {
  const base = before.to - 1;
  const length = after.to - after.at + 2;
  const region: Rewritten = {
    file,
    start: before.at,
    end: before.to,
    real: (offset) => Math.round((offset - base) * length) - 1 + after.at,
  };
  const place = (offset: number) => base + (offset - after.at + 1) / length;
  return { file, before, after, isOutermost, region, body: placed(after.body, place) };
}

function placed<T>(node: T, place: (offset: number) => number): T {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((one) => placed(one, place)) as T;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      (key === 'at' || key === 'to' || key === 'nameAt') && typeof value === 'number'
        ? place(value)
        : placed(value, place),
    ]),
  ) as T;
}

function withBodies<T>(lifted: readonly Lifted[], body: () => T): T {
  const old = lifted.map(({ before }) => before.body);
  const put = (bodies: readonly FunctionExpression['body'][]) =>
    lifted.forEach(({ before }, index) => {
      (before as { body: FunctionExpression['body'] }).body = bodies[index]!;
    });
  put(lifted.map((one) => one.body));
  try {
    return body();
  } finally {
    put(old);
  }
}

/** The function whose result it hands on: whoever is given both may look whether that one is asynchronous. */
function delivered({ body }: FunctionExpression): string | null {
  const last = body.at(-1);
  const called = last?.s === 'return' && last.value?.k === 'call' ? last.value.callee : null;
  return called?.k === 'ref' ? called.name : null;
}
