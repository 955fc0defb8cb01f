import type { FunctionValue } from '#frameworks';
import { isInstance } from '../machine/operators.ts';
import { truth } from '../machine/truth.ts';
import { errorWith } from '../request/answers.ts';
import type { Path } from '../request/explore.ts';
import { hasRun, isWell } from '../request/rescue.ts';
import type { Failure } from '../request/situation.ts';
import type { Trial } from '../request/trial.ts';
import { catchersOf, hears, type Route } from './catchers.ts';
import type { KnownStep } from './known-step.ts';
import type { Linked, Linker } from './links.ts';
import type { Met } from './met.ts';
import { rejectsByError } from './preflight.ts';
import type { Steps } from './steps.ts';

/** What becomes of a rejection on its way out. */
export interface Rescue {
  readonly by: KnownStep;
  /**
   * It runs the very handler that the rejection was to keep the caller from, or answers that all is well; `hidden`: it
   * says what the error was, or answers every error of a scope alike, with nothing of the program's data.
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
 * Where a guard rejects by an error: who makes an answer of it that tells of no rejection. Who answers every error of a scope
 * alike hides it and opens nothing.
 */
export function rescueOf(route: Route, guard: Linked, linker: Linker): Rescue | null {
  const here = guard.failures;
  if (here.length === 0 && !rejectsByError(guard.met.step)) return null;
  const catchers = catchersOf(route, guard);
  if (catchers.length === 0) return null;
  const { value } = route.links.at(-1)!.met.step.record;
  const handler = value.t === 'function' ? value : null;
  const tries = { handler, linker, route, catchers, isAgain: false };
  const general = failuresOf(guard.met.step);
  const fates = (rejectsByError(guard.met.step) ? general : here).flatMap((failure) =>
    follow(failure, catchers, tries),
  );
  const rescues = fates.filter((fate) => fate !== 'rejected');
  const first = ['handled', 'answered', 'hidden'].flatMap((how) => rescues.find((one) => one.how === how) ?? [])[0];
  return first ? { ...first, isSure: rescues.length === fates.length && fates.length < mostFates } : null;
}

const failures = new WeakMap<KnownStep, readonly Failure[]>();

/** The errors with which a guard rejects who brings no credentials. */
function failuresOf(step: KnownStep): readonly Failure[] {
  const known = failures.get(step);
  if (known) return known;
  const own = step.judgement?.by.none.exploration.paths.flatMap(({ failure }) => failure ?? []) ?? [];
  const status = step.knowledge?.status ?? step.step.status ?? 401;
  const found = own.length > 0 ? own : [{ value: errorWith(status, [], step.step.at), status, set: 200 }];
  failures.set(step, found);
  return found;
}

function follow(failure: Failure, catchers: readonly Met[], tries: Tries): Fate[] {
  const [met, ...others] = catchers;
  if (!met) return ['rejected'];
  const isTaken = takes(met.step, failure, tries.route.steps);
  if (isTaken === false) return follow(failure, others, tries);
  const isCertain = isTaken && met.covers === 'all' && met.conditions.length === 0;
  const fates: Fate[] = isCertain ? [] : follow(failure, others, tries);
  const paths = pathsOf(met, failure, tries);
  if (paths === null) return [...fates, ...follow(failure, others, tries)];
  for (const path of paths) {
    if (fates.length > mostFates) break;
    const fate = fateOf(path, met, tries);
    if (fate) fates.push(fate);
    else if (path.failure) fates.push(...handOn(path.failure, met, others, tries));
    else if (leaves(path, met)) fates.push(...follow(failure, others, tries));
    else fates.push('rejected');
  }
  return fates;
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

/** What a step does with an error, seen from this route where that matters; null when it does not hear of errors. */
function pathsOf(met: Met, failure: Failure, tries: Tries): readonly Path[] | null {
  const { judgement } = met.step;
  if (!judgement || (!met.step.step.handlesErrors && !met.step.step.catches)) return null;
  const paths = tries.route.steps.triedWith(met.step, failure).filter(({ trial }) => trial.rescue !== null);
  const looks = ({ trial }: Path) => trial.usesLocation || trial.usesMethod || trial.usesTarget;
  if (!paths.some((path) => fateOf(path, met, tries)) || !paths.some(looks)) return paths;
  const here = tries.linker.situation(met, '', met.path, 'none');
  return tries.route.steps.triedWith(met.step, failure, here).filter(({ trial }) => trial.rescue !== null);
}

function fateOf({ trial, end, status, failure, servesData }: Path, met: Met, { handler }: Tries): Fate | null {
  const { rescue } = trial;
  if (!rescue) return null;
  const by = met.step;
  if (handler && hasRun(rescue, handler)) return { by, how: 'handled', status: rescue.status ?? status };
  if (failure) return null;
  const isData = servesData || rescue.servesData;
  const isSuccess = by.step.handlesErrors ? end === 'answers' && isWellAnswered(status, trial, isData) : isWell(rescue);
  if (!isSuccess) return null;
  const { inRoute, use } = by.record;
  const isBlind = rescue.tells || (by.step.answersWith !== null && !inRoute && !use.only);
  return { by, how: isBlind && !isData ? 'hidden' : 'answered', status: rescue.status ?? status ?? 200 };
}

function isWellAnswered(status: number | null, { statusAt }: Trial, isData: boolean): boolean {
  return status === null ? isData && statusAt === null : status < 300;
}
