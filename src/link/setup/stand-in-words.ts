import type { FunctionExpression } from '#facts';
import type { ClassValue, Value } from '#frameworks';
import { arrayValue, native, objectValue, primitive, stringOf, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import { choice } from '../machine/evaluate.ts';
import { requireModule } from '../machine/loading.ts';
import type { Machine } from '../machine/machine.ts';
import { reachedFrom } from '../machine/processes.ts';
import { containerObject } from './containers.ts';
import { SetupWorkbench } from './workbench.ts';

/** What a stand-in imports from `authlint`, because its language has no word for it. */
export function standInWord(machine: Machine, name: string, at: Place): Value {
  if (name === 'required') return native(name, ([folder, path], here) => required(machine, folder, path, here));
  if (name === 'isAsync') return native(name, ([run]) => primitive(run?.t === 'function' && run.code.async));
  if (name === 'container') return native(name, ([parent]) => containerObject(machine, parent));
  if (name === 'unseen') return native(name, ([why], here) => unknown(stringOf(why) ?? '', here, 'server', true));
  if (name === 'loadedBeside') return native(name, () => loadedBeside(machine));
  if (name === 'current') return native(name, ([part], here) => current(machine, stringOf(part), here));
  if (name === 'methodOf')
    return native(name, ([self, method], here) => methodOf(machine, self, stringOf(method), here));
  if (name === 'isClass') return native(name, ([type]) => primitive(type?.t === 'class'));
  if (name === 'parametersOf') return native(name, ([made]) => parametersOf(made));
  if (name === 'lookUps') return native(name, ([find], here) => lookUps(machine, find, here));
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

/** `loadedBeside()(Class)`: whether the process that runs now loads the file of a class, too. */
function loadedBeside(machine: Machine): Value {
  const reached = reachedFrom(machine);
  return native('loadedBeside', ([type]) => primitive(type?.t !== 'class' || reached(type.file)));
}

/** `current(part)`: of the request that is answered now. */
function current({ trial }: Machine, part: string | null, at: Place): Value {
  if (trial && (part === 'request' || part === 'response')) return { t: 'request', part };
  return unknown('a request', at, 'server', true);
}

/** `methodOf(instance, name)`: tied to the instance, and named by its class. */
function methodOf(machine: Machine, self: Value | undefined, name: string | null, at: Place): Value {
  if (self?.t === 'choice')
    return choice(...self.options.map((one) => [methodOf(machine, one.value, name, at), one.conditions] as const));
  if (self?.t !== 'object' || name === null) return unknown('a method of something that is not seen', at);
  const found = new SetupWorkbench(machine).method(self, name);
  return found.t === 'function' && self.class ? { ...found, name: self.class.name } : found;
}

/** The names of the parameters with which a class or function is made. */
function parametersOf(made: Value | undefined): Value {
  const own = made?.t === 'class' ? constructorOf(made) : made?.t === 'function' ? made.code : null;
  const names = own?.params.map(({ pattern }) => (pattern.p === 'default' ? pattern.of : pattern)) ?? [];
  return arrayValue(names.map((one) => primitive(one.p === 'name' ? one.name : undefined)));
}

function constructorOf({ code, parent }: ClassValue): FunctionExpression | null {
  const own = code.members.find(({ name, static: isStatic }) => name === 'constructor' && !isStatic)?.value;
  if (own?.k === 'function') return own;
  return parent?.t === 'class' ? constructorOf(parent) : null;
}

/** `lookUps(find)`: an object that asks for each of its members when it is read. */
function lookUps(machine: Machine, find: Value | undefined, at: Place): Value {
  const object = objectValue([], true);
  return { ...object, properties: new LookedUp((name) => callValue(machine, find!, [primitive(name)], null, at)) };
}

class LookedUp extends Map<string, Value> {
  readonly #find: (name: string) => Value;

  constructor(find: (name: string) => Value) {
    super();
    this.#find = find;
  }

  override get(name: string): Value {
    return super.get(name) ?? this.#find(name);
  }
}
