import type { Value } from '#frameworks';
import { objectValue, primitive, propertyOf, stringOf, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import { loadable, namespace } from '../machine/modules.ts';
import { testPattern } from '../values/regex.ts';
import { resolved } from './source-files.ts';

/**
 * `requireDirectory(module, path, options)` of require-directory: what the modules of a folder and of those in it export, after
 * `visit` has seen it; null where it cannot be read. https://github.com/troygoode/node-require-directory
 */
export function requiredFolder(machine: Machine, args: readonly Value[], at: Place): Value | null {
  if (machine.trial) return null;
  const [, second, third] = args;
  const isPath = second?.t === 'primitive' || second?.t === 'text';
  const folder = folderOf(machine, isPath ? second : primitive('.'), at);
  if (folder === null) return null;
  const options = isPath ? third : second;
  const prefix = folder === '' ? '' : `${folder}/`;
  const isTaken = filterOf(options);
  const mayGoDeeper = propertyOf(options, 'recurse');
  const root = objectValue();
  for (const file of machine.program.under(folder)) {
    const path = file.slice(prefix.length).split('/');
    if (file === at.file || !isTaken(file)) continue;
    if (path.length > 1 && mayGoDeeper?.t === 'primitive' && mayGoDeeper.value === false) continue;
    const exported = exportsOf(machine, file, at);
    if (!exported) continue;
    const within = path.slice(0, -1).reduce((object, name) => {
      const inner = object.properties.get(name);
      if (inner?.t === 'object') return inner;
      const made = objectValue();
      object.properties.set(name, made);
      return made;
    }, root);
    within.properties.set(path.at(-1)!.replace(/\.\w+$/, ''), visited(machine, options, exported, file, at));
  }
  return root;
}

function exportsOf(machine: Machine, file: string, at: Place): Value | null {
  const module = loadable(machine, file);
  return module && (module.isCommonJs ? module.cjsExports : namespace(machine, module, at));
}

/** What is visited may be replaced. */
function visited(machine: Machine, options: Value | undefined, exported: Value, file: string, at: Place): Value {
  const visit = options?.t === 'function' ? options : propertyOf(options, 'visit');
  if (visit?.t !== 'function') return exported;
  const name = file.slice(file.lastIndexOf('/') + 1);
  const instead = callValue(machine, visit, [exported, primitive(file), primitive(name)], undefinedValue, at);
  return instead.t === 'primitive' || instead.t === 'unknown' ? exported : instead;
}

function filterOf(options: Value | undefined): (file: string) => boolean {
  const [include, exclude] = ['include', 'exclude'].map((name) => propertyOf(options, name));
  const holds = (pattern: Value | undefined, file: string) =>
    pattern?.t === 'regex' ? testPattern(pattern, file) : null;
  return (file) => holds(include, file) !== false && holds(exclude, file) !== true;
}

/** Behind a part that is not known, `process.cwd()` mostly, it lies in one of the folders around the file that asks. */
function folderOf(machine: Machine, path: Value, at: Place): string | null {
  const text = stringOf(path);
  if (text !== null) return resolved(text, path.t === 'primitive' && path.at ? path.at.file : at.file);
  if (path.t !== 'text') return null;
  const [head, ...rest] = path.parts.filter((part) => part !== '');
  const tail = rest.every((part) => typeof part === 'string') ? rest.join('') : '';
  if (typeof head === 'string' || !tail.startsWith('/')) return null;
  const folders = at.file.split('/').slice(0, -1);
  const around = folders.map((_, index) => folders.slice(0, folders.length - index)).concat([[]]);
  const found = around.map((one) => [...one, ...tail.split('/').filter(Boolean)].join('/'));
  return found.find((folder) => machine.program.under(folder).length > 0) ?? null;
}
