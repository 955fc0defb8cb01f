import type { NotBooted } from '../support/booter.ts';
import type { Ask } from '../support/inject.ts';
import type { Status } from './driver.ts';

/** What the parent asks of a child: boot this program and put these questions to it. */
export interface Job {
  readonly folder: string;
  readonly entry: string;
  readonly asks: readonly Ask[];
}

export type Report =
  | {
      readonly booted: true;
      readonly served: readonly { readonly method: string; readonly path: string }[] | null;
      readonly answers: readonly Status[];
    }
  | NotBooted;
