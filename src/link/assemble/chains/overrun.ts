import type { Value } from '#frameworks';
import type { Flaw } from '#model';
import { awaitsIn } from '../../machine/unawaited.ts';
import type { Path } from '../../request/paths/explore.ts';
import type { Route } from './catchers.ts';
import type { Linked } from './links.ts';
import type { Met } from './met.ts';
import { ownSteps } from './own-steps.ts';
import { isBehind, phasedWalk } from './phased.ts';

/**
 * The links of a route, where guards may be over before their answer has left, as steps behind the handler wait for
 * something: later steps run all the same, and the handler with them. `tell` is told of each such guard.
 */
export function withOverrun(route: Route, tell: (step: number, flaw: Flaw) => void): readonly Linked[] {
  const racing = route.links.flatMap((linked) => {
    const path = linked.guards && linked.link.outcome.none === 'rejects' ? racingPath(linked) : null;
    return path ? [{ linked, path }] : [];
  });
  if (racing.length === 0) return route.links;
  const { steps, scopes, occurrence, method } = route;
  const behind = [...phasedWalk(steps, scopes, occurrence, method, isBehind), ...ownSteps(steps, occurrence, isBehind)];
  const overrun = new Set(
    racing.flatMap(({ linked, path }) => {
      const waiting = behind.filter((met) => delays(met, path.body));
      const waits = waiting.reduce((sum, met) => sum + waitsOf(met), 0);
      const most = (path.races === 'a-call' ? 0 : 1) + waitsBehind(route, linked);
      const at = path.trial.course.answer?.at ?? path.trial.course.failed?.at;
      if (waits <= most || !at) return [];
      const { name, at: place } = waiting.at(-1)!.step.step;
      const flaw: Flaw = {
        kind: 'continues-after-rejection',
        at,
        subject: path.status === null ? 'the rejection' : `the answer ${path.status}`,
        consequence: 'the request is rejected and the handler runs all the same',
        also: [
          { at: place, text: `${name} waits for something before the answer leaves, and the hook is over by then.` },
        ],
      };
      tell(linked.link.step, flaw);
      return [linked];
    }),
  );
  return route.links.map((one) => (overrun.has(one) ? goingOn(one) : one));
}

function goingOn(linked: Linked): Linked {
  const { link, met } = linked;
  const outcome = { ...link.outcome, none: 'both', bad: 'both' } as const;
  return { ...linked, link: { ...link, outcome }, guards: false, recognises: met.step.establishes.length > 0 };
}

function racingPath({ met: { step } }: Linked): Path | null {
  const paths = step.judgement?.by.none.exploration.paths ?? [];
  return paths.find(({ end, races }) => end === 'rejects' && races !== undefined) ?? null;
}

function delays({ step: { adapter, record } }: Met, answer: Value | null): boolean {
  return adapter.delays?.(record.use.phase, answer) === true;
}

/** How often steps between a guard and the handler wait at least: the answer leaves meanwhile. */
function waitsBehind({ links }: Route, guard: Linked): number {
  const met = links.slice(links.indexOf(guard) + 1).map((one) => one.met);
  return met.filter((one) => !one.step.isHandler && isAlwaysMet(one) && isByPromise(one)).length;
}

function isAlwaysMet({ covers, conditions }: Met): boolean {
  return covers === 'all' && conditions.length === 0;
}

/** How often it waits before it lets go on: an asynchronous function does so once, even when it awaits nothing. */
function waitsOf(met: Met): number {
  const { record, judgement } = met.step;
  const { value } = record;
  if (value.t !== 'function') return 0;
  if (value.code.async) return awaitsIn(value.code.body) ? 2 : 1;
  if (isByPromise(met)) return 2;
  const paths = judgement?.by.none.exploration.paths ?? [];
  return paths.some(({ end, trial }) => trial.course.continuedLate || end === 'unknown') ? 2 : 0;
}

/** Without the callback it goes on by a promise. */
function isByPromise({ step: { record, adapter } }: Met): boolean {
  const { value } = record;
  if (value.t !== 'function') return false;
  const count = value.code.length - value.bound.length;
  return value.code.async || !adapter.request.parameters(count, record.use).slice(0, count).includes('next');
}
