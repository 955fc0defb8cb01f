import { isStandIn, standInOf } from '#catalog';
import type { ExportFact, Facts } from '#facts';
import type { ObjectValue, Value } from '#frameworks';
import { objectValue, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import type { Resolution } from '../known/program.ts';
import { globalPackage } from '../known/program.ts';
import { type Cell, Environment } from '../values/environment.ts';
import { importedCell, valueIn } from './cells.ts';
import { caught, runStatements } from './execute.ts';
import type { Machine } from './machine.ts';
import { replaceTaught } from './taught.ts';
import { unparsed, unresolved } from './unread-modules.ts';

/** A module and what it exports. Evaluated once, when it is first imported; cycles see what is there so far. */
export class Module {
  readonly file: string;
  readonly facts: Facts;
  readonly env: Environment;
  /** CommonJS `module`. */
  readonly object: ObjectValue;
  state: 'new' | 'running' | 'done' = 'new';
  /** The variables behind exported names, as far as that is settled. */
  readonly cells = new Map<string, Cell | null>();
  /** All exports as one object, once the module has run. */
  namespace: ObjectValue | null = null;

  constructor(file: string, facts: Facts) {
    this.file = file;
    this.facts = facts;
    this.env = new Environment(new Environment(null, file), file, { self: undefinedValue, args: [], home: null });
    const exports = objectValue();
    this.object = objectValue([['exports', exports]]);
    // Compilers make scripts of modules, too: `import` beside `module.exports`.
    if (facts.kind === 'script' || this.isCommonJs) {
      this.env.parent!.declare('module', this.object);
      this.env.parent!.declare('exports', exports);
    }
    if (facts.kind === 'script') this.env.frame!.self = exports;
  }

  get cjsExports(): Value {
    return this.object.properties.get('exports') ?? undefinedValue;
  }

  /** `module.exports = value` and `export = value`. */
  assignExports(machine: Machine, value: Value): void {
    machine.set(this.object.properties, 'exports', value, this.object.born);
  }

  get isData(): boolean {
    return this.file.endsWith('.json');
  }

  get isCommonJs(): boolean {
    return this.facts.exports.length === 0;
  }
}

/** Steps of evaluation for a module that is first reached while a request is judged. */
const moduleFuel = 200_000;

/** Evaluates a file's module body, its imports first; null when it cannot be parsed. */
export function runModule(machine: Machine, file: string): Module | null {
  const known = machine.modules.get(file);
  if (known) return known;
  const facts = machine.program.facts(file);
  if (!facts) return null;
  const load = () => loaded(machine, file, facts);
  return machine.witness ? machine.witness.loads(machine, file, load) : load();
}

function loaded(machine: Machine, file: string, facts: Facts): Module {
  const module = new Module(file, facts);
  machine.modules.set(file, module);
  if (machine.root !== null) machine.loadedBy.set(file, machine.root);
  module.state = 'running';
  const { conditions, trial, fuel } = machine;
  // A module that is first reached while a request is judged is still set up for real.
  machine.trial = null;
  if (trial) machine.fuel = moduleFuel;
  bindImports(machine, module);
  try {
    machine.conditions = [];
    const end = caught(() => runStatements(machine, facts.body, module.env));
    if (end?.kind === 'throw') machine.endsByThrowing(file);
  } finally {
    machine.conditions = conditions;
    machine.trial = trial;
    // What data costs is bounded by its size.
    if (trial || module.isData) machine.fuel = fuel;
  }
  module.state = 'done';
  replaceTaught(machine, module);
  return module;
}

/** ES imports run before the body. Files that cannot matter are run only when something of theirs is used. */
function bindImports(machine: Machine, module: Module): void {
  for (const fact of module.facts.imports) {
    const at = { file: module.file, start: fact.at, end: fact.to };
    const found = resolve(machine, module.file, fact.from);
    if (found.kind === 'file' && !fact.typeOnly && machine.knowledge.matters(found.file))
      runModule(machine, found.file);
    for (const { imported, local } of fact.names) {
      let cell: Cell | null = null;
      // While a cycle of imports runs, it may not be there yet.
      let tries = 0;
      module.env.parent!.bind(local, () => {
        if (cell === null && tries++ < 3) cell = importedCell(machine, module.file, fact.from, imported);
        return cell ? valueIn(cell) : importedValue(machine, module.file, found, fact.from, imported, at);
      });
    }
  }
}

/** Where an import leads; a stand-in imports packages only. */
export function resolve(machine: Machine, from: string, specifier: string): Resolution {
  return isStandIn(from) ? { kind: 'package', name: specifier, subpath: '' } : machine.program.resolve(from, specifier);
}

/** The value of one imported name. */
function importedValue(
  machine: Machine,
  from: string,
  found: Resolution,
  specifier: string,
  imported: string,
  at: Place,
): Value {
  if (found.kind === 'package') {
    if (found.name === 'authlint' && isStandIn(from)) return machine.packages.standInWord(imported, at);
    const library = libraryValue(machine, from, found.name, found.subpath);
    const standIn = standInExport(machine, library, imported, at);
    if (standIn) return standIn;
    return imported === '*' || imported === 'default' || imported === '=' ? library : member(library, imported);
  }
  if (found.kind === 'unresolved') return unresolved(machine, 'import', specifier, found, at);
  const module = loadable(machine, found.file);
  if (!module) return unparsed(machine, found.file, at);
  if (imported === '*' || imported === '=') return namespace(machine, module, at);
  return (
    exportedValue(machine, module, imported, at, new Set()) ?? unknown(`${found.file} does not export ${imported}`, at)
  );
}

/** What a stand-in exports under a name, when the package has one. */
export function standInExport(machine: Machine, library: Value, name: string, at: Place): Value | null {
  if (library.t !== 'library' || library.path !== '' || name === '*') return null;
  const file = standInOf(library.package);
  if (file === null) return null;
  if (!machine.standIns.has(file)) machine.standIns.set(file, library.from);
  const module = runModule(machine, file);
  return module && exportedValue(machine, module, name, at, new Set());
}

function member(library: Value, name: string): Value {
  if (library.t !== 'library') return library;
  return { ...library, path: library.path ? `${library.path}.${name}` : name };
}

export function libraryValue(machine: Machine, from: string, name: string, subpath: string): Value {
  // What a file deep inside a package exports is not what the package exports.
  const packageName = subpath ? `${name}/${subpath}` : name;
  const home = machine.standIns.get(from) ?? from;
  // https://nodejs.org/api/process.html: that module is the global object.
  const isProcess = packageName === 'node:process';
  return {
    t: 'library',
    package: isProcess ? globalPackage : packageName,
    path: isProcess ? 'process' : '',
    version: machine.program.version(name, home)?.version ?? null,
    from: home,
  };
}

/** Files that are no modules are read as unknown. */
export function loadable(machine: Machine, file: string): Module | null {
  return /\.(?:[cm]?[jt]sx?|json)$/.test(file) ? runModule(machine, file) : null;
}

/** The value exported under a name, through re-exports and `export *`; null when there is none. */
function exportedValue(machine: Machine, module: Module, name: string, at: Place, seen: Set<string>): Value | null {
  const key = `${module.file}\0${name}`;
  if (seen.has(key)) return null;
  seen.add(key);
  if (module.isCommonJs) return commonJsExport(module, name, at);
  const own = module.facts.exports.find((fact) => fact.kind !== 'star' && fact.name === name);
  if (own) return valueOfExport(machine, module, own, at, seen);
  for (const fact of module.facts.exports) {
    if (fact.kind !== 'star' || name === 'default') continue;
    const value = fromElsewhere(machine, module, fact.from, name, at, seen);
    if (value) return value;
  }
  return null;
}

function commonJsExport(module: Module, name: string, at: Place): Value | null {
  const exports = module.cjsExports;
  if (exports.t === 'object') {
    const own = exports.properties.get(name);
    // https://nodejs.org/api/esm.html#json-modules: by default all of it, whatever it says under that name.
    if (own && !(module.isData && name === 'default')) return own;
    if (name === 'default') return exports;
    return exports.open || module.state === 'running' ? unknown(`export ${name}`, at) : null;
  }
  if (name === 'default') return exports;
  if (exports.t === 'function' || exports.t === 'class') {
    const properties = exports.t === 'function' ? exports.properties : exports.statics;
    return properties.get(name) ?? null;
  }
  return exports.t === 'library' ? member(exports, name) : unknown(`export ${name}`, at);
}

function valueOfExport(machine: Machine, module: Module, fact: ExportFact, at: Place, seen: Set<string>): Value | null {
  if (fact.kind === 'local') {
    const cell = module.env.lookup(fact.local);
    if (!cell)
      return module.state === 'running' ? unknown(`export ${fact.name} of a module that is still running`, at) : null;
    return valueIn(cell);
  }
  if (fact.kind === 'star') return null;
  return fromElsewhere(machine, module, fact.from, fact.imported, at, seen);
}

function fromElsewhere(
  machine: Machine,
  module: Module,
  specifier: string,
  name: string,
  at: Place,
  seen: Set<string>,
): Value | null {
  const found = resolve(machine, module.file, specifier);
  if (found.kind === 'file' && name !== '*') {
    const target = loadable(machine, found.file);
    return target ? exportedValue(machine, target, name, at, seen) : null;
  }
  if (found.kind === 'unresolved') return name === '*' ? unknown(specifier, at) : null;
  return importedValue(machine, module.file, found, specifier, name, at);
}

/** `import * as ns`: an object with every export. */
export function namespace(machine: Machine, module: Module, at: Place): Value {
  if (module.isCommonJs) return module.cjsExports;
  if (module.namespace) return module.namespace;
  const result = objectValue([], false);
  for (const name of exportedNames(machine, module, new Set())) {
    const value = exportedValue(machine, module, name, at, new Set());
    if (value) result.properties.set(name, value);
  }
  if (module.state === 'done') module.namespace = result;
  return result;
}

function exportedNames(machine: Machine, module: Module, seen: Set<string>): Set<string> {
  const names = new Set<string>();
  if (seen.has(module.file)) return names;
  seen.add(module.file);
  for (const fact of module.facts.exports) {
    if (fact.kind !== 'star') names.add(fact.name);
    else {
      const found = resolve(machine, module.file, fact.from);
      const target = found.kind === 'file' ? loadable(machine, found.file) : null;
      if (target) for (const name of exportedNames(machine, target, seen)) if (name !== 'default') names.add(name);
    }
  }
  return names;
}
