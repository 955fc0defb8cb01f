import type { Expression, Statement } from '#facts';
import type { Value } from '#frameworks';
import type { Environment } from '../values/environment.ts';
import { evaluate } from './evaluate.ts';
import { type Machine, Thrown } from './machine.ts';

/**
 * Notes the variables that a test asks for when the program does not start without them. A function that nothing calls may be a
 * step: where it compares with what it is handed, it asks for no variable.
 */
export function noteRequired(machine: Machine, test: Expression, env: Environment): void {
  const values: Value[] = [];
  walk(test, (node) => void values.push(evaluate(machine, node, env)));
  if (machine.installation.guessing && values.some(({ t }) => t === 'unknown')) return;
  for (const value of values) if (value.t === 'environment') machine.required.add(value.name);
}

/** What one arm of an undecided expression amounts to; null when it throws: the program goes on only where the other was taken. */
export function unlessItEnds(arm: () => Value): Value | null {
  try {
    return arm();
  } catch (thrown) {
    if (thrown instanceof Thrown) return null;
    throw thrown;
  }
}

/** `process.env.NAME ?? …`: where the right side throws, the program or the step has the variable or does not go on. */
export function withFallback(
  machine: Machine,
  variable: Extract<Value, { t: 'environment' }>,
  right: () => Value,
): Value {
  const fallback = unlessItEnds(right);
  if (fallback) return { ...variable, fallback };
  if (!machine.trial) machine.required.add(variable.name);
  return variable;
}

/** Whether statements throw, or end the program: `process.exit(1)`. */
export function stops(statements: readonly Statement[]): boolean {
  return statements.some(
    (one) =>
      one.s === 'throw' ||
      (one.s === 'expression' &&
        one.value.k === 'call' &&
        one.value.callee.k === 'member' &&
        one.value.callee.name === 'exit' &&
        one.value.callee.of.k === 'ref' &&
        one.value.callee.of.name === 'process'),
  );
}

/** Code that is handed the whole environment is there to check it: `schema.parse(process.env)`. */
export function isEnvironment(value: Value): boolean {
  return value.t === 'library' && value.path === 'process.env';
}

function walk(node: unknown, found: (node: Expression) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, found);
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
  const { k } = node as { readonly k?: string };
  if (k === 'function' || k === 'class' || k === 'call') return;
  if (k === 'ref' || k === 'member') found(node as Expression);
  else for (const one of Object.values(node)) walk(one, found);
}
