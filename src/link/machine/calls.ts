import type { FunctionValue, Value } from '#frameworks';
import { arrayValue, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { madeByCall } from '../values/derivations.ts';
import { isDigest } from '../values/digests.ts';
import { Environment } from '../values/environment.ts';
import { isMoment } from '../values/moments.ts';
import { parameterProperties } from './classes.ts';
import { equal } from './equality.ts';
import { choice } from './evaluate.ts';
import { runStatements } from './execute.ts';
import { receiverOf } from './functions.ts';
import { forSome } from './loops.ts';
import { type Machine, Thrown } from './machine.ts';
import { getMember } from './members.ts';
import { bindPattern } from './patterns.ts';
import { pending, Stalled } from './promises.ts';
import { isEnvironment } from './required.ts';

export interface MemberCall {
  readonly object: Value;
  readonly self: Value;
  readonly name: string | null;
  readonly args: readonly Value[];
  /** Where each argument stands. */
  readonly places: readonly Place[];
  /** How each argument is written, when that is short. */
  readonly labels: readonly string[];
  readonly at: Place;
  readonly optional: boolean;
}

/** Methods of lists that ask every item, so that one item may stand for any number of them. */
const asksItems = /^(some|every|find|findIndex|includes|indexOf|has|filter|reduce|forEach)$/;

/** `object.name(...args)`. */
export function callMember(machine: Machine, call: MemberCall): Value {
  const object = machine.trial ? machine.trial.resolve(call.object) : call.object;
  const { name, args, at } = call;
  if (object.t === 'choice') return callChoice(machine, { ...call, object });
  if (object.t === 'scope' && name === null && !machine.trial)
    machine.gap('a method whose name is not known is called on the app', at);
  if ((object.t === 'scope' || object.t === 'route-chain') && name !== null)
    return machine.packages.callScope(object, name, args, at, call);
  if (object.t === 'request' && machine.trial) return machine.trial.operations.call(object, name, args, at);
  if (name === 'equals' && machine.trial && comparesBytes(object))
    return equal(machine, object, args[0] ?? undefinedValue, false);
  if (object.t === 'made' && !object.properties.has(name ?? ''))
    return machine.packages.callMade(object, name, args, at);
  if (machine.trial && args[0]) {
    const found = machine.trial.operations.search(object, name, machine.trial.resolve(args[0]), at);
    if (found) return found;
  }
  if (object.t === 'unknown' && machine.trial && name !== null && asksItems.test(name)) {
    const list = name === 'filter' && args[0]?.t !== 'function' ? null : machine.trial.operations.listOf(object);
    if (list) return callMember(machine, { ...call, object: list, self: list });
  }
  if ((name === 'getTime' || name === 'valueOf') && isMoment(object)) return object;
  if ((object.t === 'unknown' || object.t === 'environment') && machine.trial)
    return machine.packages.callUnseen(object, name, args, at);
  if (object.t === 'unknown' && (name === 'forEach' || name === 'map') && args[0]?.t === 'function')
    return eachUnknown(machine, args[0], at);
  const fn = getMember(machine, object, name, at);
  if (call.optional && fn.t === 'primitive' && (fn.value === undefined || fn.value === null)) return undefinedValue;
  return callValue(machine, fn, args, call.self, at);
}

/** `Buffer.equals`, of a credential or of a secret: two Buffers, or it throws. */
function comparesBytes(object: Value): boolean {
  const isText = object.t === 'text' || (object.t === 'primitive' && typeof object.value === 'string');
  return isText || /^(credential|missing|environment)$/.test(object.t) || isDigest(object);
}

function callChoice(machine: Machine, call: MemberCall & { object: Value }): Value {
  if (call.object.t !== 'choice') return unknown('a choice', call.at);
  const { options } = call.object;
  const scopes = options.filter((option) => option.value.t === 'scope');
  const meant = scopes.length > 0 ? scopes : options;
  const results = meant.map((option) => {
    const before = machine.conditions;
    if (meant.length > 1) machine.conditions = [...before, ...option.conditions];
    try {
      return [callMember(machine, { ...call, object: option.value, self: option.value }), option.conditions] as const;
    } finally {
      machine.conditions = before;
    }
  });
  return choice(...results);
}

/** `fn(...args)`. */
export function callValue(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  self: Value | null,
  at: Place,
): Value {
  machine.spend();
  if (!machine.trial && args.some(isEnvironment)) machine.environmentChecked = true;
  const fn = machine.trial ? machine.trial.resolve(callee) : callee;
  switch (fn.t) {
    case 'function':
      machine.trial?.enters(fn);
      return callFunction(machine, fn, args, machine.trial ? receiverOf(fn, self) : (fn.self ?? self), at);
    case 'native':
      return fn.call(args, at, self);
    case 'library':
      if (/^(express|koa)-unless$/.test(fn.package) && self?.t === 'function')
        return machine.packages.withUnless(self, args, at);
      return machine.packages.call(fn, args, at, false);
    case 'made':
      return machine.packages.callMade(fn, null, args, at);
    case 'request':
      return machine.trial ? machine.trial.operations.call(fn, null, args, at) : unknown('a request', at);
    case 'choice':
      return choice(
        ...fn.options.map((option) => {
          const before = machine.conditions;
          machine.conditions = [...before, ...option.conditions];
          try {
            return [callValue(machine, option.value, args, self, at), option.conditions] as const;
          } finally {
            machine.conditions = before;
          }
        }),
      );
    case 'array':
      return machine.packages.callList(fn, args, at);
    case 'missing':
    case 'primitive':
      if (machine.trial) throw new Thrown(machine.trial.operations.typeError(fn, at));
      return unknown('a call of something that is not a function', at);
    default:
      return callUnknown(machine, fn, args, at);
  }
}

/** Code that is not seen: during setup its callbacks are run later. */
function callUnknown(machine: Machine, fn: Value, args: readonly Value[], at: Place): Value {
  if (machine.trial) return machine.packages.callUnseen(fn, null, args, at);
  deferCallbacks(machine, args, at);
  return madeByCall(unknown(fn.t === 'unknown' ? fn.why : 'a call of code that is not seen', at), fn, null);
}

/** `list.forEach(f)` where the list is not seen: what `f` does for an item, if there is any. */
function eachUnknown(machine: Machine, each: FunctionValue, at: Place): Value {
  forSome(machine, at, () => {
    callFunction(machine, each, unknownArguments(machine, each), each.self, at);
    return null;
  });
  return unknown('what is made of a list that is not seen', at);
}

/** Callbacks handed to unknown code run once, after the current root, with unknown arguments. */
export function deferCallbacks(
  machine: Machine,
  args: readonly Value[],
  at: Place,
  queue: (() => void)[] = machine.tasks,
): void {
  for (const arg of args) {
    if (arg.t !== 'function') continue;
    const run = () => {
      if (!machine.entered.has(keyOf(arg))) callFunction(machine, arg, unknownArguments(machine, arg), arg.self, at);
    };
    queue.push(machine.laterOn(run));
  }
}

/** Arguments for a function that code which is not seen calls: written types may name a framework's app or router. */
export function unknownArguments(machine: Machine, fn: FunctionValue): Value[] {
  return fn.code.params.map(
    (parameter, index) =>
      machine.packages.placeholder(fn, parameter, index) ??
      unknown('an argument from code that is not seen', { file: fn.file, start: parameter.at, end: parameter.to }),
  );
}

export function keyOf(fn: FunctionValue): string {
  return `${fn.file}:${fn.code.at}`;
}

/** Enters a known function with its arguments bound. */
export function callFunction(
  machine: Machine,
  fn: FunctionValue,
  given: readonly Value[],
  self: Value | null,
  at: Place,
): Value {
  const args = fn.bound.length > 0 ? [...fn.bound, ...given] : given;
  if (!machine.trial) {
    machine.entered.add(keyOf(fn));
    if (machine.installation.guessing) machine.packages.noteCall(fn, args);
  }
  machine.witness?.enters(fn.code);
  const awaited = machine.awaitsNextCall || !fn.code.async;
  machine.awaitsNextCall = false;
  const run = () => enter(machine, fn, args, self, at, awaited);
  if (machine.trial) return fn.code.async ? machine.trial.delayed.within(run) : run();
  return awaited ? run() : machine.installation.late.kept(run);
}

function enter(
  machine: Machine,
  fn: FunctionValue,
  args: readonly Value[],
  self: Value | null,
  at: Place,
  awaited: boolean,
): Value {
  const completion = machine.enter(fn.code, () => {
    const parent = fn.env as Environment;
    const { trial } = machine;
    if (trial) trial.within.push(at);
    else machine.calls.push({ awaited, suspended: false });
    const receiver = fn.code.arrow ? (parent.nearestFrame()?.self ?? null) : self;
    const yields: Value[] | null = fn.code.generator ? [] : null;
    const env = new Environment(parent, fn.file, { self: receiver, args, home: fn.home, yields, calledAt: at });
    if (fn.code.name && !fn.code.arrow && !parent.lookup(fn.code.name)) env.declare(fn.code.name, fn);
    try {
      bindParameters(machine, fn, args, env);
      parameterProperties(machine, fn, env, self);
      const completion = runStatements(machine, fn.code.body, env) ?? {
        kind: 'return' as const,
        value: undefinedValue,
      };
      return yields && completion.kind === 'return'
        ? { kind: 'return' as const, value: arrayValue(yields) }
        : completion;
    } catch (thrown) {
      if (thrown instanceof Thrown) return { kind: 'throw' as const, value: thrown.value };
      if (thrown instanceof Stalled && fn.code.async) return { kind: 'return' as const, value: pending };
      throw thrown;
    } finally {
      if (trial) trial.within.pop();
      else machine.calls.pop();
    }
  });
  if (completion === null) {
    return machine.trial
      ? unknown('a recursive, very deep or very long call', at)
      : machine.gapValue('a recursive, very deep or very long call was not followed', at);
  }
  return deliver(machine, fn, completion, at);
}

function deliver(machine: Machine, fn: FunctionValue, completion: { kind: string; value?: Value }, at: Place): Value {
  const value = completion.value ?? undefinedValue;
  if (fn.code.async && !fn.code.generator) {
    const verification = (thrown: boolean) => machine.trial?.verification(fn, value, thrown, at) ?? null;
    if (completion.kind === 'throw') {
      return { t: 'promise', rejected: true, value, verification: verification(true) };
    }
    return value.t === 'promise' ? value : { t: 'promise', rejected: false, value, verification: verification(false) };
  }
  if (completion.kind === 'throw') throw new Thrown(value);
  return value;
}

function bindParameters(machine: Machine, fn: FunctionValue, args: readonly Value[], env: Environment): void {
  fn.code.params.forEach((parameter, index) => {
    if (parameter.rest) {
      bindPattern(machine, parameter.pattern, arrayValue(args.slice(index)), env, 'parameter');
      return;
    }
    const given = args[index] ?? undefinedValue;
    const pattern = parameter.default
      ? { p: 'default' as const, of: parameter.pattern, value: parameter.default, at: parameter.at, to: parameter.to }
      : parameter.pattern;
    bindPattern(machine, pattern, given, env, 'parameter');
  });
}
