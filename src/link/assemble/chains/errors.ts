import type { Caller, Outcome } from '#model';
import type { KnownStep } from '../steps/known-step.ts';

/** Rejects by handing an error on, which an error handler may undo. */
export function rejectsByError(step: KnownStep): boolean {
  if (step.made && step.knowledge) return step.knowledge.rejection !== 'answer';
  return (step.judgement?.by.none.exploration.paths ?? []).some(
    ({ end, failure }) => end === 'rejects' && failure !== null,
  );
}

/** An error handler that goes on without the error. */
export function revives(step: KnownStep): boolean {
  return (
    step.step.handlesErrors &&
    (step.judgement?.by.none.exploration.paths ?? []).some((path) => path.end === 'continues')
  );
}

/** Whom steps so far may have rejected: for them alone runs what handles errors. */
export class RejectedCallers {
  readonly #callers = new Set<Caller>();

  note({ step }: KnownStep, outcome: Readonly<Record<Caller, Outcome>>): void {
    if (step.handlesErrors) return;
    for (const caller of ['none', 'bad', 'good', 'preflight'] as const)
      if (outcome[caller] !== 'continues') this.#callers.add(caller);
  }

  /** Whether a step may run for a caller. */
  runs({ step }: KnownStep, caller: Caller): boolean {
    return !step.handlesErrors || this.#callers.has(caller);
  }
}

/** As whom a caller gets past a step: who forges leaves out what is refused. */
export function comesAs(caller: Caller, { none, bad }: Readonly<Record<Caller, Outcome>>): Caller {
  return caller === 'bad' && bad === 'rejects' && none === 'continues' ? 'none' : caller;
}
