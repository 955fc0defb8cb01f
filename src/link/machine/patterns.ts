import type { Expression, Pattern } from '#facts';
import type { Value } from '#frameworks';
import { arrayValue, isUndefined, objectValue, unknown } from '#frameworks';
import type { Environment } from '../values/environment.ts';
import { join } from './conditioned.ts';
import { evaluate, placeOf } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { getMember, setMember } from './members.ts';
import { withFallback } from './required.ts';

/** Whether names are declared, and as what. */
export type Declare = boolean | 'parameter';

/** Binds a declaration's names, or assigns to existing ones. */
export function bindPattern(
  machine: Machine,
  pattern: Pattern,
  value: Value,
  env: Environment,
  declare: Declare,
): void {
  switch (pattern.p) {
    case 'name':
      if (declare) machine.declare(env, pattern.name, value, declare === 'parameter');
      else assignName(machine, pattern.name, value, env);
      return;
    case 'member': {
      const object = evaluate(machine, pattern.target.of, env);
      const key = typeof pattern.target.name === 'string' ? null : evaluate(machine, pattern.target.name, env);
      const name = key ? keyName(key) : (pattern.target.name as string);
      if (key && name === null && object.t === 'request') machine.trial?.operations.writeAny(object, key);
      if (key && name === null && object.t === 'object') machine.trial?.operations.put(object, key, value);
      setMember(machine, object, name, value, placeOf(env, pattern));
      return;
    }
    case 'default': {
      const given = machine.trial ? machine.trial.present(machine.trial.resolve(value)) : value;
      const absent = isUndefined(given) || (given.t === 'missing' && given.as === undefined);
      const otherwise = () => evaluate(machine, pattern.value, env);
      const isVariable = value.t === 'environment' && !value.fallback;
      const chosen = absent ? otherwise() : isVariable ? withFallback(machine, value, otherwise) : value;
      bindPattern(machine, pattern.of, chosen, env, declare);
      return;
    }
    case 'object':
      bindObject(machine, pattern, value, env, declare);
      return;
    case 'array':
      bindArray(machine, pattern, value, env, declare);
  }
}

function bindObject(
  machine: Machine,
  pattern: Extract<Pattern, { p: 'object' }>,
  value: Value,
  env: Environment,
  declare: Declare,
): void {
  for (const property of pattern.properties) {
    const name = memberName(machine, property.key, env);
    bindPattern(machine, property.value, getMember(machine, value, name, placeOf(env, pattern)), env, declare);
  }
  if (pattern.rest) {
    const taken = new Set(pattern.properties.map((property) => property.key));
    const rest =
      value.t === 'object'
        ? objectValue(
            [...value.properties].filter(([name]) => !taken.has(name)),
            value.open,
          )
        : unknown('the rest of an object');
    bindPattern(machine, pattern.rest, rest, env, declare);
  }
}

function bindArray(
  machine: Machine,
  pattern: Extract<Pattern, { p: 'array' }>,
  value: Value,
  env: Environment,
  declare: Declare,
): void {
  pattern.items.forEach((item, index) => {
    if (item) bindPattern(machine, item, getMember(machine, value, String(index), placeOf(env, pattern)), env, declare);
  });
  if (pattern.rest) {
    const rest =
      value.t === 'array'
        ? arrayValue(value.items.slice(pattern.items.length), value.open)
        : unknown('the rest of an array');
    bindPattern(machine, pattern.rest, rest, env, declare);
  }
}

function assignName(machine: Machine, name: string, value: Value, env: Environment): void {
  const cell = env.lookup(name);
  if (cell)
    machine.assign(
      cell,
      'value',
      machine.trial ? value : join(cell.value, value, machine.conditions.slice(cell.under.length)),
      cell.born,
    );
  else machine.declare(env.functionScope(), name, value);
}

/** The name of a property, null when it is computed from something unknown. */
export function memberName(machine: Machine, name: string | Expression, env: Environment): string | null {
  return typeof name === 'string' ? name : keyName(evaluate(machine, name, env));
}

export function keyName(value: Value): string | null {
  // A key that is undefined is one: `users[tokenOf(req)]`.
  return value.t === 'primitive' ? String(value.value) : null;
}
