import { headOf } from '#frameworks';
import type { Condition, PathPattern } from '#model';
import type { EntryRecord } from '../../installed/records.ts';
import type { KnownStep } from '../steps/known-step.ts';

/** A step that a request to a route meets. */
export interface Met {
  readonly step: KnownStep;
  readonly pattern: PathPattern | null;
  /** For all of the route's paths, or only some, or nobody knows. */
  readonly covers: 'all' | 'some';
  readonly conditions: readonly Condition[];
  /** What the mounts above the step, and its own path, have taken of the first path that it covers. */
  readonly base: string;
  /** Other paths of the route that it covers. */
  readonly others?: readonly { readonly path: string; readonly base: string }[];
  /** What the mounts alone have taken. */
  readonly mount: string;
  /** The whole of that path. */
  readonly path: string;
  /** When it was installed; a route's own steps stand behind all others of their phase unless they say it. */
  readonly order?: number;
  /** Whether a request for another spelling of that path gets to where it is installed. */
  readonly gate?: Gate;
  /** The mounts on the way to where it is installed that are not the route's own. */
  readonly doors?: readonly Door[];
  /** The route entry it belongs to, when it is not installed on a scope. */
  readonly owner: EntryRecord | null;
  /** The slot of a phased framework in which it runs, where that is not its own. */
  readonly slot?: string;
}

/** What another request asks for that meets the same step. */
export interface Asked extends Pick<Met, 'path' | 'base'> {
  readonly query?: string;
}

/** An earlier endpoint that takes the same requests. */
export interface Competitor {
  readonly entry: EntryRecord;
  readonly covers: 'all' | 'some';
  readonly conditions: readonly Condition[];
}

/** A mount, and what was taken of the path before it. */
export interface Door {
  readonly pattern: PathPattern;
  readonly base: string;
}

export type Gate = (path: string) => boolean;

/** What is taken of another spelling of the path by the time that the step runs. */
export function baseOf({ base }: Pick<Met, 'base'>, path: string): string {
  return path.slice(0, base.length);
}

/** The same request where the parts of its path that are not known are not there: a prefix that is not set. */
export function unset({ path, base }: Met): readonly Asked[] {
  const without = (text: string) => text.replace(/\/?<unknown>\d*/g, '');
  return headOf(path) === '' ? [] : [{ path: without(path) || '/', base: without(base) }];
}
