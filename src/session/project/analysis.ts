import type { SuppressionFact } from '#facts';
import type { Access, Model } from '#model';
import type { Note } from '../files/list.ts';
import type { Problem } from './project.ts';

/** All that linking a whole project gives. */
export interface Analysis {
  readonly model: Model;
  readonly notes: readonly Note[];
  readonly problems: readonly Problem[];
  readonly summary: Summary;
  /** Files that took part though nobody listed them. */
  readonly beyond: readonly string[];
  /** Of the files that took part. */
  readonly suppressions: readonly { readonly file: string; readonly suppressions: readonly SuppressionFact[] }[];
}

export interface Summary {
  /** Source files found. */
  readonly files: number;
  /** Those of them that could be read and understood. */
  readonly analysed: number;
  readonly apps: number;
  readonly routes: number;
  readonly access: Readonly<Record<Access, number>>;
}
