import type { ClassValue, FunctionValue, ObjectValue, Value } from '#frameworks';
import { born, noGetters, now } from '#frameworks';
import type { Place } from '#text';
import type { EntryRecord } from '../installed/records.ts';
import type { Program } from '../known/program.ts';
import { callFunction, keyOf, unknownArguments } from '../machine/calls.ts';
import type { Writing } from '../machine/lasting.ts';
import { Exhausted, type Machine, Thrown } from '../machine/machine.ts';
import { type Change, undo } from '../values/changes.ts';
import { SetupWorkbench } from './workbench.ts';

/** Steps of evaluation for a function that nobody calls. */
export const fuelPerVisit = 20_000;
/** On top, for a visit that makes an app. */
const fuelPerApp = 200_000;

/** Runs a part of the setup on its own fuel: where it ends is a gap. */
export function guarded(machine: Machine, file: string, fuel: number, body: () => void): void {
  machine.grant(fuel);
  machine.conditions = [];
  try {
    body();
  } catch (error) {
    if (error instanceof Exhausted)
      machine.gap('the setup code runs too long to be followed to its end', { file, start: 0, end: 0 });
    else if (error instanceof RangeError)
      machine.gap('the setup code is nested too deep to be followed', { file, start: 0, end: 0 });
    else if (!(error instanceof Thrown)) throw error;
    machine.deferred.length = 0;
    machine.tasks.length = 0;
    machine.conditions = [];
  }
}

/**
 * Functions that nobody called so far: factories that only code outside the analysed files calls, handlers, helpers. They are
 * run once with unknown arguments, so that apps made in them are found and their calls of known libraries are seen.
 */
export function visitTheUncalled(
  machine: Machine,
  program: Program,
  witness: ((fn: FunctionValue, run: () => void) => void) | null,
): void {
  const marked = new Set(program.marked);
  machine.installation.guessing = true;
  for (let round = 0; round < 6; round++) {
    const waiting = [...machine.closures.values()]
      .filter((fn) => marked.has(fn.file) && !machine.entered.has(keyOf(fn)))
      .sort((a, b) => (a.file === b.file ? a.code.at - b.code.at : a.file < b.file ? -1 : 1));
    if (waiting.length === 0) return;
    for (const fn of waiting) {
      if (machine.entered.has(keyOf(fn))) continue;
      const run = () => visit(machine, fn);
      if (witness) witness(fn, run);
      else run();
    }
  }
}

export function visit(machine: Machine, fn: FunctionValue): void {
  const at = { file: fn.file, start: fn.code.at, end: fn.code.to };
  const decides = machine.adapters.some((adapter) => adapter.guardMethod === fn.name);
  machine.metadata.reads = decides ? machine.metadata.guardReads : null;
  machine.reserve = fuelPerApp;
  guarded(machine, fn.file, fuelPerVisit, () => {
    const known = fn.home && machine.installation.instances.get(fn.home.env);
    const self = fn.self ?? known ?? (fn.home ? instanceOf(machine, fn.home, at) : null);
    const run = () => {
      callFunction(machine, fn, unknownArguments(machine, fn), self, at);
      machine.runDeferred();
    };
    if (isRunByRequests(machine, fn)) takenBack(machine, run);
    else run();
  });
  machine.reserve = 0;
  machine.metadata.reads = null;
}

/** Whether it is a step that was installed, or part of one. */
function isRunByRequests({ installation }: Machine, fn: FunctionValue): boolean {
  const holds = ({ value }: { readonly value: Value }) =>
    value.t === 'function' && value.file === fn.file && value.code.at <= fn.code.at && fn.code.to <= value.code.to;
  const runs = (entry: EntryRecord) =>
    entry.kind === 'route' ? entry.steps.some(holds) : entry.kind === 'step' && holds(entry.step);
  return installation.scopes.some(({ entries }) => entries.some(runs));
}

/** What it changes of the program is what requests leave there, and no part of the setup. */
function takenBack(machine: Machine, body: () => void): void {
  const since = now();
  const changed: [Change, Writing | null][] = [];
  machine.aside = {
    changes: (change, writing) => {
      if (change.born <= since) changed.push([change, writing]);
    },
  };
  try {
    body();
  } finally {
    machine.aside = null;
    for (const [change, writing] of changed) if (change.born !== 0) machine.lasting.note(change, writing, true);
    for (const [change] of changed.reverse()) undo(change);
  }
}

/** An instance of which only the methods are known, and what its constructor would be given by type. */
function instanceOf(machine: Machine, home: ClassValue, at: Place, depth = 1): ObjectValue {
  const self: ObjectValue = {
    t: 'object',
    properties: new Map(),
    getters: noGetters,
    open: true,
    class: home,
    at,
    born: born(),
  };
  if (depth > 0) {
    for (const [name, type] of new SetupWorkbench(machine).given(home))
      if (type.t === 'class') self.properties.set(name, instanceOf(machine, type, at, depth - 1));
  }
  return self;
}
