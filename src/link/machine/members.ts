import type { ClassValue, MadeValue, NativeValue, ObjectValue, Primitive, ScopeValue, Value } from '#frameworks';
import { native, objectValue, primitive, undefinedValue, unknown } from '#frameworks';
import type { Condition } from '#model';
import type { Place } from '#text';
import { asked } from '../values/address.ts';
import { memberOfUnknown } from '../values/derivations.ts';
import { arrayMember } from './arrays.ts';
import { callFunction } from './calls.ts';
import { findMethod } from './classes.ts';
import { joinSteps, spliceSteps } from './conditioned.ts';
import { choice } from './evaluate.ts';
import { functionMember } from './functions.ts';
import { libraryMember, ownProperty } from './globals.ts';
import type { Machine } from './machine.ts';
import { Thrown } from './machine.ts';
import { standInExport } from './modules.ts';
import { promiseMember } from './promises.ts';
import { regexMember, stringMember } from './strings.ts';

/** `object.name`; `name` is null when it is computed from something unknown. */
export function getMember(machine: Machine, of: Value, name: string | null, at: Place): Value {
  const object = machine.trial ? machine.trial.resolve(of) : of;
  switch (object.t) {
    case 'object':
      return objectMember(machine, object, name, at);
    case 'array':
      return arrayMember(machine, object, name, at);
    case 'function':
      machine.trial?.identifies(object);
      return functionMember(machine, object, name, at);
    case 'class':
      machine.trial?.identifies(object);
      return classMember(machine, object, name, at);
    case 'library':
      if (name === null) return unknown('a computed export of a package', at);
      return standInExport(machine, object, name, at) ?? libraryMember(object, name, at);
    case 'made':
      return madeMember(object, name, at);
    case 'scope':
      return scopeMember(machine, object, name ?? 'member', at);
    case 'route-chain':
      return native(name ?? 'member', (args) => machine.packages.callScope(object, name ?? '', args, at));
    case 'choice':
      return choice(
        ...object.options.map((option) => [getMember(machine, option.value, name, at), option.conditions] as const),
      );
    case 'promise':
      return promiseMember(machine, object, name, at);
    case 'regex':
      return regexMember(machine, object, name, at);
    case 'primitive': {
      const kind = asked(object, 'the kind', kindOf) ?? kindOf(object.value);
      if (kind === 'nothing') return ofNothing(machine, object, at);
      if (kind === 'string') return stringMember(machine, object, name, at);
      return name === null || /^(to|value)/.test(name) ? unknown('a member of a number', at) : undefinedValue;
    }
    case 'text':
      return stringMember(machine, object, name, at);
    case 'native':
      return nativeMember(object, name, at);
    case 'request':
    case 'credential':
    case 'missing':
    case 'answer':
      return machine.trial ? machine.trial.operations.member(object, name, at) : unknown('a part of a request', at);
    case 'environment':
    case 'unknown':
      return machine.trial ? machine.trial.operations.member(object, name, at) : memberOfUnknown(object, name, at);
  }
}

function kindOf(value: Primitive['value']): string {
  return value === undefined || value === null ? 'nothing' : typeof value;
}

function ofNothing(machine: Machine, object: Value, at: Place): Value {
  if (machine.trial) throw new Thrown(machine.trial.operations.typeError(object, at));
  return unknown('a member of something undefined', at);
}

/** `app.get.call(app, …)` and friends. */
function nativeMember(fn: NativeValue, name: string | null, at: Place): Value {
  if (name === 'call') return native(name, ([self, ...args]) => fn.call(args, at, self ?? null));
  if (name === 'apply')
    return native(name, ([self, list]) => fn.call(list?.t === 'array' ? list.items : [], at, self ?? null));
  if (name === 'bind')
    return native(name, ([self, ...bound]) => ({
      ...fn,
      call: (args, place) => fn.call([...bound, ...args], place, self ?? null),
    }));
  return unknown('a member of a built-in function', at);
}

function objectMember(
  machine: Machine,
  object: Extract<Value, { t: 'object' }>,
  name: string | null,
  at: Place,
): Value {
  if (name === null)
    return (
      anyOf(machine, object, at) ?? machine.lasting.madeOf(unknown('a property whose name is not known', at), object)
    );
  const own = object.properties.get(name);
  if (machine.lasting.heeded && machine.lasting.isOfSetup(object))
    machine.lasting.heed(object.properties, own ?? object);
  if (own) return own;
  const getter = object.getters.get(name);
  if (getter) return callFunction(machine, getter, [], object, at);
  if (object.class) {
    if (name === 'constructor') return object.class;
    const found = findMethod(object.class, name, object);
    if (found) return found.kind === 'getter' ? callFunction(machine, found.fn, [], object, at) : found.fn;
  }
  if (name === 'hasOwnProperty') {
    return native(name, ([key]) => (key && ownProperty(machine, object, key, at)) ?? unknown('a membership test', at));
  }
  if (name === 'undefined') return undefinedValue;
  if (name === 'toString') return native(name, () => unknown('a text', at, 'server', true));
  if (!object.open) return undefinedValue;
  const taken = machine.trial?.operations.takenApart(object, name);
  if (taken) return taken;
  return machine.lasting.madeOf(unknown(`property ${name} of an object that is only partly known`, at), object);
}

/** A table of steps, asked with a key that is not known while the server is set up: each of them may be meant. */
function anyOf(machine: Machine, { properties, open }: Extract<Value, { t: 'object' }>, at: Place): Value | null {
  const values = [...properties.values()];
  if (machine.trial || open || values.length === 0 || values.length > 12) return null;
  if (!values.every(({ t }) => /^(function|native|made|library)$/.test(t))) return null;
  return choice(...values.map((value) => [value, [condition(at)]] as const));
}

function condition(at: Place): Condition {
  return { kind: 'unknown', text: 'a key that is not known', holds: true, at };
}

function classMember(machine: Machine, home: ClassValue, name: string | null, at: Place): Value {
  const own = home.statics.get(name ?? '');
  if (own) return own;
  if (name === 'name') {
    machine.trial?.asksNames();
    return primitive(home.name);
  }
  if (name === 'prototype') return machine.metadata.prototype(home);
  const getter = home.code.members.find((member) => member.static && member.kind === 'getter' && member.name === name);
  if (getter?.value?.k === 'function') {
    const fn: Value = {
      t: 'function',
      code: getter.value,
      file: home.file,
      env: home.env,
      self: home,
      home,
      bound: [],
      properties: new Map(),
      name: name ?? '',
    };
    return callFunction(machine, fn, [], home, at);
  }
  if (home.parent) return getMember(machine, home.parent, name, at);
  return undefinedValue;
}

function madeMember(object: MadeValue, name: string | null, at: Place): Value {
  if (name === null) return unknown('a computed member', at);
  return object.properties.get(name) ?? { ...object, path: object.path ? `${object.path}.${name}` : name };
}

/** `object.name = value`. */
export function setMember(machine: Machine, of: Value, name: string | null, value: Value, at: Place): void {
  const object = machine.trial ? machine.trial.resolve(of) : of;
  switch (object.t) {
    case 'object':
      if (name === null) machine.assign(object, 'open', true, object.born);
      else if (name === 'exports' && machine.modules.get(at.file)?.object === object) {
        machine.modules.get(at.file)!.assignExports(machine, value);
      } else setProperty(machine, object, name, withName(value, name));
      return;
    case 'array':
      if (name !== null && /^\d+$/.test(name)) spliceSteps(machine, object, Number(name), 1, [value]);
      else if (name === 'length' && value.t === 'primitive')
        spliceSteps(machine, object, Number(value.value), object.items.length, []);
      return;
    case 'function':
      if (name !== null) machine.set(object.properties, name, withName(value, name));
      return;
    case 'class':
      if (name !== null) machine.set(object.statics, name, value);
      return;
    case 'scope':
      if (name !== null && machine.installation.scopes[object.id]!.adapter.groups?.[name])
        machine.packages.callOriginal(object, `${name} =`, [value], at);
      else if (name !== null) setProperty(machine, object, name, value);
      return;
    case 'made':
      if (name !== null) machine.set(object.properties, name, value);
      return;
    case 'request':
      machine.trial?.operations.write(object, name, value, at);
      return;
    case 'choice':
      for (const option of object.options) setMember(machine, option.value, name, value, at);
      return;
    case 'missing':
    case 'primitive':
      if (machine.trial && (object.t === 'missing' || object.value === undefined || object.value === null)) {
        throw new Thrown(machine.trial.operations.typeError(object, at));
      }
      return;
    default:
      return;
  }
}

/** A property of a scope, its own or inherited. */
export function scopeProperty(scope: ScopeValue, name: string): Value | undefined {
  return scope.properties.get(name) ?? (scope.parent ? scopeProperty(scope.parent, name) : undefined);
}

function scopeMember(machine: Machine, scope: ScopeValue, name: string, at: Place): Value {
  const own = scopeProperty(scope, name);
  if (own) return own;
  const { adapter } = machine.installation.scopes[scope.id]!;
  if (adapter.lacks?.(name)) return absentMember(machine, scope, name, at);
  const group = adapter.groups?.[name];
  if (group) {
    return objectValue(
      group.map((member) => [
        member,
        native(member, (args, place) => machine.packages.callOriginal(scope, `${name}.${member}`, args, place)),
      ]),
      true,
    );
  }
  return native(name, (args) => machine.packages.callOriginal(scope, name, args, at));
}

/** A member that nothing has put on the scope so far. While a request is answered it may be there. */
function absentMember(machine: Machine, scope: ScopeValue, name: string, at: Place): Value {
  if (machine.trial || machine.installation.isOpen(scope))
    return unknown(`app.${name}, which nothing that was seen defines`, at);
  const value = primitive(undefined, at);
  machine.installation.absences.set(value, { scope: scope.id, name, at });
  return value;
}

function withName(value: Value, name: string): Value {
  return value.t === 'function' && value.name === '' && name !== 'exports' ? { ...value, name } : value;
}

export function setProperty(machine: Machine, of: ObjectValue | ScopeValue, name: string, value: Value): void {
  const { properties } = of;
  const made = of.t === 'object' ? of.born : machine.installation.scopes[of.id]!.born;
  machine.set(properties, name, joinSteps(machine, made, properties.get(name), value), of.t === 'object' ? made : 0);
}

export function deleteMember(machine: Machine, object: Value, name: string | null): void {
  if (object.t === 'object' && name !== null && object.properties.has(name))
    setProperty(machine, object, name, undefinedValue);
}
