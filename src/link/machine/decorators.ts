import type { ClassMember, Expression, Parameter } from '#facts';
import type { ClassValue, Value } from '#frameworks';
import { objectValue, primitive, undefinedValue } from '#frameworks';
import type { Environment } from '../values/environment.ts';
import { callValue } from './calls.ts';
import { findMethod } from './classes.ts';
import { evaluate, placeOf } from './evaluate.ts';
import { Exhausted, type Machine, Thrown } from './machine.ts';

/** Steps of evaluation for the decorators of one class. */
const fuel = 20_000;

/**
 * Runs the decorators of a class as TypeScript's compiler lays them out: members in order, of each its parameters', then
 * its own; the class's last. Within one place the lowest runs first. They run when somebody asks for what they leave.
 */
export function decorate(machine: Machine, home: ClassValue): void {
  const { conditions, trial } = machine;
  const before = machine.fuel;
  // They have run long before any request.
  machine.trial = null;
  machine.conditions = [];
  machine.fuel = fuel;
  try {
    const members = home.code.members.filter((member) => member.kind !== 'static-block');
    for (const member of [...members.filter((one) => !one.static), ...members.filter((one) => one.static)])
      decorateMember(machine, home, member);
    const own = home.code.members.find((member) => member.name === 'constructor' && member.value?.k === 'function');
    if (own?.value?.k === 'function') decorateParameters(machine, home, own.value.params, home, undefinedValue);
    apply(machine, home, home.code.decorators, (decorator) => [home, decorator]);
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
  } finally {
    machine.trial = trial;
    machine.conditions = conditions;
    machine.fuel = before;
  }
}

function decorateMember(machine: Machine, home: ClassValue, member: ClassMember): void {
  const { name } = member;
  if (typeof name !== 'string' || name === 'constructor') return;
  const target = member.static ? home : machine.metadata.prototype(home);
  const key = primitive(name);
  if (member.value?.k === 'function' && member.kind !== 'field')
    decorateParameters(machine, home, member.value.params, target, key);
  if (member.decorators.length === 0) return;
  const method = member.kind === 'field' || member.static ? null : findMethod(home, name, target);
  const original: Value = method ? { ...method.fn, self: null } : undefinedValue;
  // Ageless: a method is one function, with what is noted of it, so what a decorator puts in its place only sometimes counts as put.
  const descriptor = method ? { ...objectValue([['value', original]]), born: 0 } : undefinedValue;
  apply(machine, home, member.decorators, (decorator) => [target, decorator, key, descriptor]);
  const value = descriptor.t === 'object' ? descriptor.properties.get('value') : undefined;
  if (value && value !== original) machine.metadata.replace(home, name, value);
}

function decorateParameters(
  machine: Machine,
  home: ClassValue,
  parameters: readonly Parameter[],
  target: Value,
  key: Value,
): void {
  parameters.forEach((parameter, index) => {
    apply(machine, home, parameter.decorators, (decorator) => [target, decorator, key, primitive(index)]);
  });
}

/** Expressions are evaluated from the top down, and what they yield is called from the bottom up. */
function apply(
  machine: Machine,
  home: ClassValue,
  decorators: readonly Expression[],
  call: (decorator: Value) => readonly [target: Value, decorator: Value, ...rest: Value[]],
): void {
  const env = home.env as Environment;
  const evaluated = decorators.map((node) => ({ node, value: guarded(() => evaluate(machine, node, env)) }));
  for (const { node, value } of evaluated.reverse()) {
    if (!value || (value.t !== 'function' && value.t !== 'native' && value.t !== 'choice')) continue;
    const [target, decorator, ...rest] = call(value);
    guarded(() => callValue(machine, decorator, [target, ...rest], null, placeOf(env, node)));
  }
}

function guarded(body: () => Value): Value | null {
  try {
    return body();
  } catch (thrown) {
    if (thrown instanceof Thrown) return null;
    throw thrown;
  }
}
