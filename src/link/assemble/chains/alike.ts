import type { Caller } from '#model';
import { placeForAny } from '../../request/brought/situation.ts';
import type { CallerJudgement, Judgement } from '../../request/judged/judgement.ts';
import type { Contexts } from '../steps/contexts.ts';

/**
 * Whether a step finds what earlier steps have left for a caller as it has found that without credentials: all that it has looked
 * at there is the same.
 */
export function findsTheSame(
  contexts: Contexts,
  caller: Caller,
  { exploration: { paths } }: CallerJudgement,
  { customReads, reads }: Judgement,
): boolean {
  const { none, [caller]: other } = contexts;
  const all = new Set([...none.keys(), ...other.keys()]);
  const differing = [...all].filter((name) => none.get(name) !== other.get(name));
  if (differing.length === 0) return true;
  // Who looks at the response, or at all names at once, leaves no note of it.
  const isUnnoted = (name: string) => name.startsWith('response.') || name === placeForAny(name);
  if (paths.length === 0 || differing.some(isUnnoted)) return false;
  const noted = paths.flatMap(({ trial }) => [...trial.uses.custom, ...[...trial.uses.ofScope.keys()].map(nameOf)]);
  const read = new Set([...customReads, ...reads, ...noted]);
  return differing.every((name) => !read.has(name));
}

/** Of `request.user`. */
function nameOf(key: string): string {
  return key.slice(key.indexOf('.') + 1);
}

/**
 * Whether it is of no use to try a step with other callers: what it does for who brings nothing, nobody will know. Only of a handler
 * that has answered one way, good callers may show that it serves everybody.
 */
export function isInVain({ outcome, exploration: { paths, complete } }: CallerJudgement, isHandler: boolean): boolean {
  return outcome === 'unknown' && !complete && !(isHandler && paths.some(({ end, body }) => end === 'rejects' && body));
}
