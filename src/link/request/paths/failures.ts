import type { Adapter, Ending, Value } from '#frameworks';
import { primitive } from '#frameworks';
import type { Place } from '#text';
import { construct } from '../../machine/construct.ts';
import { libraryValue, standInExport } from '../../machine/modules.ts';
import { madeBy } from '../../machine/operators.ts';
import { errorDetail } from '../brought/part-members.ts';
import type { Failure } from '../brought/situation.ts';
import { errorWith } from './answers.ts';
import type { Path } from './explore.ts';
import { isExpired } from './refusals.ts';
import { answered } from './rescue.ts';
import type { Trial } from './trial.ts';

/** The error that a path hands on: one that it throws or gives to `next`, or that the framework takes for such. */
export function failureOf(trial: Trial, ending: Ending, thrown: Value | null, result: Value): Failure | null {
  const { handsOn } = trial.adapter.request;
  const sent = handsOn === 'sent' && trial.course.answer?.isError ? trial.course.answer.body : null;
  const settled = result.t === 'promise' ? result.value : result;
  const returned = handsOn === 'returned' && settled.t === 'answer' && settled.isError ? settled : null;
  const own = thrownBy(trial, ending);
  const handed = trial.course.answer || trial.course.continued ? null : trial.course.failed;
  const value = thrown ?? sent ?? returned ?? handed?.error ?? own;
  if (!value || (thrown && trial.course.answer && !trial.course.continued)) return null;
  const { failure } = trial.situation;
  if (failure?.value === value) return { ...failure, set: trial.course.status };
  const status = trial.errors.statuses.get(value) ?? statusOf(value);
  return { value: asItWas(value), status, set: trial.course.status };
}

/** Whether steps of other slots or around it meet an answer that a step has made. */
export function isAnswerHeard({ request, delays }: Adapter): boolean {
  return request.continuation !== 'value' || delays !== undefined;
}

/** How the paths of a step that reject do so, where those around it hear of it. */
export function rejectionsIn(paths: readonly Path[]): readonly Failure[] {
  return paths.flatMap(({ end, status, failure, trial }) => {
    if (failure) return [failure];
    return end === 'rejects' && isAnswerHeard(trial.adapter) ? [answered(status, trial.course.answer !== null)] : [];
  });
}

/** The error that the framework itself throws. */
function thrownBy({ machine, subject: { at } }: Trial, { throws, status }: Ending): Value | null {
  const library = typeof throws === 'object' ? libraryValue(machine, at.file, throws.package, '') : null;
  const type = library && typeof throws === 'object' ? standInExport(machine, library, throws.name, at) : null;
  if (type) return construct(machine, type, [], at);
  return throws ? errorWith(status, [], at) : null;
}

/** What the path has put on an error is taken back with all else that it has done. */
function asItWas(value: Value): Value {
  if (value.t !== 'object') return value;
  const kept = { ...value, properties: new Map(value.properties) };
  const maker = madeBy.get(value);
  if (maker) madeBy.set(kept, maker);
  return kept;
}

/** The status that an error object carries. */
export function statusOf(error: Value): number | null {
  if (error.t === 'answer') return error.status;
  const given =
    error.t === 'object' ? (error.properties.get('statusCode') ?? error.properties.get('status')) : undefined;
  return given?.t === 'primitive' && typeof given.value === 'number' ? given.value : null;
}

/** What is known of an error whose code cannot be seen. */
export function memberOfError(trial: Trial, object: Value, name: string | null, at: Place): Value | null {
  const { failure } = trial.situation;
  const refusal = name === 'name' ? trial.errors.refusals.get(object) : undefined;
  if (refusal) return primitive(isExpired(trial, at) ? refusal.expired : refusal.any);
  const isStatus = name === 'status' || name === 'statusCode';
  if (isStatus && object === failure?.value && failure.status !== null) return primitive(failure.status);
  const isDetail = trial.errors.known.has(object) && (name === 'stack' || name === 'message');
  return isDetail ? errorDetail(trial, name === 'stack' ? 'stack' : 'error-message', at) : null;
}
