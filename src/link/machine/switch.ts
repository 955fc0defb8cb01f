import type { Switch } from '#facts';
import { primitive } from '#frameworks';
import { Environment } from '../values/environment.ts';
import { equal } from './equality.ts';
import { evaluate, placeOf } from './evaluate.ts';
import { type Completion, caught, runStatements } from './execute.ts';
import type { Machine } from './machine.ts';
import { truth } from './truth.ts';

/** Runs the arm that matches; when that is not known, one (a trial) or all of them (setup). */
export function runSwitch(machine: Machine, node: Switch, env: Environment): Completion | null {
  const on = evaluate(machine, node.on, env);
  const inner = new Environment(env, env.file);
  const answers = node.cases.map((arm) =>
    arm.test ? equal(machine, on, evaluate(machine, arm.test, inner), false) : primitive(false),
  );
  const fallback = node.cases.findIndex((arm) => arm.test === null);
  const sure = answers.findIndex((answer) => truth(answer) === true);
  const open = answers.flatMap((answer, index) => (truth(answer) === null ? [index] : []));
  const runFrom = (index: number) => {
    for (const arm of node.cases.slice(index)) {
      const completion = runStatements(machine, arm.body, inner);
      if (completion) return completion.kind === 'break' && completion.label === null ? null : completion;
    }
    return null;
  };
  if (open.length === 0) {
    const index = sure >= 0 ? sure : fallback;
    return index >= 0 ? runFrom(index) : null;
  }
  const candidates = [...open, ...(sure >= 0 ? [sure] : [fallback])];
  if (machine.trial) {
    const index = candidates[machine.trial.choose(candidates.length, machine.trial.ownerOf(on))]!;
    return index >= 0 ? runFrom(index) : null;
  }
  let last: Completion | null = null;
  for (const index of candidates) {
    if (index < 0) continue;
    const arm = { at: node.cases[index]!.test?.at ?? node.at, to: node.cases[index]!.test?.to ?? node.to };
    last =
      machine.under({ kind: 'unknown', text: '', at: placeOf(env, arm), holds: true }, () =>
        caught(() => runFrom(index)),
      ) ?? last;
  }
  return last?.kind === 'return' ? last : null;
}
