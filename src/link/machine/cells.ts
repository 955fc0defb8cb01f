import type { Value } from '#frameworks';
import type { Cell } from '../values/environment.ts';
import type { Machine } from './machine.ts';
import { loadable, type Module, resolve } from './modules.ts';

/** The variable behind an imported name; null when it is none, or not there yet. Long chains of re-exports are walked once. */
export function importedCell(machine: Machine, from: string, specifier: string, imported: string): Cell | null {
  if (imported === '*' || imported === '=') return null;
  const found = resolve(machine, from, specifier);
  const module = found.kind === 'file' ? loadable(machine, found.file) : null;
  return module && exportedCell(machine, module, imported, { seen: new Set(), isFinal: true });
}

/** One search for a name. */
interface Search {
  readonly seen: Set<string>;
  /** No module on the way was still running or met twice: another search would find the same. */
  isFinal: boolean;
}

function exportedCell(machine: Machine, module: Module, name: string, search: Search): Cell | null {
  if (module.isCommonJs) return null;
  const known = module.cells.get(name);
  if (known !== undefined) return known;
  const { seen, isFinal } = search;
  const key = `${module.file}\0${name}`;
  if (seen.has(key)) {
    search.isFinal = false;
    return null;
  }
  seen.add(key);
  search.isFinal = module.state === 'done';
  const cell = searchedCell(machine, module, name, search);
  if (search.isFinal) module.cells.set(name, cell);
  search.isFinal &&= isFinal;
  return cell;
}

function searchedCell(machine: Machine, module: Module, name: string, search: Search): Cell | null {
  const elsewhere = (specifier: string, imported: string) => {
    const found = imported === '*' ? null : resolve(machine, module.file, specifier);
    const target = found?.kind === 'file' ? loadable(machine, found.file) : null;
    return target && exportedCell(machine, target, imported, search);
  };
  const own = module.facts.exports.find((fact) => fact.kind !== 'star' && fact.name === name);
  // While a module runs, its variables may still be declared anew.
  if (own?.kind === 'local') return module.state === 'done' ? module.env.lookup(own.local) : null;
  if (own && own.kind !== 'star') return elsewhere(own.from, own.imported);
  if (name === 'default') return null;
  for (const fact of module.facts.exports) {
    const cell = fact.kind === 'star' ? elsewhere(fact.from, name) : null;
    if (cell) return cell;
  }
  return null;
}

export function valueIn(cell: Cell): Value {
  return cell.resolve ? cell.resolve() : cell.value;
}
