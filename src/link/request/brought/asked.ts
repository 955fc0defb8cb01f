import { type Asked, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { initialise } from '../../machine/classes.ts';
import { getMember } from '../../machine/members.ts';
import { awaited } from '../../machine/promises.ts';
import type { Trial } from '../paths/trial.ts';

/** What the framework may ask about the request of this trial. */
export function askedOf(trial: Trial, at: Place): Asked {
  return {
    target: () => {
      trial.uses.target = true;
      return trial.situation.target;
    },
    input: (name) => trial.memo(`input ${name}`, () => unknown(`the request's ${name}`, at, 'caller')),
    run: (fn, args) => awaited(trial.machine, callValue(trial.machine, fn, args, null, at)),
    once: (name, make) => trial.memo(`made ${name}`, make),
    kept: (name) => {
      trial.uses.custom.add(name);
      return trial.course.writes.get(name) ?? trial.situation.context.get(name) ?? null;
    },
    keep: (name, value) => trial.leave(name, value),
    renew: (instance, args) => {
      if (instance.class) initialise(trial.machine, instance.class, instance, args, at);
    },
    member: (of, name, asked) => getMember(trial.machine, of, name, asked ?? at),
  };
}
