import type { ClassValue, Value } from '#frameworks';
import { arrayValue, objectValue, primitive, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { keysOf } from '../values/iteration.ts';
import { findMethod } from './classes.ts';
import type { Machine } from './machine.ts';
import { getMember } from './members.ts';

/** The class whose instance members stand on an object; null for what is no prototype. */
function homeOf(machine: Machine, value: Value | undefined): ClassValue | null {
  if (value?.t !== 'object' || !value.class) return null;
  return machine.metadata.prototype(value.class) === value ? value.class : null;
}

/** `Object.getOwnPropertyNames(Type.prototype)`: what decorators of a class go through. */
export function ownNames(machine: Machine, value: Value | undefined, at: Place): Value {
  const home = homeOf(machine, value);
  const own = home?.code.members.flatMap(({ name, kind, static: isStatic }) =>
    typeof name === 'string' && !isStatic && kind !== 'field' && name !== 'constructor' ? [name] : [],
  );
  const names = own ? ['constructor', ...own] : value && keysOf(value);
  return names ? arrayValue(names.map((name) => primitive(name))) : unknown('the names of properties', at);
}

export function ownDescriptor(machine: Machine, [of, key]: readonly Value[], at: Place): Value {
  const name = stringOf(key);
  if (!of || name === null) return unknown('a descriptor', at);
  const home = homeOf(machine, of);
  const replaced = home && machine.metadata.replaced(home, name);
  if (replaced) return objectValue([['value', replaced]]);
  const method = home && findMethod(home, name, of);
  if (method) return objectValue([['value', { ...method.fn, self: null }]]);
  if (!home && keysOf(of)?.includes(name) === false) return undefinedValue;
  return objectValue([['value', getMember(machine, of, name, at)]], true);
}
