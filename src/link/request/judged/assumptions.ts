import type { Assumption } from '#model';
import type { Path } from '../paths/explore.ts';
import { describe } from './why.ts';

/** Every path that looks for a principal fails with a TypeError because there is none. */
export function assumptionOf(paths: readonly Path[]): Assumption | null {
  const looking = paths.filter(({ trial }) => trial.credentials.touched.length > 0);
  if (!looking.every(({ trial }) => trial.course.crash && trial.course.answer === null)) return null;
  const crash = looking[0]?.trial.course.crash;
  if (crash?.source.kind !== 'principal' && crash?.source.kind !== 'session') return null;
  return { at: crash.at, subject: describe(crash.source) };
}
