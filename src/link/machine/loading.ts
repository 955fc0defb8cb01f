import type { Value } from '#frameworks';
import { objectValue, stringOf, unknown } from '#frameworks';
import type { Place } from '#text';
import type { Machine } from './machine.ts';
import { libraryValue, loadable, namespace, resolve } from './modules.ts';
import { unparsed, unresolved } from './unread-modules.ts';

/** `require(specifier)`. */
export function requireModule(machine: Machine, from: string, specifier: Value, at: Place): Value {
  const name = stringOf(specifier);
  if (name === null) return requireUnknown(machine, from, specifier, at);
  const found = resolve(machine, from, name);
  if (found.kind === 'package') return libraryValue(machine, from, found.name, found.subpath);
  if (found.kind === 'unresolved') return unresolved(machine, 'require', name, found, at);
  if (machine.trial && !machine.modules.has(found.file))
    return unknown('a module loaded while a request is answered', at);
  const module = loadable(machine, found.file);
  if (!module) return unparsed(machine, found.file, at);
  return namespace(machine, module, at);
}

/** `await import(specifier)`. */
export function importModule(machine: Machine, from: string, specifier: Value, at: Place): Value {
  const name = stringOf(specifier);
  if (name === null) return requireUnknown(machine, from, specifier, at);
  const found = resolve(machine, from, name);
  if (found.kind !== 'file') return requireModule(machine, from, specifier, at);
  const module = loadable(machine, found.file);
  if (!module) return unparsed(machine, found.file, at);
  if (!module.isCommonJs) return namespace(machine, module, at);
  const exports = module.cjsExports;
  return exports.t === 'object'
    ? objectValue([...exports.properties, ['default', exports]], exports.open)
    : objectValue([['default', exports]]);
}

/**
 * `require('./routes/' + name)`: one value that stands for each file of that folder, so that what every one of them
 * exports is installed; and a gap, since which of them are loaded is not known.
 */
function requireUnknown(machine: Machine, from: string, specifier: Value, at: Place): Value {
  const reason = 'a module whose name is computed is loaded';
  if (machine.trial) return unknown(reason, at);
  const folder = folderOf(specifier, from);
  const files = folder === null ? [] : machine.program.under(folder).filter((file) => file !== from);
  if (files.length === 0 || files.length > 60) return machine.gapValue(`${reason}: its files are not known`, at);
  machine.gap(`${reason}: taken to be every file of ${folder}`, at);
  const loaded = files.map((file) => loadable(machine, file)).filter((module) => module !== null);
  return {
    t: 'choice',
    options: loaded.map((module) => ({
      value: namespace(machine, module, at),
      conditions: [],
    })),
  };
}

/** The folder that a partly known relative path leads to. */
function folderOf(specifier: Value, from: string): string | null {
  if (specifier.t !== 'text') return null;
  const known = specifier.parts.findIndex((part) => typeof part !== 'string');
  const relative = specifier.parts.slice(0, known).join('');
  if (!/^\.{0,2}\//.test(relative)) return null;
  const here = from.split('/').slice(0, -1);
  for (const part of relative.split('/').slice(0, -1)) {
    if (part === '..') here.pop();
    else if (part !== '.' && part !== '') here.push(part);
  }
  return here.join('/');
}
