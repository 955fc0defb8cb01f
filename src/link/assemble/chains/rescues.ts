import type { FunctionValue } from '#frameworks';
import { isInstance } from '../../machine/operators.ts';
import { truth } from '../../machine/truth.ts';
import type { Failure } from '../../request/brought/situation.ts';
import { errorWith } from '../../request/paths/answers.ts';
import type { Path } from '../../request/paths/explore.ts';
import { isAnswerHeard, rejectionsIn } from '../../request/paths/failures.ts';
import { answered, hasRun, isWell } from '../../request/paths/rescue.ts';
import type { Trial } from '../../request/paths/trial.ts';
import type { Rejected } from '../steps/failed.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import { catchersOf, hears, isAround, type Route } from './catchers.ts';
import { rejectsByError } from './errors.ts';
import type { Linked, Linker } from './links.ts';
import type { Met } from './met.ts';

/** What becomes of a rejection on its way out. */
export interface Rescue {
  readonly by: KnownStep;
  /**
   * It runs the very handler that the rejection was to keep the caller from, or answers that all is well; `hidden`: it
   * says what the error was, or answers every error of a scope alike or by a page, with nothing of the program's data.
   */
  readonly how: 'handled' | 'answered' | 'hidden';
  /** Nothing else becomes of it. */
  readonly isSure: boolean;
  readonly status: number | null;
}

type Fate = { readonly by: KnownStep; readonly how: Rescue['how']; readonly status: number | null } | 'rejected';

const mostFates = 64;

interface Tries {
  readonly route: Route;
  readonly catchers: readonly Met[];
  /** One of them has thrown what all of the app are asked about now. */
  readonly isAgain: boolean;
  readonly linker: Linker;
  /** Of the route; null where it cannot be read. */
  readonly handler: FunctionValue | null;
}

/**
 * Where a rejection comes by a step once more, as an error or as the answer behind `next()`: who makes an answer of it that
 * tells of no rejection. Who answers every error of a scope alike hides it and opens nothing.
 */
export function rescueOf(route: Route, guard: Linked, linker: Linker): Rescue | null {
  const failures = rejectionsOf(guard);
  if (failures.length === 0) return null;
  const catchers = catchersOf(route, guard);
  if (catchers.length === 0) return null;
  const { value } = route.links.at(-1)!.met.step.record;
  const handler = value.t === 'function' ? value : null;
  const tries = { handler, linker, route, catchers, isAgain: false };
  const fates = failures.flatMap((failure) => follow(failure, catchers, tries));
  const rescues = fates.filter((fate) => fate !== 'rejected');
  const first = ['handled', 'answered', 'hidden'].flatMap((how) => rescues.find((one) => one.how === how) ?? [])[0];
  return first ? { ...first, isSure: rescues.length === fates.length && fates.length < mostFates } : null;
}

/** Whether an error handler behind a guard goes on without its error, on this route; null where it may. */
export function goesOnWithout(guard: Linked, by: Linked, route: Route, linker: Linker, caller: Rejected) {
  const failures = caller === 'none' ? rejectionsOf(guard) : failuresOf(guard.met.step, caller);
  const paths = failures.flatMap((failure) => triedWith(by.met, failure, route, linker, caller));
  const going = paths.filter(({ end, failure }) => end === 'continues' && failure === null);
  if (going.length === 0) return false;
  return going.length === paths.length ? true : null;
}

/** What an error handler does with a failure, seen from this route where that matters. */
function triedWith(met: Met, failure: Failure, { steps }: Route, linker: Linker, caller: Rejected): readonly Path[] {
  const paths = steps.triedWith(met.step, failure, undefined, caller);
  if (!paths.some(looks)) return paths;
  return steps.triedWith(met.step, failure, linker.situation(met, '', met.path, caller), caller);
}

function looks({ trial: { uses } }: Path): boolean {
  return uses.location || uses.method || uses.target;
}

/** How a guard rejects on this route. */
function rejectionsOf({ met: { step }, failures: here }: Linked): readonly Failure[] {
  return rejectsByError(step) || here.length === 0 ? failuresOf(step) : here;
}

const failures = {
  none: new WeakMap<KnownStep, readonly Failure[]>(),
  bad: new WeakMap<KnownStep, readonly Failure[]>(),
};

/** How a guard rejects who brings no credentials, or bad ones, where somebody else hears of it. */
function failuresOf(step: KnownStep, caller: Rejected = 'none'): readonly Failure[] {
  const known = failures[caller].get(step);
  if (known) return known;
  const own = step.judgement ? rejectionsIn(step.judgement.by[caller].exploration.paths) : [];
  const status = step.knowledge?.status ?? step.step.status ?? 401;
  const rejection = step.knowledge?.rejection;
  const value = errorWith(status, [], step.step.at, typeof rejection === 'object' ? rejection[caller] : undefined);
  const usual = rejectsByError(step) ? { value, status, set: 200 } : null;
  const sent = isAnswerHeard(step.adapter) ? [answered(status, true)] : [];
  const found = own.length > 0 ? own : usual ? [usual] : sent;
  failures[caller].set(step, found);
  return found;
}

function follow(failure: Failure, catchers: readonly Met[], tries: Tries): Fate[] {
  const [met, ...others] = catchers;
  if (!met) return ['rejected'];
  // Its error has become an answer by the time that the steps around it go on.
  const isSettled = hearsAnswers(met.step) && !met.step.step.handlesErrors;
  if (isSettled && !failure.answered) return follow(answered(failure.status ?? 500, true), catchers, tries);
  const isTaken = mayHear(met.step, failure) && takes(met.step, failure, tries.route.steps);
  if (isTaken === false) return follow(failure, others, tries);
  const isCertain = isTaken && met.covers === 'all' && met.conditions.length === 0;
  const fates: Fate[] = isCertain ? [] : follow(failure, others, tries);
  const answers = new Set<Failure>();
  for (const path of pathsOf(met, failure, tries)) {
    if (fates.length > mostFates) break;
    const fate = fateOf(path, met, failure, tries);
    if (fate) fates.push(fate);
    else if (path.failure) fates.push(...handOn(path.failure, met, others, tries));
    else if (leaves(path, met)) fates.push(...follow(failure, others, tries));
    else answers.add(answerOf(path, failure));
  }
  for (const answer of answers) fates.push(...follow(answer, others, tries));
  return fates;
}

/** What those around a step meet that has not taken a rejection back; a status that is not seen is mostly the error's. */
function answerOf(
  {
    status,
    trial: {
      course: { rescue },
    },
  }: Path,
  { answered: before, status: met }: Failure,
): Failure {
  const set = rescue?.status;
  if (before && set === undefined) return answered(met, before.isExplicit);
  return answered((set === undefined ? status : set) ?? met, true);
}

/** In a slot behind the handlers, to go on is to leave the answer to the next step of the slot, as it is. */
function leaves({ end }: Path, { step: { adapter, step } }: Met): boolean {
  return adapter.behind !== undefined && step.handlesErrors && end === 'continues';
}

/** What an error handler throws goes to those around it; where the framework asks all of the app anew, it does so once. */
function handOn(failure: Failure, { step }: Met, others: readonly Met[], tries: Tries): Fate[] {
  if (step.adapter.hearsWithin?.(step.record.use.phase) !== false) return follow(failure, others, tries);
  const ofApp = tries.catchers.filter((one) => hears(tries.route, step, one));
  return tries.isAgain ? ['rejected'] : follow(failure, ofApp, { ...tries, isAgain: true });
}

/** Whether an error handler is called for an error; null where that is not known. */
function takes({ record: { use, at } }: KnownStep, { value }: Failure, { machine }: Steps): boolean | null {
  const answers = use.only?.types.map((type) => truth(isInstance(machine, value, type, at))) ?? [true];
  return answers.includes(true) || (answers.includes(null) ? null : false);
}

/** What a step does with a rejection, seen from this route where that matters. */
function pathsOf(met: Met, failure: Failure, tries: Tries): readonly Path[] {
  const paths = tries.route.steps.triedWith(met.step, failure).filter(({ trial }) => trial.course.rescue !== null);
  if (!paths.some((path) => fateOf(path, met, failure, tries)) || !paths.some(looks)) return paths;
  const here = tries.linker.situation(met, '', met.path, 'none');
  return tries.route.steps.triedWith(met.step, failure, here).filter(({ trial }) => trial.course.rescue !== null);
}

/** What has failed has become an answer by the time that it comes to them. */
function hearsAnswers({ adapter, record: { use } }: KnownStep): boolean {
  return adapter.request.continuation === 'settled-promise' || adapter.delays?.(use.phase, null) === true;
}

function mayHear({ judgement, step, adapter, record }: KnownStep, { answered }: Failure): boolean {
  if (!judgement) return false;
  if (!answered) return step.handlesErrors || step.catches === true || isAround(adapter, record.use.phase);
  return !step.handlesErrors && judgement.by.none.exploration.paths.some(({ trial }) => trial.course.replaces);
}

function fateOf(
  { trial, end, status, failure, servesData }: Path,
  met: Met,
  rejection: Failure,
  { handler }: Tries,
): Fate | null {
  const { rescue } = trial.course;
  if (!rescue) return null;
  const by = met.step;
  if (handler && hasRun(rescue, handler)) return { by, how: 'handled', status: rescue.status ?? status };
  if (failure) return null;
  const isData = servesData || rescue.servesData;
  const isSuccess = by.step.handlesErrors
    ? end === 'answers' && isWellAnswered(status, trial, isData)
    : isWell(rescue, rejection);
  if (!isSuccess) return null;
  const { inRoute, use } = by.record;
  // A page for whatever goes wrong in the app is an error page, whatever its status.
  const isAlike =
    by.step.answersWith !== null || rejection.answered !== undefined || trial.course.answer?.isPage === true;
  const isBlind = rescue.tells || (isAlike && !inRoute && !use.only);
  return { by, how: isBlind && !isData ? 'hidden' : 'answered', status: rescue.status ?? status ?? 200 };
}

function isWellAnswered(status: number | null, { course: { statusAt } }: Trial, isData: boolean): boolean {
  return status === null ? isData && statusAt === null : status < 300;
}
