import { type ArrayValue, now } from '#frameworks';
import { keyOf } from '../machine/calls.ts';
import { Lasting } from '../machine/lasting.ts';
import type { Machine } from '../machine/machine.ts';
import type { Witness } from '../machine/witness.ts';
import { visit } from '../setup/visits.ts';
import { type Change, inverse, undo } from '../values/changes.ts';
import { sizeOf, type Tried, type Visit } from './recorder.ts';

/** It is not known whether the model holds: it has to be made anew. */
export class Refused {}

/** What a part of the linking leaves behind, besides what is the same for every way it may go. */
export interface Effects {
  readonly exploration: unknown;
  readonly gaps: readonly unknown[];
  readonly observations: readonly unknown[];
  readonly registries: readonly string[];
  readonly required: readonly string[];
  readonly environmentChecked: boolean;
  /** Functions that were entered for the first time, by file and offset. */
  readonly entered: readonly string[];
  /** What was changed of the program, and to what. */
  readonly changes: readonly (readonly [of: object, key: unknown, now: unknown])[];
  /** What requests leave for others. */
  readonly left: readonly unknown[];
}

/** One part of the linking, done again on a program that stays as it is. */
class Rehearsal implements Witness {
  readonly journal: Change[] = [];
  readonly #entered: Set<object>;
  readonly #since = now();

  constructor(entered: Set<object>) {
    this.#entered = entered;
  }

  enters(code: object): void {
    this.#entered.add(code);
  }

  changes(change: Change): void {
    if (change.born <= this.#since) this.journal.push(change);
  }

  installs(): void {
    throw new Refused();
  }

  loads(): never {
    throw new Refused();
  }

  tries<T>(body: () => T): T {
    return body();
  }
}

/** Visits the function as it was visited when the program was linked. Throws `Refused`. */
export function visitAgain(machine: Machine, { fn, known, entered }: Visit): Effects {
  const order = orderOf(machine.entered);
  const before = { has: (key: string) => (order.get(key) ?? known) < known };
  return rehearse(machine, entered, before, () => {
    visit(machine, fn);
    for (const made of machine.closures.values()) if (!machine.entered.has(keyOf(made))) throw new Refused();
    return null;
  });
}

/** Tries the step as it was tried when the program was linked. Throws `Refused`. */
export function tryAgain(machine: Machine, { again, entered }: Tried): Effects {
  return rehearse(machine, entered, machine.entered, again);
}

type Known = Pick<ReadonlySet<string>, 'has'>;

/** What is added to a set that stays as it is. */
class Onto extends Set<string> {
  readonly #below: Known;

  constructor(below: Known) {
    super();
    this.#below = below;
  }

  override has(key: string): boolean {
    return this.#below.has(key) || super.has(key);
  }

  override add(key: string): this {
    return this.#below.has(key) ? this : super.add(key);
  }
}

const orders = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, number>>();

/** Where each key stands in a set that grows no more. */
function orderOf(keys: ReadonlySet<string>): ReadonlyMap<string, number> {
  const order = orders.get(keys) ?? new Map([...keys].map((key, index) => [key, index]));
  orders.set(keys, order);
  return order;
}

function rehearse(machine: Machine, entered: Set<object>, known: Known, body: () => unknown): Effects {
  const { installation } = machine;
  const { gaps, closures, required, environmentChecked, trialFuel, barren, witness, lasting } = machine;
  const before = {
    gaps,
    closures,
    required,
    environmentChecked,
    trialFuel,
    barren,
    witness,
    lasting,
    entered: machine.entered,
  };
  const { observations, openRegistries } = installation;
  const size = sizeOf(machine);
  const rehearsal = new Rehearsal(entered);
  machine.witness = rehearsal;
  machine.lasting = new Lasting(lasting);
  machine.gaps = new Map();
  machine.entered = new Onto(known);
  machine.closures = new Map();
  // Trials ask which variables are there for sure.
  const isTrial = known === before.entered;
  machine.required = isTrial ? new Set(required) : new Set();
  machine.environmentChecked = false;
  // And spend nothing of what the setup may.
  if (!isTrial) machine.barren = new Map(barren);
  installation.observations = new Map();
  installation.openRegistries = new Set();
  try {
    const exploration = body();
    if (sizeOf(machine) !== size) throw new Refused();
    return {
      exploration,
      gaps: [...machine.gaps.values()],
      observations: [...installation.observations.values()],
      registries: [...installation.openRegistries],
      required: [...machine.required],
      environmentChecked: machine.environmentChecked,
      entered: [...machine.entered],
      changes: changesOf(rehearsal.journal),
      left: machine.lasting.print(),
    };
  } finally {
    for (let change = rehearsal.journal.pop(); change; change = rehearsal.journal.pop()) undo(change);
    Object.assign(machine, before);
    Object.assign(installation, { observations, openRegistries });
  }
}

function changesOf(journal: readonly Change[]): Effects['changes'] {
  const known = new Map<object, Set<unknown>>();
  return journal.flatMap(({ kind, of, key }) => {
    const keys = known.get(of) ?? new Set();
    known.set(of, keys);
    if (keys.has(key)) return [];
    keys.add(key);
    if (kind === 'items') return [[of, key, [...(of as ArrayValue).items]] as const];
    return [
      [
        of,
        key,
        kind === 'field' ? (of as Record<string, unknown>)[key as string] : (of as Map<unknown, unknown>).get(key),
      ] as const,
    ];
  });
}

/** Takes back what was changed after a moment of the journal, and gives the way back to how it is now. */
export function rewind(journal: readonly Change[], to: number): () => void {
  /** Undoes the undoing. */
  const forth: Change[] = [];
  for (let i = journal.length - 1; i >= to; i--) {
    const change = journal[i]!;
    forth.push(inverse(change));
    undo(change);
  }
  return () => {
    for (let change = forth.pop(); change; change = forth.pop()) undo(change);
  };
}
