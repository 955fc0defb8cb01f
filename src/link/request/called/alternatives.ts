import type { Alternatives } from '#catalog';
import type { MadeValue, Value } from '#frameworks';
import { native, stringOf, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../../known/options.ts';
import { callValue } from '../../machine/calls.ts';
import { Thrown } from '../../machine/machine.ts';
import { truth } from '../../machine/truth.ts';
import type { Trial } from '../paths/trial.ts';

type Relation = Alternatives['relation'];

/** How the steps that a call combines are related: an option of the call, else what the maker says. */
export function relationOf(meaning: Alternatives, made: MadeValue): Relation {
  const given = stringOf(optionAt(made.args[1], 'relation') ?? undefined);
  return given === 'or' || given === 'and' ? given : meaning.relation;
}

/** Tries the combined steps one after the other as `@fastify/auth` does (F12): it ends at the first that decides. */
export function combined(
  trial: Trial,
  meaning: Alternatives,
  made: MadeValue,
  args: readonly Value[],
  at: Place,
): Value {
  const [request, reply, next] = args;
  const steps = made.args[0];
  if (steps?.t !== 'array' || steps.open || !request || !reply) {
    trial.course.handedOver ??= { at, why: 'which steps are combined could not be read' };
    return undefinedValue;
  }
  const error = decided(trial, steps.items, relationOf(meaning, made), [request, reply], at);
  if (trial.course.answer && !trial.course.continued) return undefinedValue;
  if (next) callValue(trial.machine, next, error ? [error] : [], null, at);
  else if (error) throw new Thrown(error);
  return undefinedValue;
}

/** The error of a alternatives that fails; null when it lets the request continue. */
function decided(
  trial: Trial,
  steps: readonly Value[],
  relation: Relation,
  args: readonly Value[],
  at: Place,
): Value | null {
  let error: Value | null = null;
  for (const step of steps) {
    const inverse: Relation = relation === 'or' ? 'and' : 'or';
    error = step.t === 'array' ? decided(trial, step.items, inverse, args, at) : failure(trial, step, args, at);
    if (trial.course.answer) return error;
    if ((error === null) === (relation === 'or')) return error;
  }
  return error;
}

/** What one step throws, rejects with or hands to its callback. */
function failure(trial: Trial, step: Value, args: readonly Value[], at: Place): Value | null {
  let handed: Value | null = null;
  const done: Value = native('done', ([error]) => {
    trial.aside++;
    const known = error && trial.resolve(error);
    if (known && (truth(known) ?? trial.decide(known))) handed ??= known;
    return undefinedValue;
  });
  trial.tries++;
  try {
    trial.uses.ofScope.set('', null);
    const result = callValue(trial.machine, step, [...args, done], trial.subject.scope, at);
    return result.t === 'promise' && result.rejected ? result.value : handed;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    return thrown.value;
  } finally {
    trial.tries--;
  }
}
