import type { FunctionValue, Value } from '#frameworks';
import { isUndefined, undefinedValue } from '#frameworks';
import { holds } from '../brought/held.ts';
import type { Failure } from '../brought/situation.ts';
import type { Rescue } from '../noted/course.ts';
import type { Trial } from './trial.ts';

export function rescue(): Rescue {
  return { entered: new Set(), status: undefined, hasBody: false, servesData: false, tells: false };
}

/** From here on, a path goes on behind the failure of another step. */
export function meetFailure(trial: Trial, { value, set }: Failure): void {
  trial.course.rescue ??= rescue();
  trial.course.status = set;
  trial.errors.known.add(value);
  // Nobody throws what is falsy.
  trial.assume(value);
}

/** Notes a part of the answer that is prepared after the failure. */
export function noteRescue(trial: Trial, what: 'status' | 'body', status: number | null, value: Value): void {
  if (!trial.course.rescue) return;
  if (what === 'status') trial.course.rescue.status = status;
  else {
    trial.course.rescue.hasBody = true;
    trial.course.rescue.servesData = servesData(trial, value);
    trial.course.rescue.tells = tellsOf(trial, value);
  }
}

/** A step of a slot behind the handler, or around it: what it makes of the answer takes the place of that. */
function isOutside({ adapter, subject: { use } }: Trial): boolean {
  return [...(adapter.behind ?? []), ...(adapter.around ?? [])].includes(use.phase ?? '');
}

/** Sets the status of the answer: behind the handler, of that which stands. */
export function setStatus(trial: Trial, status: number | null): void {
  trial.course.status = status;
  if (!trial.floating.late()) trial.course.promptStatus = status;
  if (!isOutside(trial)) return;
  trial.course.replaces = true;
  noteRescue(trial, 'status', status, undefinedValue);
}

/** Notes what a step behind the handler gives in the place of the answer. */
export function noteGiven(trial: Trial, value: Value): void {
  const isGiven = !isUndefined(value) && !(value.t === 'request' && value.part === 'body');
  if (isGiven && isOutside(trial)) noteRescue(trial, 'body', null, value);
}

/** The error of the steps that this one stands around; null where they have not failed. */
export function failedWithin(trial: Trial): Value | null {
  const { failure } = trial.situation;
  if (!failure || failure.answered) return null;
  meetFailure(trial, failure);
  return failure.value;
}

/** Notes whether an answer that is sent or returned says what the error was. */
export function noteTold(trial: Trial, body: Value | null): void {
  if (trial.course.rescue && body) trial.course.rescue.tells ||= tellsOf(trial, body);
}

function tellsOf(trial: Trial, value: Value): boolean {
  const isTold = (known: Value) =>
    isError(trial, known) || trial.errors.details.has(known) || isPartOfError(trial, known);
  return holds(trial, value, isTold, 3);
}

function isPartOfError({ situation: { failure } }: Trial, value: Value): boolean {
  return failure?.value.t === 'object' && [...failure.value.properties.values()].includes(value);
}

/** Whether an answer holds what code that is not seen has given, and not for the sake of an error. */
export function servesData(trial: Trial, answer: Value): boolean {
  return holds(trial, answer, (known) => trial.lookUps.found.has(known), 3);
}

/** Whether a value is the error, or holds it. */
export function tellsOfError(trial: Trial, value: Value): boolean {
  return holds(trial, value, (known) => isError(trial, known), 1);
}

function isError({ situation: { failure } }: Trial, value: Value): boolean {
  return value === failure?.value || (value.t === 'request' && value.part === 'error');
}

/** Whether one of the functions that were called since is this one: the same code, with the same variables around it. */
export function hasRun({ entered }: Rescue, { code, env }: FunctionValue): boolean {
  return [...entered].some((one) => one.code === code && one.env === env);
}

/** The answer says that all is well. */
export function isWell({ status, hasBody }: Rescue, { answered }: Failure): boolean {
  return status === undefined ? hasBody && !answered?.isExplicit : status !== null && status < 300;
}

const answers = new Map<string, Failure>();

/** A later step has answered so. */
export function answered(status: number | null, isExplicit: boolean): Failure {
  const key = `${status} ${isExplicit}`;
  const known = answers.get(key) ?? { value: undefinedValue, status, set: status, answered: { isExplicit } };
  answers.set(key, known);
  return known;
}

/** A later step has answered, and the steps around it may look at that. */
export function meetAnswer(trial: Trial): boolean {
  if (!trial.situation.failure?.answered) return false;
  trial.course.rescue ??= rescue();
  return true;
}

/** The status of the answer that stands behind the continuation; null where it is not known. */
export function standingStatus({ course: { rescue }, situation: { failure } }: Trial): number | null {
  if (!rescue || !failure?.answered) return null;
  return rescue.status === undefined ? failure.status : rescue.status;
}
