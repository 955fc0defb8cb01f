import type { Value } from '#frameworks';
import { native, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import { fulfilled } from '../machine/promises.ts';
import { type Trial, trialIn } from '../request/paths/trial.ts';

/** A function whose results are kept: where the key does not tell callers apart, one gets what was found for another. */
export function cached(machine: Machine, fn: Value, keyOf: Value): Value {
  const name = fn.t === 'function' ? fn.name : 'cached';
  return native(name, (args, at, self) => {
    const trial = trialIn(machine);
    if (trial && !tellsApart(trial, keyOf, args, at)) {
      const kept = unknown('what is kept for other callers', at, 'server', true);
      if (trial.decide(unknown('whether it is kept', at))) return fulfilled(kept);
    }
    return callValue(machine, fn, args, self, at);
  });
}

/** Whether a key is made of what the caller brings: of an argument, or of a credential of the request. */
function tellsApart(trial: Trial, keyOf: Value, args: readonly Value[], at: Place): boolean {
  const { touched } = trial.credentials;
  const before = touched.splice(0);
  const given = args.map((arg) => (arg.t === 'request' ? arg : unknown('an argument', at, 'caller', true)));
  const key = callValue(trial.machine, keyOf, given, null, at);
  const asked = touched.splice(0);
  for (const one of [...before, ...asked]) trial.credentials.touch(one);
  return asked.length > 0 || (key.t !== 'primitive' && given.some(({ t }) => t === 'unknown'));
}
