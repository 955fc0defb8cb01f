import type { AnswerFactory } from '#catalog';
import type { AnswerValue, Value } from '#frameworks';
import { isUndefined, primitive, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../../known/options.ts';
import { answerOf } from '../noted/course.ts';
import type { Trial } from './trial.ts';

/** Sets the status or the body of an answer that is sent when the step ends, unless it calls for the next one before. */
export function prepare(
  trial: Trial,
  what: 'status' | 'body',
  status: number | null,
  at: Place,
  body: Value | null = null,
): void {
  trial.course.happened++;
  const { prepared } = trial.course;
  if (what === 'body') prepared.hasBody = true;
  if (body) prepared.body = body;
  if (trial.course.continued || trial.floating.late()) return;
  if (what === 'status') {
    prepared.status = status;
    prepared.hasStatus = true;
    prepared.at = at;
  }
  prepared.at ??= at;
}

const bodyLeft = 'response.body';
const statusLeft = 'response.status';

/** What stands of an answer that no step has begun: https://koajs.com/#ctx-status */
export const untouched: readonly (readonly [string, Value])[] = [
  [bodyLeft, undefinedValue],
  [statusLeft, primitive(404)],
];

/** Leaves what it has prepared for the steps behind it, if they have not run by then; a body without a status is a success. */
export function leavePrepared(trial: Trial, what: 'status' | 'body', value: Value): void {
  if (trial.course.continued) return;
  trial.leave(what === 'body' ? bodyLeft : statusLeft, value);
  const standing = trial.course.writes.get(statusLeft) ?? trial.situation.context.get(statusLeft);
  if (what === 'body' && (!standing || numberIn(standing) === 404)) trial.leave(statusLeft, primitive(200));
}

/** What steps have prepared by then; null where nobody knows: behind the continuation, later steps may have done so. */
export function standingOf(trial: Trial, what: 'status' | 'body'): Value | null {
  const name = what === 'body' ? bodyLeft : statusLeft;
  if (trial.course.continued) return null;
  const written = trial.course.writes.get(name);
  if (written) return written;
  trial.uses.custom.add(name);
  return trial.situation.context.get(name) ?? null;
}

/** The status of the answer that steps before this one have prepared; null when they have prepared none. */
export function statusBefore(trial: Trial): number | null {
  const status = standingOf(trial, 'status');
  const number = status && numberIn(status);
  return number === 404 ? null : number;
}

function numberIn(value: Value): number | null {
  return value.t === 'primitive' && typeof value.value === 'number' ? value.value : null;
}

/** An answer that is not sent yet. */
export function made(status: number | null, args: readonly Value[], at: Place): AnswerValue {
  return { t: 'answer', status, isError: false, isFinal: false, args, at };
}

/** A statement makes a rejection that nobody takes. */
export function noteDropped(trial: Trial, answer: AnswerValue): void {
  if (trial.course.continued || (answer.status ?? 0) < 400) return;
  // What it is made of is the answer as well.
  if (answer.args[0] && trial.errors.statuses.has(answer.args[0])) return;
  trial.course.happened++;
  // What was set of it is taken back when the trial is over.
  trial.course.prepared.dropped ??= { ...answer };
}

/** What a library makes of an error: `Boom.unauthorized()`; `Boom.boomify(error)` changes the error itself. */
export function errorMade(
  trial: Trial,
  { status, statusArgument, statusOption, options, inPlace }: AnswerFactory,
  args: readonly Value[],
  at: Place,
): AnswerValue {
  const given =
    statusArgument !== undefined
      ? args[statusArgument]
      : statusOption !== undefined
        ? optionAt(args[options ?? 0], statusOption)
        : undefined;
  const isGiven = given !== undefined && !(given !== null && isUndefined(given));
  const known = given?.t === 'primitive' && typeof given.value === 'number' ? given.value : null;
  const made = { ...errorWith(status, args, at), status: isGiven ? known : status };
  if (inPlace && args[0] && made.status !== null) trial.errors.statuses.set(args[0], made.status);
  return made;
}

/** An error that carries a status: `ctx.throw(401)`. */
export function errorWith(
  status: number | null,
  args: readonly Value[],
  at: Place,
  members?: AnswerValue['members'],
): AnswerValue {
  return { t: 'answer', status: status ?? 500, isError: true, isFinal: false, args, at, ...(members && { members }) };
}

/** The step has ended: what it returned or prepared is sent, unless it has called for the next step. */
export function settleAnswer(trial: Trial, result: Value): void {
  const { prepared } = trial.course;
  // A signal such as `h.continue` calls for the next step too.
  if (trial.course.continued || result.t === 'native') {
    const { dropped } = prepared;
    if (dropped) trial.course.answer ??= answerOf(dropped.status, dropped.at);
    return;
  }
  const { answers } = trial.adapter.request;
  if (result.t === 'answer' && answers === 'returning')
    trial.respond(result.status, result.at, { isRedirect: isRedirect(result.status), body: result.args[0] ?? null });
  else if (answers === 'preparing' && prepared.at) {
    const status = prepared.hasStatus ? prepared.status : 200;
    trial.respond(status, prepared.at, { isRedirect: isRedirect(status) });
  }
}

function isRedirect(status: number | null): boolean {
  return status !== null && status >= 300 && status < 400;
}
