import type { Outcome } from '#model';
import type { Path } from '../paths/explore.ts';

/** Whether later steps run. */
export function goesOn(end: Outcome | Path['end']): boolean {
  return end === 'continues' || end === 'both';
}

/** A handler lets a caller pass when it answers; any other step when it continues. */
export function passes(end: Outcome | Path['end'], isHandler: boolean): boolean {
  return goesOn(end) || (isHandler && end === 'answers');
}

/** Whether a status asks who is calling, or denies it to them. */
export function isChallenge(status: number | null): boolean {
  return status === 401 || status === 403;
}

/** Whether a caller without credentials cannot get past the step. */
export function stops(outcome: Outcome): boolean {
  return outcome === 'rejects' || outcome === 'neither' || outcome === 'answers';
}

const contentStatuses: ReadonlySet<number | null> = new Set([400, 413, 415, 422, 429]);

/** A handler that refuses what is sent does not ask who sends it. */
export function isAboutContent({ end, status }: Path): boolean {
  return end === 'rejects' && contentStatuses.has(status);
}
