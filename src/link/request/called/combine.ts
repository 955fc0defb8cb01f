import type { Combination } from '#catalog';
import type { NativeValue, Value } from '#frameworks';
import { arrayValue, native, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { type Machine, Thrown } from '../../machine/machine.ts';
import { awaited, fulfilled } from '../../machine/promises.ts';
import { decide } from '../../machine/truth.ts';
import { settleAnswer } from '../paths/answers.ts';
import { type Trial, trialIn } from '../paths/trial.ts';

/** One step made of several. https://hono.dev/docs/middleware/builtin/combine, https://github.com/koajs/compose */
export function combination(machine: Machine, { how }: Combination, args: readonly Value[]): NativeValue {
  return {
    t: 'native',
    name: how,
    ...(how === 'some' && { alternatives: args }),
    call: (given, at) => {
      const [context = undefinedValue, next = undefinedValue] = given;
      const trial = trialIn(machine);
      if (!trial) return unknown('a step that is called while the server is set up', at);
      const call: Call = { machine, trial, context, next, at };
      const run = { some, every, except, compose };
      return fulfilled(run[how](call, args));
    },
  };
}

interface Call {
  readonly machine: Machine;
  readonly trial: Trial;
  readonly context: Value;
  readonly next: Value;
  readonly at: Place;
}

function ask({ machine, context, at }: Call, step: Value, next: Value): Value {
  return awaited(machine, callValue(machine, step, [context, next], null, at));
}

function proceed({ machine, next, at }: Call): Value {
  return awaited(machine, callValue(machine, next, [], null, at));
}

/** A condition may stand for a step: what it says decides. An answer is no such word, whatever its status. */
function verdictOf({ machine, at }: Call, result: Value): boolean | null {
  const isWord = (result.t === 'primitive' && typeof result.value === 'boolean') || result.t === 'unknown';
  return isWord ? decide(machine, result, at) : null;
}

/**
 * One after the other; the next is called by the one before. What the next answers is sent, whether or not the one before
 * returns it. Proof: fixtures/frameworks/hono/combinations
 */
function every(call: Call, steps: readonly Value[]): Value {
  const [first, ...rest] = steps;
  if (!first) return proceed(call);
  const next: Value = native('next', () => {
    const result = every(call, rest);
    if (result.t !== 'answer') return fulfilled(result);
    settleAnswer(call.trial, result);
    return fulfilled(undefinedValue);
  });
  const result = ask(call, first, next);
  const verdict = verdictOf(call, result);
  if (verdict === false) throw new Thrown(unknown('an unmet condition', call.at, 'server', true));
  return verdict ? every(call, rest) : result;
}

function compose(call: Call, [list]: readonly Value[]): Value {
  return every(call, list?.t === 'array' ? list.items : []);
}

/** The first that does not throw; an answer of 401 that is returned counts as success (H10). */
function some(call: Call, steps: readonly Value[]): Value {
  let error: Value | null = null;
  let isContinued = false;
  const next: Value = native('next', () => {
    isContinued = true;
    return fulfilled(proceed(call));
  });
  for (const step of steps) {
    try {
      const result = ask(call, step, next);
      const verdict = verdictOf(call, result);
      if (verdict === false) {
        error = unknown('no step that succeeds', call.at, 'server', true);
        continue;
      }
      return verdict ? proceed(call) : result;
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      error = thrown.value;
      if (isContinued) break;
    }
  }
  if (error) throw new Thrown(error);
  return undefinedValue;
}

/** All but for requests that meet a condition: path patterns for the whole path, or functions. */
function except(call: Call, [conditions = undefinedValue, ...steps]: readonly Value[]): Value {
  const list = conditions.t === 'array' ? conditions : arrayValue([conditions]);
  const isFree =
    list.items.some((condition) => holds(call, condition)) ||
    (list.open && decide(call.machine, unknown('a condition that could not be read', call.at), call.at));
  return isFree ? proceed(call) : every(call, steps);
}

function holds(call: Call, condition: Value): boolean {
  const { machine, trial, context, at } = call;
  const text = stringOf(condition);
  if (text === null) return decide(machine, awaited(machine, callValue(machine, condition, [context], null, at)), at);
  const { anyPath, path } = trial.situation;
  trial.uses.location = true;
  if (anyPath) return decide(machine, unknown('the path of the request', at), at);
  const answer = trial.adapter.request.matches?.(text, path) ?? path === text;
  const place = condition.t === 'primitive' && condition.at ? condition.at : at;
  trial.uses.pathTests.push({ match: /[*:]/.test(text) ? 'segments' : 'equals', text, at: place, holds: answer });
  return answer;
}
