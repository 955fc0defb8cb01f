import type { ObjectValue, SourceFile, Value } from '#frameworks';
import { objectValue } from '#frameworks';
import type { Place } from '#text';
import type { Machine } from '../machine/machine.ts';
import { loadable, namespace } from '../machine/modules.ts';

/** The source files of a folder that is named relative to the file that names it; null when it cannot be read. */
export function modulesIn(machine: Machine, folder: Value, at: Place): readonly SourceFile[] | null {
  if (folder.t !== 'primitive' || typeof folder.value !== 'string') return null;
  const path = resolved(folder.value, folder.at?.file ?? at.file);
  if (path === null) return null;
  const prefix = path === '' ? '' : `${path}/`;
  return [...machine.program.under(path)].sort().map((file) => ({
    path: file.slice(prefix.length),
    load: () => exportsOf(machine, file, at),
  }));
}

/** What a module exports, with its default; null when it cannot be read. */
export function exportsOf(machine: Machine, file: string, at: Place): ObjectValue | null {
  const module = loadable(machine, file);
  if (!module) return null;
  const exports = module.isCommonJs ? module.cjsExports : namespace(machine, module, at);
  if (exports.t === 'object') return exports.properties.has('default') ? exports : withDefault(exports);
  return objectValue([['default', exports]]);
}

function withDefault(exports: Extract<Value, { t: 'object' }>): typeof exports {
  return objectValue([...exports.properties, ['default', exports]], exports.open);
}

/** A path relative to the working directory; null for one outside of it. */
export function resolved(path: string, from: string): string | null {
  const parts = path.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
