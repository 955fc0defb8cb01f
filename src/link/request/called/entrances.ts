import type { Value } from '#frameworks';
import { unknown } from '#frameworks';
import type { Place } from '#text';
import { fulfilled } from '../../machine/promises.ts';
import { callNext } from '../paths/continuing.ts';
import type { Trial } from '../paths/trial.ts';

/** Hands the request on to an app: that goes on where it is the app behind the step. */
export function enter(trial: Trial, scope: number, at: Place): Value {
  trial.course.entered.add(scope);
  const { scope: own } = trial.subject;
  if (own === null || own.id === scope) callNext(trial, [], at);
  else trial.respond(null, at);
  return fulfilled(unknown('what an app answers', at, 'server', true));
}
