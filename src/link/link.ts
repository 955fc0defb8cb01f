import type { Meaning } from '#catalog';
import type { ClassValue, FunctionValue, ObjectValue } from '#frameworks';
import { adapters, noGetters } from '#frameworks';
import type { Model } from '#model';
import type { Place } from '#text';
import { assemble } from './assemble/model.ts';
import { Knowledge } from './knowledge.ts';
import { callFunction, keyOf, unknownArguments } from './machine/calls.ts';
import { Exhausted, Machine, Thrown } from './machine/machine.ts';
import { runModule } from './machine/modules.ts';
import type { Program } from './program.ts';
import { Installation } from './setup/installation.ts';
import { launch } from './setup/launches.ts';
import { startUnstarted } from './setup/unstarted.ts';
import { SetupWorkbench } from './setup/workbench.ts';

export interface LinkOptions {
  /** Globs of routes that are meant to be open, with an optional method in front. */
  readonly publicRoutes?: readonly string[];
  /** Globs of routes that exist to obtain credentials. */
  readonly loginRoutes?: readonly string[];
  /** Steps of evaluation for all judgements together; what is judged after that is unknown. */
  readonly trialFuel?: number;
  /** What the user teaches about modules of their own. */
  readonly catalog?: readonly { readonly module: string; readonly export: string; readonly meaning: Meaning }[];
}

/** Steps of evaluation for one root module and all that it reaches. */
const fuelPerRoot = 800_000;
const fuelPerVisit = 20_000;
/** On top, for a visit that makes an app. */
const fuelPerApp = 200_000;
/** For all requests that the steps of a program are tried with. */
const trialFuel = 200_000_000;

/** Runs the setup code of a program symbolically and lays out what it installs as a model. Deterministic; reads no file. */
export function link(program: Program, options: LinkOptions = {}): Model {
  const own = new Map((options.catalog ?? []).map((one) => [`${one.module}#${one.export || 'default'}`, one.meaning]));
  const machine = new Machine(
    program,
    adapters,
    new Knowledge(program, own),
    (self) => new Installation(self),
    options.trialFuel ?? trialFuel,
  );
  const relevant = program.files.filter((file) => machine.knowledge.matters(file));
  runRoots(machine, program, relevant);
  runCommands(machine, program);
  visitTheUncalled(machine, program);
  guarded(machine, '', fuelPerRoot, () => startUnstarted(machine));
  for (const end of machine.installation.endings) guarded(machine, '', fuelPerVisit, end);
  return assemble(machine, { publicRoutes: options.publicRoutes ?? [], loginRoutes: options.loginRoutes ?? [] });
}

/**
 * Programs begin where nothing imports a file. The byte scan sees imports that are none (in texts and comments), and cycles
 * have no beginning: so what is left is searched for roots again, and in the end everything marked is run.
 */
function runRoots(machine: Machine, program: Program, relevant: readonly string[]): void {
  let rest = relevant;
  for (let round = 0; round < 5 && rest.length > 0; round++) {
    for (const file of rootsAmong(program, rest)) runRoot(machine, file);
    rest = rest.filter((file) => !machine.modules.has(file));
  }
  for (const file of [...program.marked].sort(byRank)) runRoot(machine, file);
}

/** Files that no other of them imports. */
function rootsAmong(program: Program, relevant: readonly string[]): string[] {
  const imported = new Set(relevant.flatMap((file) => program.imports(file).filter((target) => target !== file)));
  return relevant.filter((file) => !imported.has(file));
}

/** In an import cycle nothing is a root: the usual names of entry files are tried first. */
function byRank(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function rank(file: string): number {
  const name = file.split('/').at(-1)!.split('.')[0]!;
  const index = ['server', 'main', 'index', 'app'].indexOf(name);
  return (index < 0 ? 10 : index) + file.split('/').length * 20;
}

function runRoot(machine: Machine, file: string): void {
  if (machine.modules.has(file)) return;
  guarded(machine, file, fuelPerRoot, () => {
    runModule(machine, file);
    machine.runDeferred();
  });
}

/** Modules that a framework's own command starts. */
function runCommands(machine: Machine, program: Program): void {
  const launched = new Set<string>();
  for (const command of program.commands()) {
    guarded(machine, command.from, fuelPerRoot, () => {
      launch(machine, command, launched);
      machine.runDeferred();
    });
  }
}

function guarded(machine: Machine, file: string, fuel: number, body: () => void): void {
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
    machine.conditions = [];
  }
}

/**
 * Functions that nobody called so far: factories that only code outside the analysed files calls, handlers, helpers. They are
 * run once with unknown arguments, so that apps made in them are found and their calls of known libraries are seen.
 */
function visitTheUncalled(machine: Machine, program: Program): void {
  const marked = new Set(program.marked);
  machine.installation.guessing = true;
  for (let round = 0; round < 6; round++) {
    const waiting = [...machine.closures.values()]
      .filter((fn) => marked.has(fn.file) && !machine.entered.has(keyOf(fn)))
      .sort((a, b) => (a.file === b.file ? a.code.at - b.code.at : a.file < b.file ? -1 : 1));
    if (waiting.length === 0) return;
    for (const fn of waiting) if (!machine.entered.has(keyOf(fn))) visit(machine, fn);
  }
}

function visit(machine: Machine, fn: FunctionValue): void {
  const at = { file: fn.file, start: fn.code.at, end: fn.code.to };
  const decides = machine.adapters.some((adapter) => adapter.guardMethod === fn.name);
  machine.metadata.reads = decides ? machine.installation.guardReads : null;
  machine.reserve = fuelPerApp;
  guarded(machine, fn.file, fuelPerVisit, () => {
    const known = fn.home && machine.installation.instances.get(fn.home.env);
    const self = fn.self ?? known ?? (fn.home ? instanceOf(machine, fn.home, at) : null);
    callFunction(machine, fn, unknownArguments(machine, fn), self, at);
    machine.runDeferred();
  });
  machine.reserve = 0;
  machine.metadata.reads = null;
}

/** An instance of which only the methods are known, and what its constructor would be given by type. */
function instanceOf(machine: Machine, home: ClassValue, at: Place, depth = 1): ObjectValue {
  const self: ObjectValue = { t: 'object', properties: new Map(), getters: noGetters, open: true, class: home, at };
  if (depth > 0) {
    for (const [name, type] of new SetupWorkbench(machine).given(home))
      if (type.t === 'class') self.properties.set(name, instanceOf(machine, type, at, depth - 1));
  }
  return self;
}
