import type { Outcome } from '#model';
import { isChosen, isOpenEnd, type Path } from './explore.ts';

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

/**
 * Whether some paths pass and others do not, for want of a credential and not by the caller's choice: nobody knows then, whatever
 * the other paths do, unless one of them is the caller's choice.
 */
export function isUnclear(paths: readonly Path[], isHandler: boolean): boolean {
  const passing = paths.filter(({ end }) => passes(end, isHandler));
  if (passing.length === 0 || passing.some((path) => isChosen(path) || (isHandler && isOpenEnd(path)))) return false;
  const looks = paths.some(({ trial }) => trial.credentials.touched.length > 0);
  return paths.some((path) => {
    if (path.end !== 'rejects') return false;
    return isHandler ? looks && !isAboutContent(path) : looks || path.status === 401;
  });
}
