import type { FunctionValue, LibraryValue, ScopeValue, Value } from '#frameworks';
import { born, noGetters, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import type { Environment } from '../values/environment.ts';
import { callFunction, deferCallbacks } from './calls.ts';
import { fields, initialise, instantiate } from './classes.ts';
import { becomeAnswer, becomeError } from './errors.ts';
import { choice } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { madeBy } from './operators.ts';

/** What a constructor returns in place of what was made. */
const objects: ReadonlySet<Value['t']> = new Set([
  'object',
  'array',
  'scope',
  'function',
  'class',
  'native',
  'made',
  'promise',
]);

/** `new callee(...args)`. */
export function construct(machine: Machine, callee: Value, args: readonly Value[], at: Place): Value {
  switch (callee.t) {
    case 'class':
      return instantiate(machine, callee, args, at);
    case 'library':
      return machine.packages.call(callee, args, at, true);
    case 'function': {
      const self: Value = {
        t: 'object',
        properties: new Map(),
        getters: noGetters,
        open: false,
        class: null,
        at,
        born: born(),
      };
      for (const [name, value] of prototypeOf(callee))
        self.properties.set(name, value.t === 'function' ? { ...value, self } : value);
      madeBy.set(self, callee);
      const result = callFunction(machine, callee, args, self, at);
      return objects.has(result.t) ? result : self;
    }
    case 'choice':
      return choice(
        ...callee.options.map((option) => [construct(machine, option.value, args, at), option.conditions] as const),
      );
    default:
      if (!machine.trial) deferCallbacks(machine, args, at);
      return unknown('an instance of a class that is not seen', at, 'server', true);
  }
}

function prototypeOf(fn: FunctionValue): Iterable<[string, Value]> {
  const prototype = fn.properties.get('prototype');
  return prototype?.t === 'object' ? prototype.properties : [];
}

/** What the constructor of a library's class was given by an instance of a class that extends it. */
export const parentArguments = new WeakMap<object, readonly Value[]>();

/** The options of a library's class that is extended. */
function observeParent(machine: Machine, library: LibraryValue, args: readonly Value[], at: Place): void {
  const meaning = machine.trial ? null : machine.knowledge.meaning(library);
  if (meaning) machine.installation.observe({ meaning, library, args, at, conditions: machine.conditions });
}

/** What an app or router was made with that is an instance of a class of the program. */
function setOptions(machine: Machine, { id }: ScopeValue, options: Value | undefined): void {
  const given = options?.t === 'object' ? options.properties : [];
  for (const [name, value] of given) machine.installation.scopes[id]!.options.set(name, value);
}

/** `super(...args)`. */
export function constructParent(machine: Machine, env: Environment, args: readonly Value[], at: Place): Value {
  const frame = env.nearestFrame();
  const home = frame?.home;
  if (frame?.self?.t === 'scope' && home) {
    if (home.parent?.t === 'class') initialise(machine, home.parent, frame.self, args, at);
    else setOptions(machine, frame.self, args[0]);
    fields(machine, home, frame.self);
    return undefinedValue;
  }
  if (frame?.self?.t !== 'object' || !home) return undefinedValue;
  if (home.parent?.t === 'class') initialise(machine, home.parent, frame.self, args, at);
  becomeError(machine, frame.self, home.parent, args);
  if (home.parent?.t === 'library') {
    parentArguments.set(frame.self, args);
    becomeAnswer(machine, frame.self, home.parent, args);
    observeParent(machine, home.parent, args, at);
  }
  fields(machine, home, frame.self);
  return undefinedValue;
}
