import type { Ending, FunctionValue, MadeValue, Run, Value } from '#frameworks';
import { undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { Exhausted, type Machine, Thrown } from '../../machine/machine.ts';
import { Stalled } from '../../machine/promises.ts';
import { truth } from '../../machine/truth.ts';
import { askedOf } from '../brought/asked.ts';
import { holds } from '../brought/held.ts';
import { isError, noteDetails } from '../brought/part-members.ts';
import { errorLeft } from '../brought/parts.ts';
import type { ParameterNotes } from '../brought/route-parameters.ts';
import { type Failure, isErrorHandler, type Situation, type Subject, type Way } from '../brought/situation.ts';
import type { Answer } from '../noted/course.ts';
import { settleAnswer, statusBefore } from './answers.ts';
import { leaveChanged } from './changed.ts';
import { Choices, Rejoined } from './choices.ts';
import { failureOf, statusOf } from './failures.ts';
import { isUnclear } from './outcome.ts';
import { meetAnswer, meetFailure, noteGiven, noteTold, servesData } from './rescue.ts';
import { takesNext } from './takes-next.ts';
import { Trial } from './trial.ts';

export interface Path extends Way {
  readonly trial: Trial;
  /** The function or the library's object that was returned, at once or by a promise; null for anything else. */
  readonly result: FunctionValue | MadeValue | null;
  /** What is answered, where it was seen. */
  readonly body: Value | null;
  /** A token that was signed for it is part of that. */
  readonly issuesToken: boolean;
  /** The error by which it rejects; null where it answers itself, or does not reject. */
  readonly failure: Failure | null;
  /** For an error handler: it answers with what code that is not seen has given it. */
  readonly servesData: boolean;
  readonly races?: Ending['races'];
}

export interface Exploration {
  readonly paths: readonly Path[];
  /** False when there were too many paths, or one was too long. */
  readonly complete: boolean;
  /** One who forges credentials may meet something else than one without any. */
  readonly tellsForgers: boolean;
  readonly parameters: ParameterNotes;
  readonly expired: readonly Path[]; // Those of a caller whose credential has expired, where a step asks for that.
  /** Nothing was tried: all fuel was spent before. */
  readonly isSpent?: boolean;
}

const mostPaths = { step: 96, handler: 40 };
/** So many more runs may come to where an earlier one has been. */
const runsPerPath = 3;
/** After so many, a step that somebody else than the caller decides on is not expected to have a way past that the caller chooses. */
const enoughPaths = { step: 48, handler: 24 };
/** After so many paths, a step that has not looked at any credential is not expected to. */
const fewPaths = 24;
const fuelPerPath = { step: 8_000, handler: 4_000 };
/** For all paths together: what takes longer hardly ever comes to an end. */
const fuelForAll = 100_000;
/** What a path costs before its first step of evaluation. */
const fuelToBegin = 100;

/** Tries a step with one request, again and again, until every combination of undecided tests was seen. */
export function explore(machine: Machine, subject: Subject, situation: Situation): Exploration {
  const choices = new Choices(runsPerPath * mostOf(situation));
  const { parameters } = choices;
  if (machine.isSpent(subject.at))
    return { paths: [], expired: [], complete: false, isSpent: true, tellsForgers: true, parameters };
  const run = () => follow(machine, subject, situation, choices);
  const followed = machine.witness?.tries(run, () => explore(machine, subject, situation)) ?? run();
  return { ...followed, tellsForgers: choices.tellsForgers, parameters };
}

function follow(
  machine: Machine,
  subject: Subject,
  situation: Situation,
  choices: Choices,
): Pick<Exploration, 'paths' | 'complete' | 'expired'> {
  const [paths, expired]: [Path[], Path[]] = [[], []];
  const most = mostOf(situation);
  const enough = enoughPaths[situation.isHandler ? 'handler' : 'step'];
  const ended = (complete: boolean) => ({ paths, expired, complete });
  while (choices.next()) {
    if (paths.length === most || choices.run > runsPerPath * most || choices.spent > fuelForAll) return ended(false);
    const path = runOnce(machine, subject, situation, choices);
    if (path === 'exhausted') return ended(false);
    if (path === 'rejoined') continue;
    (path.trial.credentials.expired ? expired : paths).push(path);
    if (path.trial.credentials.expired) continue;
    if (paths.length > fewPaths && isIndifferent(paths, situation.isHandler)) return ended(true);
    if (isDecided(paths, path, situation, takesNext(subject))) return ended(true);
    if (paths.length === enough && situation.caller !== 'good' && isUnclear(paths, situation.isHandler))
      return ended(false);
  }
  return ended(true);
}

export function isSameWay(one: Way, other: Way): boolean {
  return one.end === other.end && one.status === other.status;
}

function mostOf({ isHandler }: Situation): number {
  return mostPaths[isHandler ? 'handler' : 'step'];
}

/** Whether further paths cannot change what is known of the caller. */
function isDecided(
  paths: readonly Path[],
  last: Path,
  { isHandler, caller, sought }: Situation,
  mayContinue: boolean,
): boolean {
  if (sought) return sought.every((way) => paths.some((path) => isSameWay(path, way)));
  // Whether it is the end of a chain shows where it answers, not where it goes on.
  if (isHandler && caller === 'good') return last.end === 'answers';
  // The last step of a route may be one that mostly continues: only more paths show that.
  if (isHandler && (!mayContinue || paths.length >= 10))
    return paths.some((one) => one.end === 'answers') && isOpenEnd(last);
  if (isHandler) return false;
  return (
    paths.length >= fewPaths && caller !== 'good' && paths.some((path) => path.end === 'continues' && isChosen(path))
  );
}

/** Only the caller's own choices led there. */
export function isChosen(path: Path): boolean {
  return !path.trial.forks.has('server') && !path.trial.forks.has('environment');
}

/** Whoever brings nothing is sent to a provider, and nothing that may have been brought was looked at. */
export function sendsToProvider({ paths }: Exploration): boolean {
  return (
    paths.length > 0 &&
    paths.every(({ trial }) => trial.credentials.sendsToProvider && trial.credentials.touched.length === 0)
  );
}

/** Some path passes, and none has looked at a credential or handed the request on. */
function isIndifferent(paths: readonly Path[], isHandler: boolean): boolean {
  return (
    paths.every((path) => path.trial.credentials.touched.length === 0 && path.end !== 'unknown') &&
    paths.some((path) => (path.end === 'continues' && !isHandler) || path.end === 'answers')
  );
}

/**
 * A handler that has once answered a caller without credentials is open, when only the caller's choices led there, or when
 * no credential was even looked at.
 */
export function isOpenEnd(path: Path): boolean {
  if (path.end !== 'answers' && path.end !== 'continues') return false;
  return path.trial.credentials.touched.length === 0 || path.trial.credentials.logsIn || isChosen(path);
}

function runOnce(
  machine: Machine,
  subject: Subject,
  situation: Situation,
  choices: Choices,
): Path | 'rejoined' | 'exhausted' {
  const { adapter } = subject;
  const trial = new Trial(machine, subject, situation, choices);
  const outer = machine.trial;
  const fuel = machine.fuel;
  machine.trial = trial;
  const given = fuelPerPath[situation.isHandler ? 'handler' : 'step'];
  machine.fuel = given;
  let result: Value = undefinedValue;
  let thrown: Value | null = null;
  try {
    try {
      if (situation.failure && isErrorHandler(subject)) meetFailure(trial, situation.failure);
      else if (adapter.behind?.includes(subject.use.phase ?? '')) meetAnswer(trial);
      result = invoke(trial, subject, subject.at);
      trial.delayed.arrive();
      if (result.t === 'promise' && result.rejected) thrown = result.value;
    } catch (error) {
      if (error instanceof Thrown) thrown = error.value;
      else if (!(error instanceof Stalled)) throw error;
    }
    if (thrown) trial.course.crash ??= trial.errors.crashes.get(thrown) ?? null;
    if (thrown === null) {
      const given = result.t === 'promise' ? result.value : result;
      settleAnswer(trial, given);
      noteGiven(trial, given);
    }
    const ending = adapter.request.ending(runOf(trial, subject, result, thrown));
    if (ending.sent) noteDetails(trial, [ending.sent]);
    if (ending.isOvertaken) noteOvertaken(trial, trial.course.answer);
    noteOvertaken(trial, trial.course.overtaken);
    // An error takes the place of what was prepared.
    const prepared = thrown === null ? trial.course.prepared.body : null;
    const body = ending.sent ?? prepared ?? trial.course.answer?.body ?? null;
    const isMinted = (value: Value) => trial.origins.minted.has(value);
    const issuesToken = trial.origins.minted.size > 0 && body !== null && holds(trial, body, isMinted, 3);
    noteTold(trial, body);
    if (ending.end === 'continues') leaveChanged(trial);
    const isData = body !== null && isErrorHandler(subject) && servesData(trial, body);
    const failure = failureOf(trial, ending, thrown, result);
    return { ...ending, trial, result: madeOf(result), body, issuesToken, failure, servesData: isData };
  } catch (error) {
    if (error instanceof Rejoined) return 'rejoined';
    if (error instanceof Exhausted || error instanceof RangeError) return 'exhausted';
    throw error;
  } finally {
    machine.trial = outer;
    const spent = fuelToBegin + given - machine.fuel;
    machine.trialFuel -= spent;
    choices.spent += spent;
    machine.fuel = fuel;
    trial.takeBack();
  }
}

/** A rejection by a call that nobody waits for comes when the request has gone on. */
function noteOvertaken(trial: Trial, answer: Answer | null): void {
  const late = answer?.late;
  if (late && late.subject !== null && trial.credentials.touched.length > 0)
    trial.credentials.noteUnawaited({ subject: late.subject, at: late.at });
}

function madeOf(result: Value): Path['result'] {
  const value = result.t === 'promise' ? result.value : result;
  return value.t === 'function' || value.t === 'made' ? value : null;
}

/** Calls the step as the framework does: the number of its parameters tells what it is. */
function invoke(trial: Trial, { adapter, value: step, use, scope }: Subject, at: Place): Value {
  const count = step.t === 'function' ? step.code.length - step.bound.length : 3;
  const { failure } = trial.situation;
  const parts = () =>
    adapter.request
      .parameters(count, use)
      .map((part): Value => (part === 'error' && failure ? failure.value : { t: 'request', part }));
  const args = use.given ? use.given(askedOf(trial, at)) : parts();
  return callValue(trial.machine, step, args, adapter.request.bindsScope ? scope : undefinedValue, at);
}

export function placeOfFunction(fn: FunctionValue): Place {
  return { file: fn.file, start: fn.code.at, end: fn.code.to };
}

function runOf(trial: Trial, { value: step, version, use }: Subject, result: Value, thrown: Value | null): Run {
  const { course } = trial;
  return {
    version,
    use,
    isHandler: trial.situation.isHandler,
    parameters: step.t === 'function' ? step.code.length - step.bound.length : 3,
    continued: course.continued !== null,
    offered: course.offered !== null,
    answeredFirst: course.answeredFirst,
    answersLate: course.answer !== null && course.answer.late !== null,
    continuesLate: course.continuedLate,
    skipped: course.skipped !== null,
    failed: course.failed !== null,
    resumed: course.resumed,
    awaitsAnswer: course.awaitsAnswer,
    answer: course.answer,
    hasBody: course.prepared.hasBody,
    statusBefore: () => statusBefore(trial),
    dropped: course.prepared.dropped !== null,
    sentError: course.answer?.isError ?? false,
    status: course.status,
    thrown,
    thrownStatus: thrown && (trial.errors.statuses.get(thrown) ?? statusOf(thrown)),
    result: result.t === 'promise' && !result.rejected ? result.value : result,
    isErrorReturned: isError(trial, result.t === 'promise' ? result.value : result),
    isPromise: result.t === 'promise',
    isAsync: step.t === 'function' && step.code.async,
    handedOver: course.handedOver !== null,
    maybeAnswered: course.maybeAnswered !== null,
    isTrue: (value) => {
      const known = trial.resolve(value);
      return truth(known) ?? trial.decide(known);
    },
    ofError: (name) => errorLeft(trial, name),
  };
}
