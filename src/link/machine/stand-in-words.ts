import type { Value } from '#frameworks';
import { native, primitive, stringOf, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from './calls.ts';
import { requireModule } from './loading.ts';
import type { Machine } from './machine.ts';

/** What a stand-in imports from `authlint`, because its language has no word for it. */
export function standInWord(machine: Machine, name: string, at: Place): Value {
  if (name === 'required') return native(name, ([folder, path], here) => required(machine, folder, path, here));
  if (name === 'isAsync') return native(name, ([run]) => primitive(run?.t === 'function' && run.code.async));
  if (name !== 'placed') return unknown(`authlint.${name}`, at);
  // `placed()` keeps where the project has called; what is run by its result stands there.
  return native(name, (_, here) =>
    native(name, ([body]) => (body ? callValue(machine, body, [], null, here) : unknown('', at))),
  );
}

/** `required(folder, path)`: the module at a path within a folder that the project has named. */
function required(machine: Machine, folder: Value | undefined, path: Value | undefined, at: Place): Value {
  const within = stringOf(folder);
  const file = folder?.t === 'primitive' ? folder.at?.file : undefined;
  const name = stringOf(path);
  if (within === null || file === undefined || name === null)
    return unknown('a module of a folder that is not seen', at);
  return requireModule(machine, file, primitive(`${within}/${name}`), at);
}
