import { isStandIn } from '#catalog';
import type { FunctionValue, Value } from '#frameworks';
import { capturesOf } from '../values/captures.ts';
import type { Environment } from '../values/environment.ts';
import { mapEntries } from '../values/iteration.ts';
import { globalPackage } from './program.ts';

/** Globals by which code gets at what is not written in it. */
const outward = new Set(['fetch', 'require']);

/**
 * Whether what a function delivers may come from elsewhere: it names a package, or a value that cannot be read. False only
 * where all that it names is the program's own: variables of the environment, constants, files, functions like itself.
 */
export function fetches({ code, env }: FunctionValue, seen: Set<object> = new Set()): boolean {
  if (seen.has(code)) return false;
  seen.add(code);
  const { names, usesReceiver } = capturesOf(code);
  return (
    usesReceiver ||
    names.some((name) => {
      const cell = (env as Environment).lookup(name);
      if (!cell) return outward.has(name);
      return isForeign(cell.resolve ? cell.resolve() : cell.value, seen);
    })
  );
}

function isForeign(value: Value, seen: Set<object>): boolean {
  switch (value.t) {
    case 'primitive':
    case 'environment':
    case 'text':
      return false;
    case 'function':
      return fetches(value, seen);
    case 'library':
      return value.package === globalPackage ? outward.has(value.path) : !value.package.startsWith('node:');
    case 'made':
      return !value.by.package.startsWith('node:');
    // What stands in for a library computes: it asks nobody.
    case 'class':
      if (isStandIn(value.file) || seen.has(value.env)) return false;
      seen.add(value.env);
      return [...value.statics.values()].some((one) => isForeign(one, seen));
    case 'object':
      if (seen.has(value) || (value.class && isStandIn(value.class.file))) return false;
      seen.add(value);
      if (mapEntries.has(value)) return isForeign(mapEntries.get(value)!, seen);
      return value.open || [...value.properties.values()].some((one) => isForeign(one, seen));
    case 'array':
      return value.open || value.items.some((one) => isForeign(one, seen));
    case 'choice':
      return value.options.some((option) => isForeign(option.value, seen));
    default:
      return true;
  }
}
