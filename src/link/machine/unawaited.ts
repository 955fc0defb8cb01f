import type { Expression, Member } from '#facts';
import type { Value } from '#frameworks';
import { someNode } from '../known/nodes.ts';
import type { Environment } from '../values/environment.ts';
import { labelOf } from '../values/labels.ts';
import { findMethod } from './classes.ts';
import { evaluateAll } from './collections.ts';
import { evaluate, placeOf } from './evaluate.ts';
import type { Machine } from './machine.ts';

/** An expression that stands alone: nobody looks at its value, and nobody waits for its promise. */
export function evaluateAlone(machine: Machine, node: Expression, env: Environment): void {
  const { trial } = machine;
  const inner = node.k === 'unary' && node.op === 'void' ? node.of : node;
  const called = inner.k === 'await' && inner.yields === null ? inner.of : inner;
  if (called.k === 'call' && isGenerator(called.callee, env)) {
    evaluateAll(machine, called.args, env);
    return;
  }
  if (!trial || inner.k !== 'call' || waits(inner)) {
    dropped(machine, node, evaluate(machine, node, env), env);
    return;
  }
  const subject = labelOf(inner.callee, env) || 'what is called here';
  const value = trial.floating.leave({ subject, at: placeOf(env, inner) }, () => evaluate(machine, node, env));
  dropped(machine, node, value, env);
}

/** What a generator does begins when it is asked for a first value: called alone, or awaited, it does nothing. */
function isGenerator(callee: Expression, env: Environment): boolean {
  if (callee.k === 'function') return callee.generator;
  const value =
    callee.k === 'member' ? methodOf(callee, env) : callee.k === 'ref' ? env.lookup(callee.name)?.value : null;
  return value?.t === 'function' && value.code.generator;
}

/** Without looking at it as the program does: what is only called is not read. */
function methodOf({ of, name }: Member, env: Environment): Value | null {
  const object = of.k === 'ref' ? env.lookup(of.name)?.value : of.k === 'this' ? env.nearestFrame()?.self : null;
  if (object?.t !== 'object' || typeof name !== 'string') return null;
  const own = object.properties.get(name);
  return own ?? (object.class ? (findMethod(object.class, name, object)?.fn ?? null) : null);
}

/** A statement that makes the promise of a verification and lets it go; with a callback the promise is not the answer. */
function dropped(machine: Machine, node: Expression, value: Value, env: Environment): void {
  const made = value.t === 'promise' ? value.value : value;
  if (!machine.trial && value.t === 'promise' && value.rejected && machine.calls.length === 0)
    machine.endsByThrowing(env.file);
  if (made.t === 'answer' && !isKept(node)) machine.trial?.drops(made);
  if (!machine.trial || value.t !== 'promise' || !value.verification || node.k !== 'call') return;
  const isReaction = node.callee.k === 'member' && /^(then|catch|finally)$/.test(String(node.callee.name));
  const handsOn =
    !isReaction && node.args.some((arg) => arg.k === 'function' || (arg.k === 'ref' && isCallback(env, arg.name)));
  if (!handsOn) machine.trial.abandons(value.verification);
}

/** `error = Boom.unauthorized()`, also as `known || (error = …)`. */
function isKept(node: Expression): boolean {
  return node.k === 'assign' || (node.k === 'logical' && isKept(node.right));
}

function isCallback(env: Environment, name: string): boolean {
  const value = env.lookup(name)?.value;
  return value?.t === 'function' || value?.t === 'native' || (value?.t === 'request' && value.part === 'next');
}

const waiting = new WeakMap<object, boolean>();

/** Whether an expression awaits something by itself, outside of the functions that are written in it. */
function waits(node: Expression): boolean {
  const known = waiting.get(node);
  if (known !== undefined) return known;
  const answer = awaitsIn(node);
  waiting.set(node, answer);
  return answer;
}

export function awaitsIn(body: unknown): boolean {
  return someNode(body, ({ k }) => (k === 'await' ? true : k === 'function' || k === 'class' ? false : null));
}
