import { unknown, type Value } from '#frameworks';
import type { Place } from '#text';
import { globalPackage } from '../../known/program.ts';
import type { Trial } from './trial.ts';

/** Whether what a credential was refused with is of a class; null where that is not known. */
export function isRefusal(trial: Trial, error: Value, of: Value, at: Place): boolean | null {
  const refusal = trial.errors.refusals.get(error);
  if (!refusal) return null;
  if (of.t === 'class') return false;
  if (of.t !== 'library') return null;
  if (of.package === globalPackage) return of.path === 'Error';
  if (of.package !== refusal.package) return null;
  return of.path === refusal.any || (of.path === refusal.expired && isExpired(trial, at));
}

/**
 * Who asks whether a token has expired means to treat such callers differently: they are asked about apart from those who
 * forge, since a token that has expired was a good one.
 */
export function isExpired(trial: Trial, at: Place): boolean {
  if (trial.situation.caller !== 'bad') return false;
  const isOld = trial.decide(trial.memo('expired', () => unknown('the age of a token', at, 'caller')));
  if (isOld && !trial.credentials.expired) {
    trial.course.happened++;
    trial.credentials.expired = at;
  }
  return isOld;
}
