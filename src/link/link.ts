import type { Meaning } from '#catalog';
import { adapters } from '#frameworks';
import type { Model } from '#model';
import { assemble } from './assemble/model/model.ts';
import { Knowledge } from './known/knowledge.ts';
import type { Program } from './known/program.ts';
import { Live } from './live/live.ts';
import { Recorder } from './live/recorder.ts';
import { Machine } from './machine/machine.ts';
import { runModule } from './machine/modules.ts';
import { installDoors } from './setup/doors.ts';
import { launch } from './setup/launches.ts';
import { calledPackages } from './setup/packages.ts';
import { startUnstarted } from './setup/unstarted.ts';
import { fuelPerVisit, guarded, visitTheUncalled } from './setup/visits.ts';

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
/** For all requests that the steps of a program are tried with. */
const trialFuel = 75_000_000;

/** Runs the setup code of a program symbolically and lays out what it installs as a model. Deterministic; reads no file. */
export function link(program: Program, options: LinkOptions = {}): Model {
  return run(program, options, null).model;
}

/** A model, and the names that were asked for beyond what each file declares itself: what it may have imported. */
export interface Told {
  readonly model: Model;
  readonly asked: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The same, with what the model does not follow from. */
export function linkAndTell(program: Program, options: LinkOptions = {}): Told {
  const { machine, model } = run(program, options, null);
  const asked = [...machine.modules].map(([file, { env }]) => [file, env.parent?.asked ?? new Set<string>()] as const);
  return { model, asked: new Map(asked) };
}

/** The same, with what is needed to tell whether the model would be another if some functions had other bodies. */
export function linkLive(program: Program, options: LinkOptions = {}): Live {
  const recorder = new Recorder();
  const { machine, model } = run(program, options, recorder);
  return new Live(model, machine, recorder);
}

function run(program: Program, options: LinkOptions, recorder: Recorder | null): { machine: Machine; model: Model } {
  const own = new Map((options.catalog ?? []).map((one) => [`${one.module}#${one.export || 'default'}`, one.meaning]));
  const machine = new Machine(
    program,
    adapters,
    new Knowledge(program, own),
    calledPackages,
    options.trialFuel ?? trialFuel,
  );
  machine.witness = recorder;
  const relevant = program.files.filter((file) => machine.knowledge.matters(file));
  runRoots(machine, program, relevant);
  runCommands(machine, program);
  visitTheUncalled(machine, program, recorder && ((fn, run) => recorder.visited(machine, fn, run)));
  guarded(machine, '', fuelPerRoot, () => startUnstarted(machine));
  for (const end of machine.installation.endings) guarded(machine, '', fuelPerVisit, end);
  guarded(machine, '', fuelPerVisit, () => installDoors(machine));
  const routes = { publicRoutes: options.publicRoutes ?? [], loginRoutes: options.loginRoutes ?? [] };
  return { machine, model: assemble(machine, routes) };
}

/**
 * Programs begin where nothing imports a file. The byte scan sees imports that are none (in texts and comments), and cycles
 * have no beginning: so what is left is searched for roots again, and in the end everything marked is run.
 */
function runRoots(machine: Machine, program: Program, relevant: readonly string[]): void {
  let rest = relevant;
  for (let round = 0; round < 5 && rest.length > 0; round++) {
    const roots = rootsAmong(rest, (file) => program.imports(file));
    // A folder or a package that is only named may close a circle around all of them.
    for (const file of roots.length > 0 ? roots : rootsAmong(rest, (one) => importsOf(program, one)))
      runRoot(machine, file);
    rest = rest.filter((file) => !machine.modules.has(file));
  }
  for (const file of [...program.marked].sort(byRank)) runRoot(machine, file);
}

/** Files that no other of them imports. */
function rootsAmong(relevant: readonly string[], importsOf: (file: string) => readonly string[]): string[] {
  const imported = new Set(relevant.flatMap((file) => importsOf(file).filter((target) => target !== file)));
  return relevant.filter((file) => !imported.has(file));
}

/** Those that its import declarations name, where it has any. */
function importsOf(program: Program, file: string): readonly string[] {
  const declared = program.facts(file)?.imports ?? [];
  if (declared.length === 0) return program.imports(file);
  return declared.flatMap(({ from }) => {
    const resolution = program.resolve(file, from);
    return resolution.kind === 'file' ? [resolution.file] : [];
  });
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
  machine.root = file;
  guarded(machine, file, fuelPerRoot, () => {
    runModule(machine, file);
    machine.runDeferred();
  });
  machine.root = null;
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
