import type { Caller, Flaw } from '#model';
import type { Path } from '../paths/explore.ts';
import { isChallenge } from '../paths/outcome.ts';
import type { CallerJudgement } from './judgement.ts';

export type ByCaller = Readonly<Record<Caller, CallerJudgement>>;

export function pathsOf(by: ByCaller, callers: readonly Caller[]): readonly Path[] {
  return callers.flatMap((caller) => by[caller].exploration.paths);
}

/** A step that goes on when it has rejected. */
export function continuing(by: ByCaller, isHandler: boolean): Flaw[] {
  return pathsOf(by, ['none', 'bad'])
    .filter((path) => path.end === 'both' && (path.status ?? 0) >= 300 && path.trial.credentials.touched.length > 0)
    .flatMap(({ trial, status }) => {
      // A status alone rejects nobody where answers are sent by a call of their own.
      const { continued, answer, statusAt } = trial.course;
      const at = isHandler ? (statusAt ?? answer?.at) : (answer?.at ?? statusAt);
      if (!at) return [];
      return {
        kind: 'continues-after-rejection' as const,
        at,
        subject: `the answer ${status}`,
        consequence: isHandler
          ? 'the request is rejected with the very answer that it asked for'
          : 'the request is rejected and the handler runs all the same',
        also: [{ at: continued ?? at, text: 'it continues here' }],
      };
    });
}

/** A handler that has rejected and does all the same what it does for good callers. */
export function goingOn(by: ByCaller, isHandler: boolean): Flaw[] {
  if (!isHandler) return [];
  const done = by.good.exploration.paths.flatMap((path) => (path.end === 'answers' ? path.trial.acts : []));
  return pathsOf(by, ['none', 'bad']).flatMap(({ end, status, trial: { acts, course, credentials } }) => {
    const { answer } = course;
    if (end !== 'rejects' || !answer || !isChallenge(status) || credentials.touched.length === 0) return [];
    const again = acts
      .slice(acts.indexOf(answer.at) + 1)
      .find((act) => act !== answer.at && done.some((one) => one.file === act.file && one.start === act.start));
    if (!again) return [];
    return [
      {
        kind: 'continues-after-rejection' as const,
        at: answer.at,
        subject: `the answer ${status}`,
        consequence: 'what is done for those who may runs all the same',
        also: [{ at: again, text: 'it continues here' }],
      },
    ];
  });
}

/**
 * `c.json(…, 401)` without `return`, or a guard of a library whose answer nobody returns. A step that looks at the method is
 * tried with another one as a preflight.
 */
export function lost(by: ByCaller): Flaw[] {
  return pathsOf(by, ['none', 'bad', 'preflight']).flatMap(({ end, trial }) => {
    const { prepared, continued, answer } = trial.course;
    const { dropped } = prepared;
    if (end !== 'rejects' || !dropped || continued || answer || trial.credentials.touched.length === 0) return [];
    const consequence = 'nothing is answered with it';
    return [
      { kind: 'lost-rejection' as const, at: dropped.at, subject: String(dropped.status), consequence, also: [] },
    ];
  });
}

/** A handler that makes a rejection, throws it away and answers with the data. */
export function overtaken(by: ByCaller, isHandler: boolean): Flaw[] {
  if (!isHandler) return [];
  return pathsOf(by, ['none', 'bad']).flatMap(({ end, trial }) => {
    const { dropped } = trial.course.prepared;
    if (end !== 'answers' || !dropped || trial.credentials.touched.length === 0) return [];
    return [
      {
        kind: 'continues-after-rejection' as const,
        at: dropped.at,
        subject: `the answer ${dropped.status}`,
        consequence: 'it is thrown away and the data are sent all the same',
        also: [],
      },
    ];
  });
}
