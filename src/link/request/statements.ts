import { now } from '#frameworks';
import type { Trial } from './trial.ts';

/** How far a path had come before a statement. */
export interface Mark {
  readonly choices: number;
  readonly events: number;
  readonly status: number | null;
  readonly changes: number;
  readonly time: number;
}

export function mark(trial: Trial): Mark {
  return {
    choices: trial.choices.made,
    events: eventsOf(trial),
    status: trial.status,
    changes: trial.journal.length,
    time: now(),
  };
}

/**
 * A statement has run to its end. It has changed nothing when nothing that is older than it was written, and nothing was
 * noted that may count later.
 * @throws {Rejoined} when that was so on a path with other choices too, which has been followed from here.
 */
export function endStatement(trial: Trial, statement: object, before: Mark): void {
  if (trial.choices.made === before.choices || trial.status !== before.status || eventsOf(trial) !== before.events)
    return;
  for (let i = before.changes; i < trial.journal.length; i++) if (trial.journal[i]!.born <= before.time) return;
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
