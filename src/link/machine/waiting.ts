import type { Await } from '#facts';
import type { Value } from '#frameworks';
import { undefinedValue } from '#frameworks';
import type { Environment } from '../values/environment.ts';
import { itemsOf } from '../values/iteration.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { awaited } from './promises.ts';

export function awaitOrYield(machine: Machine, node: Await, env: Environment): Value {
  const value = operand(machine, node, env);
  const yields = node.yields && env.nearestFrame()?.yields;
  if (!yields) return waitFor(machine, value);
  machine.trial?.happens();
  const all = node.yields === 'items' ? itemsOf(awaited(machine, value)) : null;
  // Where a `yield` stands under a condition, so does what it yields.
  const isConditional = !machine.trial && machine.conditions.length > 0;
  for (const one of all ?? [value])
    yields.push(isConditional ? { t: 'choice', options: [{ value: one, conditions: machine.conditions }] } : one);
  return undefinedValue;
}

/** Whoever has called goes on before what follows here. */
export function waitFor(machine: Machine, value: Value): Value {
  const call = machine.calls.at(-1);
  if (call && !machine.trial) call.suspended = true;
  machine.trial?.floating.wait();
  machine.trial?.delayed.suspend();
  const known = awaited(machine, value);
  machine.trial?.awaits(known);
  return known;
}

/** The call that stands behind `await` is waited for, and no later one: a native function leaves the mark untouched. */
function operand(machine: Machine, { of }: Await, env: Environment): Value {
  machine.awaitsNextCall = !machine.trial && of.k === 'call';
  try {
    return evaluate(machine, of, env);
  } finally {
    machine.awaitsNextCall = false;
  }
}
