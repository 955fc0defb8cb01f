import type { ForEach, Loop, Statement } from '#facts';
import type { Value } from '#frameworks';
import { primitive, unknown } from '#frameworks';
import type { Place } from '#text';
import { makesFunctions } from '../values/captures.ts';
import { Environment } from '../values/environment.ts';
import { itemsOf, keysOf } from '../values/iteration.ts';
import { isCount } from '../values/letters.ts';
import { evaluate, placeOf } from './evaluate.ts';
import { block, type Completion, caught, runStatements } from './execute.ts';
import type { Machine } from './machine.ts';
import { bindPattern } from './patterns.ts';
import { awaited } from './promises.ts';
import { truth } from './truth.ts';
import { waitFor } from './waiting.ts';

/** Iterations of a loop whose test stays true. */
const longest = 2_000;

export function runForEach(machine: Machine, node: ForEach, env: Environment): Completion | null {
  const value = awaited(machine, evaluate(machine, node.of, env));
  const over = machine.trial?.operations.listOf(value) ?? value;
  const items = node.over === 'keys' ? keysOf(over)?.map((key) => primitive(key)) : itemsOf(over);
  const once = (item: Value) => {
    const inner = new Environment(env, env.file);
    const value = node.over === 'promises' ? waitFor(machine, item) : item;
    bindPattern(machine, node.pattern, value, node.declares ? inner : env, node.declares ? 'parameter' : false);
    return runStatements(machine, node.body, inner);
  };
  if (!items) {
    const item = unknown('an item of a list that could not be read', placeOf(env, node.of));
    const owner = machine.trial?.supplies(over, item) ? 'caller' : 'server';
    return runUnknownLoop(machine, env, node, () => once(item), owner);
  }
  if (items.length > longest) machine.gap('a loop is followed only for its first items', placeOf(env, node));
  for (const item of items.slice(0, longest)) {
    const completion = once(item);
    if (completion?.kind === 'break' && completion.label === null) break;
    if (completion && completion.kind !== 'continue') return completion;
  }
  return null;
}

function runUnknownLoop(
  machine: Machine,
  env: Environment,
  node: Statement,
  once: () => Completion | null,
  owner: 'caller' | 'server' = 'server',
): Completion | null {
  if (machine.trial) {
    if (node.s === 'for-each' && machine.trial.isInert(node.body, env))
      return machine.trial.blur(node.body, env, owner);
    if (!machine.trial.choose(2, owner)) return null;
    const completion = once();
    return completion?.kind === 'break' || completion?.kind === 'continue' ? null : completion;
  }
  return forSome(machine, placeOf(env, node), once);
}

/** During setup: what is done for each item of a list that could not be read. */
export function forSome(machine: Machine, at: Place, once: () => Completion | null): null {
  const before = machine.installation.size();
  machine.under({ kind: 'loop', text: '', at, holds: true }, () => caught(once));
  if (machine.installation.size() > before)
    machine.gap('a loop over a list that could not be read installs steps or routes', at);
  return null;
}

export function runLoop(machine: Machine, node: Loop, env: Environment): Completion | null {
  let inner = new Environment(env, env.file);
  runStatements(machine, node.init, inner);
  for (let turn = 0; turn < longest; turn++) {
    if (node.test && !(node.bodyFirst && turn === 0)) {
      const test = evaluate(machine, node.test, inner);
      const known = truth(test);
      if (turn > 0 && isCount(test)) return null;
      if (known === null && !isCount(test))
        return runUnknownLoop(machine, inner, node, () => block(machine, node.body, inner));
      if (known === false) return null;
    }
    const completion = block(machine, node.body, inner);
    if (completion?.kind === 'break' && completion.label === null) return null;
    if (completion && completion.kind !== 'continue') return completion;
    inner = nextTurn(machine, node, inner, env);
    if (node.update) evaluate(machine, node.update, inner);
  }
  return null;
}

/** Each turn has variables of its own, which functions that are made in it keep: they begin as those of the turn before ended. */
function nextTurn(machine: Machine, node: Loop, before: Environment, env: Environment): Environment {
  if (!makesFunctions(node)) return before;
  const next = new Environment(env, env.file);
  for (const [name, { value }] of before.names) machine.declare(next, name, value, true);
  return next;
}
