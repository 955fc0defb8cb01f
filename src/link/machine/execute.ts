import type { Expression, If, Statement, Try } from '#facts';
import type { FunctionValue, Value } from '#frameworks';
import { undefinedValue } from '#frameworks';
import { Environment } from '../values/environment.ts';
import { isPlain } from '../values/plain.ts';
import { oneOf } from '../values/ways.ts';
import { makeClass } from './classes.ts';
import { choice, evaluate, placeOf } from './evaluate.ts';
import { runForEach, runLoop } from './loops.ts';
import { type Machine, Thrown } from './machine.ts';
import { bindPattern } from './patterns.ts';
import type { RequestInHand } from './request-in-hand.ts';
import { noteRequired, stops } from './required.ts';
import { runSwitch } from './switch.ts';
import { conditionOf, decide, negate, truth } from './truth.ts';
import { evaluateAlone } from './unawaited.ts';

/** How a list of statements ended; null for "ran to its end". */
export type Completion =
  | { readonly kind: 'return'; readonly value: Value }
  | { readonly kind: 'throw'; readonly value: Value }
  | { readonly kind: 'break' | 'continue'; readonly label: string | null };

/** Runs statements in a scope that already exists; hoists functions and classes first. */
export function runStatements(machine: Machine, body: readonly Statement[], env: Environment): Completion | null {
  for (const statement of body) {
    if (statement.s === 'function') machine.declare(env, statement.name, evaluate(machine, statement.value, env));
  }
  const before = machine.conditions;
  const { trial } = machine;
  if (trial) {
    for (const statement of body) {
      const completion = trial.statement(statement, () => run(machine, statement, env) as Completion | null);
      if (completion) return completion;
    }
    return null;
  }
  for (const [index, statement] of body.entries()) {
    const completion = run(machine, statement, env);
    if (completion && 'partial' in completion) {
      // One arm of an undecided test returned: the rest runs under the other arm's condition.
      machine.conditions = [...before, completion.rest];
      const rest = runStatements(machine, body.slice(index + 1), env);
      const value = rest?.kind === 'return' ? rest.value : undefinedValue;
      if (rest && rest.kind !== 'return') return inStage(completion);
      // It was the turn of a loop alone that may have ended.
      if (!rest && completion.partial.kind !== 'return') {
        machine.conditions = before;
        return null;
      }
      return {
        kind: 'return',
        value: choice([completion.value, [negate(completion.rest)]], [value, [completion.rest]]),
      };
    }
    if (completion) return completion;
  }
  return null;
}

/** `if (!production) return fallback; throw …`: a text that is there in development alone. */
function inStage({ partial, value, rest }: Partial): Completion {
  const isText = partial.kind === 'return' && value.t === 'primitive' && typeof value.value === 'string';
  if (!isText || (rest.kind !== 'development' && rest.kind !== 'production')) return partial;
  return { kind: 'return', value: oneOf([{ value, conditions: [negate(rest)] }]) };
}

interface Partial {
  readonly partial: Completion;
  readonly value: Value;
  readonly rest: import('#model').Condition;
}

export function block(machine: Machine, body: readonly Statement[], env: Environment): Completion | null {
  return runStatements(machine, body, new Environment(env, env.file));
}

function run(machine: Machine, node: Statement, env: Environment): Completion | Partial | null {
  machine.spend();
  switch (node.s) {
    case 'let': {
      const value = node.init ? evaluate(machine, node.init, env) : undefinedValue;
      const target = node.kind === 'var' ? env.functionScope() : env;
      if (node.kind === 'var' && !node.init && target.names.has(node.pattern.p === 'name' ? node.pattern.name : ''))
        return null;
      bindPattern(
        machine,
        node.pattern,
        named(value, node.pattern.p === 'name' ? node.pattern.name : ''),
        target,
        true,
      );
      return null;
    }
    case 'function':
      return null;
    case 'class':
      machine.declare(env, node.name, makeClass(machine, node.value, env, node.name));
      return null;
    case 'expression':
      if (machine.trial) {
        machine.trial.begins(node.value);
        const optional = node.value.k === 'logical' || node.value.k === 'conditional';
        if (optional && machine.trial.isInert([node.value], env)) return machine.trial.blur([node.value], env);
      }
      evaluateAlone(machine, node.value, env);
      return null;
    case 'return':
      return { kind: 'return', value: node.value ? evaluate(machine, node.value, env) : undefinedValue };
    case 'throw':
      if (!machine.trial) machine.thrownAt = placeOf(env, node);
      return { kind: 'throw', value: evaluate(machine, node.value, env) };
    case 'if':
      return runIf(machine, node, env);
    case 'for-each':
      return runForEach(machine, node, env);
    case 'loop':
      return runLoop(machine, node, env);
    case 'try':
      return runTry(machine, node, env);
    case 'switch':
      return runSwitch(machine, node, env);
    case 'block': {
      const completion = block(machine, node.body, env);
      return completion?.kind === 'break' && completion.label !== null && completion.label === node.label
        ? null
        : completion;
    }
    case 'break':
    case 'continue':
      return { kind: node.s, label: node.label };
    case 'export-assign': {
      const value = evaluate(machine, node.value, env);
      machine.modules.get(env.file)?.assignExports(machine, value);
      return null;
    }
  }
}

/** Anonymous functions and classes take the name of what they are bound to. */
export function named(value: Value, name: string): Value {
  if (value.t === 'function' && value.name === '') return { ...value, name } satisfies FunctionValue;
  return value.t === 'class' && value.name === '' ? { ...value, name } : value;
}

function runIf(machine: Machine, node: If, env: Environment): Completion | Partial | null {
  if (machine.trial?.isInert([node.test, ...node.then, ...node.else], env)) {
    // What is known to hold is run all the same: it may prepare what is sent.
    const { holds, by } = foreknown(machine, machine.trial, node.test, env);
    if (holds === null) return machine.trial.blur([...node.then, ...node.else], env, by);
  }
  const test = evaluate(machine, node.test, env);
  const at = placeOf(env, node.test);
  if (machine.trial) return block(machine, decide(machine, test, at) ? node.then : node.else, env);
  if (stops(node.then) || stops(node.else)) noteRequired(machine, node.test, env);
  const known = truth(test);
  if (known !== null) return block(machine, known ? node.then : node.else, env);
  const condition = conditionOf(test, at);
  const then = machine.under(condition, () => caught(() => block(machine, node.then, env)));
  const otherwise = machine.under(negate(condition), () => caught(() => block(machine, node.else, env)));
  if (then && otherwise) return bothEnd(then, otherwise);
  const ended = then ?? otherwise;
  if (!ended || ended.kind === 'throw') return null;
  const rest = then ? negate(condition) : condition;
  return { partial: ended, value: ended.kind === 'return' ? ended.value : undefinedValue, rest };
}

/** Whether a test holds, as far as nobody need be asked; else who would decide it. */
function foreknown(
  machine: Machine,
  trial: RequestInHand,
  node: Expression,
  env: Environment,
): { readonly holds: boolean | null; readonly by: 'caller' | 'server' } {
  if (node.k === 'unary' && node.op === '!') {
    const { holds, by } = foreknown(machine, trial, node.of, env);
    return { holds: holds === null ? null : !holds, by };
  }
  if (node.k === 'logical' && node.op !== '??') {
    const left = foreknown(machine, trial, node.left, env);
    return left.holds === (node.op === '&&') ? foreknown(machine, trial, node.right, env) : left;
  }
  if (!isPlain(node)) return { holds: null, by: 'server' };
  const test = trial.resolve(evaluate(machine, node, env));
  const isStage = test.t === 'unknown' && (test.test?.kind === 'development' || test.test?.kind === 'production');
  const holds = truth(test) ?? trial.decided(test) ?? (isStage ? decide(machine, test, placeOf(env, node)) : null);
  return { holds, by: trial.ownerOf(test) === 'caller' ? 'caller' : 'server' };
}

/** During setup an arm that throws ends the program: what follows runs only when the other arm was taken. */
export function caught(body: () => Completion | null): Completion | null {
  try {
    return body();
  } catch (thrown) {
    if (thrown instanceof Thrown) return { kind: 'throw', value: thrown.value };
    throw thrown;
  }
}

function bothEnd(then: Completion, otherwise: Completion): Completion {
  if (then.kind === 'throw') return otherwise;
  if (otherwise.kind === 'throw') return then;
  if (then.kind === 'return' && otherwise.kind === 'return') {
    return { kind: 'return', value: choice([then.value, []], [otherwise.value, []]) };
  }
  return then;
}

function runTry(machine: Machine, node: Try, env: Environment): Completion | null {
  const { trial } = machine;
  const run = () => caught(() => block(machine, node.block, env));
  let completion = trial && node.handler ? trial.attempt(run) : run();
  if (completion?.kind === 'throw' && node.handler) {
    const inner = new Environment(env, env.file);
    if (node.param) bindPattern(machine, node.param, completion.value, inner, true);
    trial?.catches(completion.value, placeOf(env, node));
    // What the handler throws waits for `finally`, which may discard it by ending otherwise.
    completion = caught(() => runStatements(machine, node.handler!, inner));
  }
  const last = () => block(machine, node.finalizer, env) ?? completion;
  return trial ? trial.finish(last) : last();
}
