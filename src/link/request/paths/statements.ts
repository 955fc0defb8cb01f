import { now } from '#frameworks';
import type { Place } from '#text';
import type { Left, Writing } from '../../machine/lasting.ts';
import { undo } from '../../values/changes.ts';
import type { Waiting } from '../../values/delayed.ts';
import type { Course } from '../noted/course.ts';
import type { CredentialNotes } from '../noted/credential-notes.ts';
import type { Uses } from '../noted/uses.ts';
import { Rejoined } from './choices.ts';
import type { Trial } from './trial.ts';

/** What says nothing of an answer by itself: a statement that notes no more than this has changed nothing. */
type Loose = readonly [Course['loose'], CredentialNotes['loose'], Uses['loose']];

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

interface Back {
  readonly loose: Loose;
  readonly discarded: Place | null;
  readonly rests: Left | null;
  readonly aside: number;
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
    status: trial.course.status,
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
    entered: trial.course.rescue?.entered.size ?? 0,
    aside: trial.aside,
    discarded: trial.discarded,
    rests: trial.rests,
    loose: [trial.course.loose, trial.credentials.loose, trial.uses.loose],
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
  const entered = trial.course.rescue?.entered;
  for (const fn of [...(entered ?? [])].slice(back.entered)) entered!.delete(fn);
  trial.discarded = back.discarded;
  trial.rests = back.rests;
  const parts = [trial.course, trial.credentials, trial.uses];
  for (const [index, part] of parts.entries()) Object.assign(part, back.loose[index]);
  return true;
}

function hasChanged(trial: Trial, before: Mark): boolean {
  if (trial.course.status !== before.status || eventsOf(trial) !== before.events) return true;
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

function eventsOf({ course, credentials, uses, flaws, floating }: Trial): number {
  return course.events + credentials.events + uses.events + flaws.events + floating.progress();
}
