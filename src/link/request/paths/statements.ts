import { now } from '#frameworks';
import { Rejoined } from './choices.ts';
import { undo } from './decisions.ts';
import type { Waiting } from './delayed.ts';
import type { Writing } from './lasting.ts';
import type { Trial } from './trial.ts';

/** How far a path had come before a statement. */
interface Mark {
  readonly choices: number;
  readonly events: number;
  readonly status: number | null;
  readonly changes: number;
  readonly time: number;
  /** What else it takes to go back there; null where nobody is expected to. */
  readonly back: Back | null;
}

/** What says nothing of an answer by itself: a statement that notes no more than this has changed nothing. */
const loose = [
  'statusAt',
  'offered',
  'crash',
  'comparesInput',
  'asksWho',
  'usesTarget',
  'usesNames',
  'runsKnownStep',
  'discarded',
  'rests',
  'replaces',
  'refusal',
  'examines',
  'seesFilledIn',
] as const;

interface Back extends Pick<Trial, (typeof loose)[number] | 'aside'> {
  readonly joined: number;
  readonly fuel: number;
  readonly reentries: number;
  readonly writing: Writing | null;
  readonly waiting: Waiting;
  readonly sizes: readonly number[];
  readonly entered: number;
}

function mark(trial: Trial): Mark {
  const { choices } = trial;
  return {
    choices: choices.made,
    events: eventsOf(trial),
    status: trial.status,
    changes: trial.journal.length,
    time: now(),
    // Most steps have no paths that rejoin.
    back: choices.hasRejoined ? backOf(trial) : null,
  };
}

function backOf(trial: Trial): Back {
  const { machine } = trial;
  return {
    joined: trial.choices.joined,
    fuel: machine.fuel,
    reentries: machine.reentered,
    writing: machine.writing,
    waiting: trial.delayed.waiting,
    sizes: trial.sizes(),
    entered: trial.rescue?.entered.size ?? 0,
    aside: trial.aside,
    statusAt: trial.statusAt,
    offered: trial.offered,
    crash: trial.crash,
    comparesInput: trial.comparesInput,
    asksWho: trial.asksWho,
    usesTarget: trial.usesTarget,
    usesNames: trial.usesNames,
    runsKnownStep: trial.runsKnownStep,
    discarded: trial.discarded,
    rests: trial.rests,
    replaces: trial.replaces,
    refusal: trial.refusal,
    examines: trial.examines,
    seesFilledIn: trial.seesFilledIn,
  };
}

/**
 * Runs a statement of a trial. Where that leads to where an earlier path has been, the next path begins here and not at the very
 * beginning, as long as it differs only in choices of this statement and nothing outside of it has changed meanwhile.
 */
export function runStatement<T>(trial: Trial, statement: object, run: () => T | null): T | null {
  const before = mark(trial);
  for (;;) {
    try {
      const completion = run();
      if (completion === null) endStatement(trial, statement, before);
      return completion;
    } catch (error) {
      if (!(error instanceof Rejoined) || !before.back || !goesBack(trial, before, before.back)) throw error;
    }
  }
}

function goesBack(trial: Trial, before: Mark, back: Back): boolean {
  const { machine, choices, journal } = trial;
  if (hasChanged(trial, before) || machine.reentered !== back.reentries || trial.aside !== back.aside) return false;
  if (!choices.goBack(before.choices, back.joined)) return false;
  while (journal.length > before.changes) undo(journal.pop()!);
  machine.trialFuel -= back.fuel - machine.fuel;
  choices.spent += back.fuel - machine.fuel;
  machine.fuel = back.fuel;
  machine.writing = back.writing;
  trial.delayed.waiting = back.waiting;
  trial.shrink(back.sizes);
  const entered = trial.rescue?.entered;
  for (const fn of [...(entered ?? [])].slice(back.entered)) entered!.delete(fn);
  for (const name of loose) (trial as unknown as Record<string, unknown>)[name] = back[name];
  return true;
}

function hasChanged(trial: Trial, before: Mark): boolean {
  if (trial.status !== before.status || eventsOf(trial) !== before.events) return true;
  for (let i = before.changes; i < trial.journal.length; i++) if (trial.journal[i]!.born <= before.time) return true;
  return false;
}

/**
 * A statement has run to its end. It has changed nothing when nothing that is older than it was written, and nothing was
 * noted that may count later.
 * @throws {Rejoined} when that was so on a path with other choices too, which has been followed from here.
 */
function endStatement(trial: Trial, statement: object, before: Mark): void {
  if (trial.choices.made === before.choices || hasChanged(trial, before)) return;
  trial.choices.join(before.choices, statement, trial.machine.depth, trial.forks);
}

function eventsOf(trial: Trial): number {
  return (
    trial.events +
    trial.schemes.length +
    trial.touched.length +
    trial.customReads.size +
    trial.verifications.length +
    trial.decodings.length +
    trial.unawaited.length +
    trial.pathTests.length +
    trial.floating.progress() +
    trial.testedChecks.length +
    trial.disclosed.length +
    trial.ignoredErrors.length +
    Number(trial.checkCalled) +
    Number(trial.logsIn) +
    Number(trial.sendsToProvider) +
    Number(trial.usesLocation) +
    Number(trial.usesMethod) +
    Number(trial.nextAsResponse !== null) +
    Number(trial.handedOver !== null) +
    Number(trial.maybeAnswered !== null)
  );
}
