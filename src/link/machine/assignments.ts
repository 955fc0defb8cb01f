import type { Expression } from '#facts';
import type { Value } from '#frameworks';
import { propertyOf, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import type { Environment } from '../values/environment.ts';
import { evaluate, isNullish, placeOf, reference } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { calculated, concatenate } from './operators.ts';
import { bindPattern } from './patterns.ts';
import { decide, truth } from './truth.ts';

/** `target = value`, `target += value`, … */
export function assign(machine: Machine, node: Extract<Expression, { k: 'assign' }>, env: Environment): Value {
  if (node.op === '=') {
    const value = evaluate(machine, node.value, env);
    const named =
      value.t === 'function' && value.name === '' && node.target.p !== 'object'
        ? { ...value, name: targetName(node.target) }
        : value;
    noteWriting(machine, node, env);
    bindPattern(machine, node.target, named, env, false);
    return named;
  }
  const old =
    node.target.p === 'name'
      ? reference(machine, node.target.name, env, node.target)
      : node.target.p === 'member'
        ? evaluate(machine, node.target.target, env)
        : unknown('an assignment');
  const value = compound(machine, node, old, env);
  noteWriting(machine, node, env);
  bindPattern(machine, node.target, value, env, false);
  return value;
}

function noteWriting(machine: Machine, node: Extract<Expression, { k: 'assign' }>, env: Environment): void {
  if (machine.trial ?? machine.aside) machine.writing = { by: node.target, at: placeOf(env, node), env };
}

function targetName(target: Extract<Expression, { k: 'assign' }>['target']): string {
  if (target.p === 'name') return target.name;
  const name = target.p === 'member' ? target.target.name : '';
  return typeof name === 'string' && name !== 'exports' ? name : '';
}

/** What was there, unless that is not known: while a request is tried, both ways are followed. */
function kept({ trial }: Machine, old: Value, right: () => Value): Value {
  if (!trial || old.t !== 'unknown' || truth(old) !== null) return old;
  return trial.decide(old) ? { ...old, truthy: true } : right();
}

function compound(
  machine: Machine,
  { op, value, at: start, to }: Extract<Expression, { k: 'assign' }>,
  old: Value,
  env: Environment,
): Value {
  const at = placeOf(env, { at: start, to });
  const right = () => evaluate(machine, value, env);
  if (op === '??=') return isNullish(machine, old) ? right() : kept(machine, machine.trial?.resolve(old) ?? old, right);
  if (op === '||=' || op === '&&=') {
    const known = machine.trial ? decide(machine, old, at) : truth(old);
    if (known === (op === '||=')) return old;
    return right();
  }
  if (op === '+=') return concatenate(old, right(), at, false);
  return calculated(machine, op.slice(0, -1), old, right(), at);
}

/** `Object.defineProperty(object, name, { value })`, or `{ get() { … } }`. */
export function defineProperty(machine: Machine, [object, name, how]: readonly Value[], at: Place): Value {
  const key = stringOf(name);
  const [value, getter] = [propertyOf(how, 'value'), propertyOf(how, 'get')];
  if (object?.t === 'request' && value) machine.trial?.operations.write(object, key, value, at);
  if ((object?.t === 'object' || object?.t === 'function') && key !== null && value)
    machine.set(object.properties, key, value, object.t === 'object' ? object.born : 0);
  if (object?.t !== 'object') return object ?? undefinedValue;
  if (key !== null && getter?.t === 'function') {
    machine.assign(object, 'getters', new Map(object.getters).set(key, getter), object.born);
    if (!machine.trial) machine.closures.set(`${getter.file}:${getter.code.at}`, { ...getter, self: object });
  }
  if (key === null) machine.assign(object, 'open', true, object.born);
  return object;
}
