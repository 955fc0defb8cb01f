import type { PromiseValue, Value } from '#frameworks';
import { arrayValue, native, objectValue, primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from './calls.ts';
import { errorObject } from './errors.ts';
import { choice } from './evaluate.ts';
import { type Machine, Thrown } from './machine.ts';

/** Thrown where a promise is waited for that is never settled: what stands behind that does not run. */
export class Stalled {}

/** `await value`. A rejected promise throws. */
export function awaited(machine: Machine, value: Value): Value {
  machine.trial?.delayed.arrive();
  return delivered(machine, value);
}

function delivered(machine: Machine, value: Value): Value {
  const known = machine.trial ? machine.trial.resolve(value) : value;
  if (known.t === 'promise') {
    known.settle?.();
    if (known.isPending) throw new Stalled();
    if (known.rejected) throw new Thrown(known.value);
    return known.value.t === 'scope' ? delivered(machine, known.value) : known.value;
  }
  // Who is waited for has gone to look it up: what only computes answers at once.
  machine.trial?.delivers(known);
  if (known.t === 'choice')
    return choice(...known.options.map(({ value, conditions }) => [delivered(machine, value), conditions] as const));
  if (known.t === 'scope' && !machine.trial) machine.installation.scopes[known.id]!.adapter.awaited?.(known);
  return known;
}

/** A promise that nobody settles any more. */
export const pending: PromiseValue = {
  t: 'promise',
  rejected: false,
  isPending: true,
  value: undefinedValue,
  verification: null,
};

/** Runs what should settle a promise, by a callback; `settled` tells whether it has. Who answers the request instead never does. */
export function isLeftPending(machine: Machine, run: () => void, settled: () => boolean): boolean {
  const before = machine.trial?.hasAnswered;
  run();
  return before === false && machine.trial?.hasAnswered === true && !settled();
}

export function fulfilled(value: Value): PromiseValue {
  return value.t === 'promise' ? value : { t: 'promise', rejected: false, value, verification: null };
}

/** Runs a reaction and returns the promise of its result; what it throws rejects. */
function react(machine: Machine, reaction: Value, args: readonly Value[], at: Place): Value {
  try {
    // A method that is handed on forgets its object.
    return fulfilled(callValue(machine, reaction, args, machine.trial ? undefinedValue : null, at));
  } catch (thrown) {
    if (thrown instanceof Thrown) return { t: 'promise', rejected: true, value: thrown.value, verification: null };
    throw thrown;
  }
}

/**
 * `.then`, `.catch`, `.finally`, and `.pipe` and `.subscribe` of the observables that promises stand for. During a trial reactions run at once; during setup they run after the current root, as
 * they do in the program: a router that a promise returns is mounted late.
 */
export function promiseMember(machine: Machine, promise: PromiseValue, name: string | null, at: Place): Value {
  if (name === 'then') return native('then', ([onValue, onError]) => settle(machine, promise, onValue, onError, at));
  if (name === 'catch') return native('catch', ([onError]) => settle(machine, promise, undefined, onError, at));
  if (name === 'finally') {
    return native('finally', ([reaction]) => {
      if (promise.isPending) return promise;
      later(machine, () => reaction && callValue(machine, reaction, [], machine.trial ? undefinedValue : null, at));
      return promise;
    });
  }
  if (name === 'pipe')
    return native('pipe', (operators) =>
      operators.reduce<Value>((source, operator) => piped(machine, source, operator, at), promise),
    );
  if (name === 'subscribe') {
    return native('subscribe', ([observer]) => {
      const isObserver = observer?.t === 'object';
      const onValue = isObserver ? observer.properties.get('next') : observer;
      // An observable that has its values hands them over while it is subscribed to.
      settle(machine, promise, onValue, isObserver ? observer.properties.get('error') : undefined, at, true);
      return unknown('a subscription', at, 'server', true);
    });
  }
  if (name === 'toPromise') return native('toPromise', () => promise);
  if (machine.trial && promise.verification) machine.trial.abandons(promise.verification);
  return undefinedValue;
}

/** What an operator makes of an observable; of one that is not seen, only when it runs is known. */
function piped(machine: Machine, source: Value, operator: Value, at: Place): Value {
  if (operator.t === 'function' || operator.t === 'native') return callValue(machine, operator, [source], null, at);
  return source.t === 'promise' ? { ...source, value: unknown('what an operator makes of it', at) } : source;
}

function settle(
  machine: Machine,
  promise: PromiseValue,
  onValue: Value | undefined,
  onError: Value | undefined,
  at: Place,
  isAtOnce = false,
): Value {
  const reaction = promise.rejected ? onError : onValue;
  if (machine.trial) promise.settle?.();
  if (promise.isPending) return promise;
  if (!reaction || reaction.t === 'primitive') return promise;
  if (promise.rejected) machine.trial?.catches(promise.value, at);
  if (machine.trial) {
    const run = () => react(machine, reaction, [promise.value], at);
    const { result, isIdle } = machine.trial.react(run, isAtOnce);
    // Who waits for a verification whose failure is only written down has to wait for what becomes of it, too.
    return isIdle && result.t === 'promise' && !result.verification
      ? { ...result, verification: promise.verification }
      : result;
  }
  let settled = false;
  const box: { -readonly [K in keyof PromiseValue]: PromiseValue[K] } = {
    t: 'promise',
    rejected: false,
    value: unknown('the result of a promise', at),
    verification: null,
    settle: () => {
      if (settled) return;
      settled = true;
      promise.settle?.();
      run();
    },
  };
  const run = () => {
    const result = react(machine, reaction, [promise.value], at);
    if (result.t === 'promise') {
      box.value = result.value;
      box.rejected = result.rejected;
    }
  };
  later(machine, () => box.settle?.());
  return box;
}

function later(machine: Machine, reaction: () => unknown): void {
  if (machine.trial) {
    reaction();
    return;
  }
  machine.deferred.push(machine.laterOn(reaction));
}

/** `Promise.resolve`, `Promise.all`, `new Promise(executor)`. */
export function promiseBuiltin(machine: Machine, name: string, args: readonly Value[], at: Place): Value {
  const [first] = args;
  switch (name) {
    case 'resolve':
      return fulfilled(first ?? undefinedValue);
    case 'reject':
      return { t: 'promise', rejected: true, value: first ?? undefinedValue, verification: null };
    case 'all':
      return all(machine, first);
    case 'any':
      return any(first, at);
    case 'allSettled':
      return allSettled(first);
    case '':
      return executor(machine, first, at);
    default:
      return fulfilled(unknown(`Promise.${name}`, at));
  }
}

function all(machine: Machine, list: Value | undefined): Value {
  if (list?.t !== 'array') return fulfilled(unknown('Promise.all'));
  const rejected = list.items.find((item) => item.t === 'promise' && item.rejected);
  if (rejected) return rejected;
  if (list.items.some(isPending)) return pending;
  return fulfilled(
    arrayValue(
      list.items.map((item) => delivered(machine, item)),
      list.open,
    ),
  );
}

function isPending(value: Value): boolean {
  return value.t === 'promise' && value.isPending === true;
}

/** The first that is not rejected; where all are, an error that holds all of theirs. */
function any(list: Value | undefined, at: Place): Value {
  if (list?.t !== 'array' || list.open) return fulfilled(unknown('Promise.any', at));
  const kept = list.items.find((item) => item.t !== 'promise' || !(item.rejected || isPending(item)));
  if (kept) return fulfilled(kept);
  if (list.items.some(isPending)) return pending;
  const error = errorObject('AggregateError', primitive('All promises were rejected'), at);
  const errors = arrayValue(list.items.map((item) => (item.t === 'promise' ? item.value : item)));
  error.properties.set('errors', errors);
  return { t: 'promise', rejected: true, value: error, verification: null };
}

/** Never rejects: each result says how it went. */
function allSettled(list: Value | undefined): Value {
  if (list?.t !== 'array') return fulfilled(unknown('Promise.allSettled'));
  if (list.items.some(isPending)) return pending;
  const results = list.items.map((item) => {
    const rejected = item.t === 'promise' && item.rejected;
    const value = item.t === 'promise' ? item.value : item;
    return objectValue([
      ['status', primitive(rejected ? 'rejected' : 'fulfilled')],
      [rejected ? 'reason' : 'value', value],
    ]);
  });
  return fulfilled(arrayValue(results, list.open));
}

function executor(machine: Machine, fn: Value | undefined, at: Place): Value {
  let settled: PromiseValue | null = null;
  const settleWith = (rejected: boolean) =>
    native(rejected ? 'reject' : 'resolve', ([value]) => {
      machine.trial?.happens();
      settled ??=
        rejected || value?.t !== 'promise'
          ? { t: 'promise', rejected, value: value ?? undefinedValue, verification: null }
          : value;
      return undefinedValue;
    });
  const run = () => {
    const start = () => fn && react(machine, fn, [settleWith(false), settleWith(true)], at);
    const result = machine.trial ? machine.trial.floating.bind(start) : start();
    if (result?.t === 'promise' && result.rejected) settled ??= result;
  };
  if (isLeftPending(machine, run, () => settled !== null)) return pending;
  return settled ?? fulfilled(unknown('a promise that code which is not seen settles', at));
}
