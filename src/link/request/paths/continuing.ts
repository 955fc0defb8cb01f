import type { Value } from '#frameworks';
import type { Place } from '#text';
import { truth } from '../../machine/truth.ts';
import type { Trial } from './trial.ts';

/** The step calls for the next one, with an error or without. */
export function callNext(trial: Trial, args: readonly Value[], at: Place): void {
  const { course } = trial;
  course.happened++;
  const { prepared } = course;
  if (prepared.at && (prepared.status ?? 0) >= 400) trial.respond(prepared.status, prepared.at);
  const [first] = args;
  const value = first && trial.resolve(first);
  course.crash ??= (value && trial.errors.crashes.get(value)) ?? null;
  if (value?.t === 'primitive' && (value.value === 'route' || value.value === 'router')) {
    if (value.value === 'route' && !trial.situation.inRoute) course.continued ??= at;
    else course.skipped ??= at;
    return;
  }
  const isError = value !== undefined && (truth(value) ?? trial.decide(value));
  const isLate = trial.floating.late() !== null;
  // A second call finds nothing left: the error has been handled by then (both versions, observed).
  if (isError && !course.continued) course.failed ??= { at, error: value, isLate };
  else if (!course.failed || (course.failed.isLate && !isLate)) course.continues(at, isLate);
  else course.resumed ||= !isError;
}
