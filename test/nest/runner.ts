import { Booter } from '../support/booter.ts';
import type { Job, Report } from './protocol.ts';

/** Boots applications in a process of their own. */
export function nestBooter(): Booter<Job, Report> {
  return new Booter(new URL('./child.ts', import.meta.url), { patience: 60_000 });
}
