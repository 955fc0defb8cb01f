import type { Call, Expression, Logical, Template } from '#facts';
import type { FunctionValue, Value } from '#frameworks';
import { arrayValue, primitive, undefinedValue, unknown } from '#frameworks';
import type { Condition } from '#model';
import type { Place } from '#text';
import { isOfAddress } from '../values/address.ts';
import type { Environment } from '../values/environment.ts';
import { oneOf } from '../values/ways.ts';
import { assign } from './assignments.ts';
import { callMember, callValue } from './calls.ts';
import { findMethod, makeClass } from './classes.ts';
import { array, evaluateAll, object } from './collections.ts';
import { construct, constructParent } from './construct.ts';
import { globalValue } from './globals.ts';
import { importModule, requireModule } from './loading.ts';
import type { Machine } from './machine.ts';
import { getMember } from './members.ts';
import { binary, concatenate, unary } from './operators.ts';
import { keyName, memberName } from './patterns.ts';
import { unlessItEnds, withFallback } from './required.ts';
import { conditionOf, decide, negate, truth } from './truth.ts';
import { awaitOrYield } from './waiting.ts';

/** A stand-in has no places of its own: what happens in it happens where the project calls it. */
export function placeOf(env: Environment, node: { at: number; to: number }): Place {
  return (env.inStandIn ? env.calledAt() : null) ?? { file: env.file, start: node.at, end: node.to };
}

/** Runs an expression and returns what it amounts to. */
export function evaluate(machine: Machine, node: Expression, env: Environment): Value {
  machine.spend();
  switch (node.k) {
    case 'literal':
      return primitive(node.value, placeOf(env, node));
    case 'regex':
      return { t: 'regex', source: node.source, flags: node.flags, at: placeOf(env, node), isKept: !machine.trial };
    case 'template':
      return template(machine, node, env);
    case 'ref':
      return reference(machine, node.name, env, node);
    case 'member': {
      const object = evaluate(machine, node.of, env);
      if (node.optional && isNullish(machine, object))
        return object.t === 'missing' ? { ...object, as: undefined } : cutShort;
      if (object === cutShort && isInOptionalChain(node.of)) return cutShort;
      const at = placeOf(env, node);
      const key = typeof node.name === 'string' ? null : evaluate(machine, node.name, env);
      const entry = key && object.t !== 'request' ? machine.trial?.operations.entry(object, key, at) : null;
      if (entry) return entry;
      const name = key ? keyName(key) : (node.name as string);
      if (object.t === 'missing' && !node.optional && isInOptionalChain(node.of)) return object;
      return getMember(machine, object, name, at);
    }
    case 'call':
      return call(machine, node, env);
    case 'function': {
      const frame = node.arrow ? env.nearestFrame() : null;
      const fn: FunctionValue = {
        t: 'function',
        code: node,
        file: env.file,
        env,
        self: frame?.self ?? null,
        home: frame?.home ?? null,
        bound: [],
        properties: new Map(),
        name: node.name ?? '',
      };
      if (machine.trial) machine.trial.makes(node);
      else machine.closures.set(`${env.file}:${node.at}`, fn);
      return fn;
    }
    case 'class':
      return makeClass(machine, node, env);
    case 'object':
      return object(machine, node, env);
    case 'array':
      return array(machine, node, env);
    case 'conditional':
      return branch(
        machine,
        node.test,
        env,
        () => evaluate(machine, node.then, env),
        () => evaluate(machine, node.else, env),
      );
    case 'logical':
      return logical(machine, node, env);
    case 'binary':
      return binary(
        machine,
        node,
        evaluate(machine, node.left, env),
        evaluate(machine, node.right, env),
        placeOf(env, node),
      );
    case 'unary':
      return unary(machine, node, env);
    case 'await':
      return awaitOrYield(machine, node, env);
    case 'assign':
      return assign(machine, node, env);
    case 'import':
      return importExpression(machine, node.from, env, placeOf(env, node));
    case 'sequence': {
      let last: Value = undefinedValue;
      for (const item of node.items) last = evaluate(machine, item, env);
      return last;
    }
    case 'this':
      return env.nearestFrame()?.self ?? undefinedValue;
    case 'super':
      return env.nearestFrame()?.home?.parent ?? unknown('super outside of a known class', placeOf(env, node));
    case 'unknown':
      return unknown(node.what, placeOf(env, node), 'server', true);
  }
}

/** What a name stands for. */
export function reference(machine: Machine, name: string, env: Environment, node: { at: number; to: number }): Value {
  const cell = env.lookup(name);
  if (cell) {
    const value = cell.resolve ? cell.resolve() : cell.value;
    if (machine.lasting.heeded && machine.lasting.isOfSetup(cell)) machine.lasting.heed(cell, value);
    return value;
  }
  if (name === 'arguments') return arrayValue([...(env.nearestFrame()?.args ?? [])]);
  return globalValue(name, env.file, placeOf(env, node));
}

/** What was looked for, if it was found: texts spell what was not. */
export function found({ trial }: Machine, value: Value): Value {
  return trial ? trial.found(value) : value;
}

function template(machine: Machine, node: Template, env: Environment): Value {
  let text: Value = primitive(node.strings[0] ?? '', placeOf(env, node));
  node.values.forEach((value, index) => {
    text = concatenate(text, found(machine, evaluate(machine, value, env)), placeOf(env, node), true);
    text = concatenate(text, primitive(node.strings[index + 1] ?? ''), placeOf(env, node), true);
  });
  return text;
}

/** Runs one or both of two arms, depending on a test. */
function branch(
  machine: Machine,
  test: Expression,
  env: Environment,
  then: () => Value,
  otherwise: () => Value,
): Value {
  const value = evaluate(machine, test, env);
  const at = placeOf(env, test);
  if (machine.trial) return decide(machine, value, at) ? then() : otherwise();
  const known = truth(value);
  if (known !== null) return known ? then() : otherwise();
  const condition = conditionOf(value, at);
  const first = machine.under(condition, () => unlessItEnds(then));
  const second = machine.under(negate(condition), first ? () => unlessItEnds(otherwise) : otherwise);
  return first && second ? choice([first, [condition]], [second, [negate(condition)]]) : (first ?? second)!;
}

export function choice(...options: readonly (readonly [Value, readonly Condition[]])[]): Value {
  const flat = options.flatMap(([value, conditions]): { value: Value; conditions: readonly Condition[] }[] =>
    value.t === 'choice'
      ? value.options.map((option) => ({ value: option.value, conditions: [...conditions, ...option.conditions] }))
      : [{ value, conditions }],
  );
  return flat.every((option) => option.value === flat[0]!.value) ? flat[0]!.value : oneOf(flat);
}

function logical(machine: Machine, node: Logical, env: Environment): Value {
  const left = evaluate(machine, node.left, env);
  const at = placeOf(env, node.left);
  const right = () => orNothing(machine, left, evaluate(machine, node.right, env));
  if (node.op === '??') {
    if (isNullish(machine, left)) return right();
    if (left.t === 'environment') return withFallback(machine, left, right);
    if (left.t !== 'unknown' || machine.trial) return left;
    const other = unlessItEnds(right);
    return other ? choice([left, []], [other, []]) : left;
  }
  if (machine.trial) {
    const isOpen = left.t === 'environment' && machine.trial.decided(left) === null;
    if (node.op === '||' && isOpen) return withFallback(machine, left, right);
    if (node.op === '||' && left.t === 'unknown' && left.by === 'server' && node.right.k === 'ref') {
      // `(req.req || req).headers`: what may be in the place of the request is one, and it is the same caller's.
      const other = right();
      if (other.t === 'request' && other.part === 'request') return other;
    }
    return decide(machine, left, at) === (node.op === '&&') ? right() : left;
  }
  const known = truth(left);
  if (known !== null) return known === (node.op === '&&') ? right() : left;
  if (node.op === '||' && left.t === 'environment') return withFallback(machine, left, right);
  const condition = conditionOf(left, at);
  const taken = node.op === '&&' ? condition : negate(condition);
  const result = machine.under(taken, () => unlessItEnds(right));
  if (!result) return node.op === '&&' ? primitive(false) : left;
  if (isTest(left) && result.t === 'primitive' && result.value === (node.op === '&&')) return left;
  if (isTest(left) && isTest(result)) return combinedTest(node.op, left, result, at);
  return choice([node.op === '&&' ? primitive(false) : left, [negate(taken)]], [result, [taken]]);
}

/** `token ?? ''`: the empty text stands for what the caller does not have. */
function orNothing({ trial }: Machine, left: Value, right: Value): Value {
  if (!trial || right.t !== 'primitive' || isOfAddress(right) || right.value !== '') return right;
  const known = trial.resolve(left);
  return known.t === 'missing' ? { ...known, as: '' } : right;
}

/** Both hold only where each does, and either holds where one does: of the stage that is enough to know. */
function combinedTest(op: '&&' | '||', left: Value, right: Value, at: Place): Value {
  const decides = op === '&&' ? 'development' : 'production';
  const tests = [left, right].flatMap((value) => (value.t === 'unknown' && value.test ? [value.test] : []));
  const isDecided = tests.some(({ kind, holds }) =>
    holds ? kind === decides : kind === (decides === 'development' ? 'production' : 'development'),
  );
  return { ...unknown('a combined test', at), test: isDecided ? { kind: decides, holds: true } : null };
}

function isTest(value: Value): boolean {
  return (
    value.t === 'environment' ||
    (value.t === 'unknown' && !value.truthy) ||
    (value.t === 'primitive' && typeof value.value === 'boolean')
  );
}

/** What a chain such as `a?.b.c()` comes to where `a` is nothing: the rest of it is not evaluated. */
const cutShort: Value = { ...undefinedValue };

export function isNullish(machine: Machine, value: Value): boolean {
  const known = machine.trial ? machine.trial.present(machine.trial.resolve(value)) : value;
  if (machine.trial?.mayBeAbsent(known)) return !machine.trial.decide(known);
  return (
    (known.t === 'missing' && typeof known.as !== 'string') ||
    (known.t === 'primitive' && !isOfAddress(known) && (known.value === undefined || known.value === null))
  );
}

function isInOptionalChain(node: Expression): boolean {
  if (node.k === 'member') return node.optional || isInOptionalChain(node.of);
  if (node.k === 'call') return node.optional || isInOptionalChain(node.callee);
  return false;
}

function importExpression(machine: Machine, from: Expression, env: Environment, at: Place): Value {
  const specifier = evaluate(machine, from, env);
  const value = importModule(machine, env.file, specifier, at);
  return { t: 'promise', rejected: false, value, verification: null };
}

function call(machine: Machine, node: Call, env: Environment): Value {
  // `await f(g())` waits for f, not for g.
  const isAwaited = machine.awaitsNextCall;
  machine.awaitsNextCall = false;
  const { callee } = node;
  // In a chain of calls each call begins at its own name, not where the chain begins.
  const isChained = callee.k === 'member' && callee.of.k === 'call' && !node.construct;
  const at = placeOf(env, isChained ? { at: callee.nameAt, to: node.to } : node);
  if (callee.k === 'ref' && callee.name === 'require' && !env.lookup('require')) {
    const [specifier] = evaluateAll(machine, node.args, env).items;
    return requireModule(machine, env.file, specifier ?? undefinedValue, at);
  }
  if (callee.k === 'super') return constructParent(machine, env, evaluateAll(machine, node.args, env).items, at);
  if (callee.k === 'member' && !node.construct) {
    const object = evaluate(machine, callee.of, env);
    if (callee.optional && isNullish(machine, object))
      return object.t === 'missing' ? { ...object, as: undefined } : cutShort;
    if (object === cutShort && isInOptionalChain(callee.of)) return cutShort;
    if (object.t === 'missing' && !object.lookup && isInOptionalChain(callee.of)) return object;
    const name = memberName(machine, callee.name, env);
    const { items, places, labels } = evaluateAll(machine, node.args, env);
    const frame = env.nearestFrame();
    if (callee.of.k === 'super' && object.t === 'class' && frame?.self && name !== null) {
      const inherited = findMethod(object, name, frame.self);
      if (inherited) return callValue(machine, inherited.fn, items, frame.self, at);
    }
    if (callee.of.k === 'super' && object.t === 'library' && frame?.self?.t === 'scope' && name !== null)
      return machine.packages.callOriginal(frame.self, name, items, at, { places, labels });
    const self = callee.of.k === 'super' ? (frame?.self ?? object) : object;
    machine.awaitsNextCall = isAwaited;
    if (machine.trial ?? machine.aside) machine.writing = { by: callee, at, env };
    return callMember(machine, { object, self, name, args: items, places, labels, at, optional: node.optional });
  }
  const fn = evaluate(machine, callee, env);
  if (node.optional && isNullish(machine, fn)) return cutShort;
  if (fn === cutShort && isInOptionalChain(callee)) return cutShort;
  const { items } = evaluateAll(machine, node.args, env);
  machine.awaitsNextCall = isAwaited;
  return node.construct
    ? construct(machine, fn, items, at)
    : callValue(machine, fn, items, machine.trial ? undefinedValue : null, at);
}
