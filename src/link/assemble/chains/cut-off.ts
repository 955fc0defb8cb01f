import type { Outcome } from '#model';
import { goesOn } from '../../request/paths/outcome.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Found } from '../steps/memo.ts';
import { takes } from './gated.ts';
import { below, type Occurrence } from './occurrences.ts';

/** Of the last step of a route: not seen to answer before the limit of paths, nor to go on wherever it was followed. */
export function hasNoEnd({ judgement }: KnownStep): boolean {
  if (!judgement) return false;
  const { paths, complete } = judgement.by.good.exploration;
  return !complete && !paths.some(({ end }) => end === 'answers') && paths.some(({ end }) => end !== 'continues');
}

/** Nobody knows whether it goes on. */
export function withoutEnd(found: Found): Found {
  const { none, bad, good, preflight } = found.outcome;
  if (!goesOn(none)) return found;
  const unclear = (one: Outcome): Outcome => (goesOn(one) ? 'unknown' : one);
  const outcome = { none: unclear(none), bad: unclear(bad), good: unclear(good), preflight: unclear(preflight) };
  return { ...found, outcome, unsure: 'it was not seen to answer: it has too many paths to follow' };
}

/** Something is registered behind it for the very same requests: so it is expected to go on. */
export function isPassedOn({ samples }: Occurrence, later: readonly Occurrence[], method: string): boolean {
  const paths = samples.map((sample) => below(sample, 0));
  return later.some(({ levels, samples: others }) => {
    const { entry } = levels.at(-1)!;
    return (
      entry.kind === 'route' &&
      takes(entry.methods, method) &&
      others.length === paths.length &&
      others.every((sample, index) => below(sample, 0) === paths[index])
    );
  });
}
