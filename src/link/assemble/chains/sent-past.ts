import type { Caller, Outcome, Outcomes } from '#model';
import { byCaller, type Judgement } from '../../request/judged/judge.ts';
import { isChosen } from '../../request/paths/explore.ts';
import { goesOn, stops } from '../../request/paths/outcome.ts';
import type { Found } from '../steps/memo.ts';

/** What a step does with callers seen from behind its route: whom it sends past the rest of it, it lets continue. */
export function sentOf(by: Judgement['by']): Outcomes | null {
  const sent = byCaller((caller) => sentFor(by, caller));
  return Object.values(sent).some((one) => one !== null)
    ? byCaller((caller) => sent[caller] ?? by[caller].outcome)
    : null;
}

function sentFor(by: Judgement['by'], caller: Caller): Outcome | null {
  const { paths, complete } = by[caller].exploration;
  const leaving = paths.filter(({ end }) => end === 'skips');
  if (leaving.length === 0) return null;
  const isEverybody = complete && paths.every(({ end }) => end === 'skips' || goesOn(end));
  return isEverybody || leaving.some(isChosen) ? 'continues' : 'unknown';
}

/** A step of another route that takes the same requests. */
export function sentPast(found: Found): Found {
  if (!found.sent) return found;
  return { ...found, outcome: found.sent, guards: found.guards && stops(found.sent.none) };
}
