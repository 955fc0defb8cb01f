import type { Access, Condition, Gap, Swallowed } from '#model';
import { leftBehind } from '../../request/judged/why.ts';
import { isChallenge, stops } from '../../request/paths/outcome.ts';
import { isProduction, same } from '../chains/conditions.ts';
import { rejectsByError, revives } from '../chains/errors.ts';
import type { Linked } from '../chains/links.ts';
import type { KnownStep } from '../steps/known-step.ts';

export interface Verdict {
  readonly access: Access;
  /** The link that decides. */
  readonly guard: Linked | null;
  readonly why: string;
  readonly gaps: readonly Gap[];
  /** Who makes a credential up is rejected by the guard, and let in by an error handler behind it. */
  readonly forgeable?: true;
  /** What became of a rejection that decided. */
  readonly swallowed?: Swallowed;
}

/** Whether an error handler goes on without the error of a guard; null where it may. */
export type Revives = (guard: Linked, by: Linked, caller: 'none' | 'bad') => boolean | null;

/** Follows a caller without credentials along the chain. */
export function verdictOf(links: readonly Linked[], detached: boolean, revives: Revives): Verdict {
  const doubts: { linked: Linked; reason: string }[] = [];
  let fails: Linked | null = null;
  let answers: (typeof doubts)[number] | null = null;
  let revived: Swallowed | null = null;
  for (const [index, linked] of links.entries()) {
    const { step } = linked.met.step;
    if (step.handlesErrors) continue;
    const { reviver, mayRevive, forged } = reviverOf(linked, links.slice(index + 1), revives);
    if (reviver) {
      if (linked.guards && !linked.assumes) revived ??= revival(linked, reviver);
      continue;
    }
    if (linked.answersBy && !answers)
      answers = { linked, reason: `${step.name} may answer by itself, from ${leftBehind(linked.answersBy)}` };
    // To fail for want of a principal is not to ask for one: what was done before that is done.
    if (linked.guards && linked.assumes) {
      fails = linked;
    } else if (linked.guards) {
      const reason = doubtAbout(linked, mayRevive);
      if (reason === null) {
        if (answers) return unknownFor([answers]);
        // What is known of the step in general may say less than what it does on this route.
        const here =
          step.outcome.none === linked.link.outcome.none ? step.why : 'it rejects a request without credentials here';
        const forgeable = forged ? { forgeable: true as const } : {};
        return { access: 'authenticated', guard: linked, why: `${step.name}: ${here}`, gaps: [], ...forgeable };
      }
      doubts.push({ linked, reason });
    } else if (locksOut(linked)) {
      doubts.push({ linked, reason: `${step.name} lets nobody through` });
    } else if (linked.link.outcome.none === 'unknown') {
      doubts.push({ linked, reason: `${step.name}: ${linked.unsure ?? step.why}` });
    }
  }
  const both = complementary(doubts.map((doubt) => doubt.linked));
  if (both)
    return {
      access: 'authenticated',
      guard: both,
      why: `${both.met.step.step.name}, or its alternative under the opposite condition, rejects`,
      gaps: [],
    };
  const reasons = doubts.filter((doubt) => mayGuard(doubt.linked));
  if (reasons.length > 0) return unknownFor(reasons);
  if (detached) {
    return {
      access: 'unknown',
      guard: null,
      why: 'nothing that was seen mounts or starts it, so what stands in front of it is not known',
      gaps: [],
    };
  }
  if (fails) {
    const why = `nothing asks who calls: ${fails.met.step.step.name} takes ${fails.assumes!.subject} for granted`;
    return { access: 'unknown', guard: null, why, gaps: [] };
  }
  const swallowed = revived ? { swallowed: revived } : {};
  const optional = links.find(
    ({ met: { step }, guards, recognises }) =>
      recognises && !guards && !step.isHandler && step.step.role === 'authenticate' && !step.step.handlesErrors,
  );
  if (optional)
    return {
      access: 'optional',
      guard: null,
      why: `${optional.met.step.step.name} recognises callers but rejects nobody who brings no credential`,
      gaps: [],
      ...swallowed,
    };
  return {
    access: 'anonymous',
    guard: null,
    why: 'nothing in its chain rejects a request without credentials',
    gaps: [],
    ...swallowed,
  };
}

/** Why a guard may not keep out all who bring nothing; null where it does. */
function doubtAbout({ link, met }: Linked, mayRevive: Linked | undefined): string | null {
  const { name } = met.step.step;
  if (!link.conditions.every(isProduction)) return `${name} is installed only under a condition`;
  if (link.covers !== 'all') return `${name} covers only some of its paths`;
  return mayRevive ? `${mayRevive.met.step.step.name} may go on where ${name} rejects` : null;
}

/** That strangers are turned away is not enough where nothing on the way was seen to tell genuine credentials from forged ones, which may pass. */
export function provenOnly(verdict: Verdict, links: readonly Linked[]): Verdict {
  const certain = links.filter(({ guards, link }) => guards && link.covers === 'all' && link.conditions.length === 0);
  const isDoubtful = certain.length > 0 && certain.every(({ proof }) => proof === 'wanting');
  if (verdict.access !== 'authenticated' || !isDoubtful || links.some(({ proof }) => proof === 'seen')) return verdict;
  const reason = ({ met: { step } }: Linked) => `${step.step.name} was not seen to verify what it is given`;
  return unknownFor(certain.map((linked) => ({ linked, reason: reason(linked) })));
}

function unknownFor(doubts: readonly { readonly linked: Linked; readonly reason: string }[]): Verdict {
  const gaps = doubts.map(({ linked, reason }) => ({ reason, at: linked.met.step.step.at }));
  return { access: 'unknown', guard: null, why: doubts[0]!.reason, gaps };
}

/**
 * A rejection by `next(error)` or by throwing is undone when an error handler behind it goes on without the error (E04c), on
 * this route.
 */
function reviverOf(linked: Linked, behind: readonly Linked[], goesOn: Revives): Reviving {
  if (!rejectsByError(linked.met.step)) return {};
  const handlers = behind.filter(({ met: { step } }) => step.step.handlesErrors);
  if (!linked.guards)
    return { reviver: handlers.find(({ met: { step }, link }) => revives(step) && !stops(link.outcome.none)) };
  for (const by of handlers) {
    const none = goesOn(linked, by, 'none');
    const bad = goesOn(linked, by, 'bad');
    if (none) return { reviver: by };
    if (none === null || bad === null) return { mayRevive: by };
    if (bad) return { forged: true };
  }
  return {};
}

interface Reviving {
  readonly reviver?: Linked | undefined;
  readonly mayRevive?: Linked;
  readonly forged?: true;
}

/** Sure where it goes on whatever the error is. */
function revival(guard: Linked, by: Linked): Swallowed {
  const sure = by.link.outcome.none === 'continues' && by.link.covers === 'all' && by.met.conditions.length === 0;
  return { handler: by.met.step.step.id, step: guard.met.step.step.id, status: null, served: true, sure };
}

/** Lets nobody through, mostly by mistake: nothing shows whom it should let in. */
function locksOut({ met: { step }, link }: Linked): boolean {
  if (step.isHandler || !stops(link.outcome.none) || !stops(link.outcome.good)) return false;
  const { flaws, status } = step.step;
  return flaws.some(({ kind }) => kind === 'uninvoked') || isGuard(step) || isChallenge(status) || alwaysThrows(step);
}

/** It throws, whoever calls: some frameworks say 500 of that, others nothing. */
function alwaysThrows({ judgement, record }: KnownStep): boolean {
  if (record.value.t !== 'function') return false;
  const paths = judgement?.by.none.exploration.paths ?? [];
  const isThrown = (status: number | null) => status === null || status === 500;
  return (
    paths.length > 0 &&
    paths.every(({ end, status, trial }) => end === 'rejects' && isThrown(status) && !trial.course.answer)
  );
}

/** The framework asks it whether the request may pass, and nothing else. */
function isGuard({ adapter, record }: KnownStep): boolean {
  return adapter.guardMethod !== undefined && record.use.phase === 'guard';
}

/** A step whose meaning is unknown may guard; one that is known to be something else does not. */
function mayGuard(linked: Linked): boolean {
  const { role } = linked.met.step.step;
  return linked.guards || role === 'unknown' || role === 'authenticate' || role === 'authorize' || role === 'handler';
}

/** Two guards under the opposite arms of one test: one of them always stands there. */
function complementary(guards: readonly Linked[]): Linked | null {
  for (const one of guards) {
    for (const other of guards) {
      if (
        one.guards &&
        other.guards &&
        one.link.covers === 'all' &&
        other.link.covers === 'all' &&
        opposite(one.link.conditions, other.link.conditions)
      )
        return one;
    }
  }
  return null;
}

function opposite(a: readonly Condition[], b: readonly Condition[]): boolean {
  if (a.length !== 1 || b.length !== 1) return false;
  return same(a[0]!, b[0]!) && a[0]!.holds !== b[0]!.holds;
}
