import type { Value } from '#frameworks';
import type { Caller, Flaw, Role } from '#model';
import { isSameSource } from '../brought/credentials.ts';
import type { Path } from '../paths/explore.ts';
import type { CallerJudgement } from './judgement.ts';
import { isChallenge, passes } from './outcome.ts';

type ByCaller = Readonly<Record<Caller, CallerJudgement>>;

/** Mistakes that show in how a step behaves, each with the place to change. */
export function flawsOf(by: ByCaller, role: Role, isHandler: boolean): Flaw[] {
  const flaws = [
    ...continuing(by, isHandler),
    ...goingOn(by, isHandler),
    ...unawaited(by),
    ...unasked(by),
    ...ignored(by),
    ...unverified(by, role, isHandler),
    ...forged(by, isHandler),
    ...outdated(by, isHandler),
    ...counted(by),
    ...arity(by),
    ...hanging(by, role),
    ...lost(by),
    ...overtaken(by, isHandler),
  ];
  return flaws.filter(
    (flaw, index) =>
      flaws.findIndex(
        (other) => other.kind === flaw.kind && other.at.start === flaw.at.start && other.at.file === flaw.at.file,
      ) === index,
  );
}

function pathsOf(by: ByCaller, callers: readonly Caller[]): readonly Path[] {
  return callers.flatMap((caller) => by[caller].exploration.paths);
}

function continuing(by: ByCaller, isHandler: boolean): Flaw[] {
  return pathsOf(by, ['none', 'bad'])
    .filter((path) => path.end === 'both' && (path.status ?? 0) >= 300 && path.trial.touched.length > 0)
    .flatMap(({ trial, status }) => {
      // A status alone rejects nobody where answers are sent by a call of their own.
      const at = isHandler ? (trial.statusAt ?? trial.answer?.at) : (trial.answer?.at ?? trial.statusAt);
      if (!at) return [];
      return {
        kind: 'continues-after-rejection' as const,
        at,
        subject: `the answer ${status}`,
        consequence: isHandler
          ? 'the request is rejected with the very answer that it asked for'
          : 'the request is rejected and the handler runs all the same',
        also: [{ at: trial.continued ?? at, text: 'it continues here' }],
      };
    });
}

/** A handler that has rejected and does all the same what it does for good callers. */
function goingOn(by: ByCaller, isHandler: boolean): Flaw[] {
  if (!isHandler) return [];
  const done = by.good.exploration.paths.flatMap((path) => (path.end === 'answers' ? path.trial.acts : []));
  return pathsOf(by, ['none', 'bad']).flatMap(({ end, status, trial: { acts, answer, touched } }) => {
    if (end !== 'rejects' || !answer || !isChallenge(status) || touched.length === 0) return [];
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
function lost(by: ByCaller): Flaw[] {
  return pathsOf(by, ['none', 'bad', 'preflight']).flatMap(({ end, trial }) => {
    const { dropped } = trial.prepared;
    if (end !== 'rejects' || !dropped || trial.continued || trial.answer || trial.touched.length === 0) return [];
    const consequence = 'nothing is answered with it';
    return [
      { kind: 'lost-rejection' as const, at: dropped.at, subject: String(dropped.status), consequence, also: [] },
    ];
  });
}

/** A handler that makes a rejection, throws it away and answers with the data. */
function overtaken(by: ByCaller, isHandler: boolean): Flaw[] {
  if (!isHandler) return [];
  return pathsOf(by, ['none', 'bad']).flatMap(({ end, trial }) => {
    const { dropped } = trial.prepared;
    if (end !== 'answers' || !dropped || trial.touched.length === 0) return [];
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

function unawaited(by: ByCaller): Flaw[] {
  return pathsOf(by, ['bad', 'none'])
    .filter((path) => passes(path.end, true))
    .flatMap((path) => path.trial.unawaited)
    .map(({ subject, at }) => ({
      kind: 'unawaited-verification' as const,
      at,
      subject,
      consequence: 'its failure is never seen, so a forged credential passes',
      also: [],
    }));
}

/**
 * Where a variable is not set, `req.headers['x-api-key'] === process.env.API_KEY` holds for who sends no key, or an empty one.
 * `without`: what the step does for such a caller while these variables are not set.
 */
export function unsetSecrets(
  { none, bad }: Readonly<Record<'none' | 'bad', CallerJudgement>>,
  without: (names: ReadonlySet<string>, caller: 'none' | 'bad') => CallerJudgement,
): readonly Flaw[] {
  const first = none.exploration.paths[0]?.trial;
  if (!first || none.outcome !== 'rejects' || first.machine.environmentChecked) return [];
  const letIn = (caller: 'none' | 'bad', { name }: Twin) => {
    const judged = without(new Set([name]), caller);
    return passes(judged.outcome, first.situation.isHandler) ? judged : null;
  };
  const keepsForgers = !passes(bad.outcome, first.situation.isHandler);
  return twinsOf(none, bad).flatMap((twin) => {
    const absent = letIn('none', twin);
    const judged = absent ?? (keepsForgers ? letIn('bad', twin) : null);
    if (!judged) return [];
    const nothing = twin.fallback ? 'the empty text' : 'undefined';
    const isSpelt = !absent && judged.exploration.paths.some(({ trial }) => trial.spelt.size > 0);
    const brings = absent ? 'none' : isSpelt ? `"undefined" in its place` : 'an empty one';
    const why = isSpelt ? 'that is what the text comes to' : `${nothing} equals ${nothing}`;
    const consequence = `a request that brings ${brings} is let in, since ${why}`;
    return [{ kind: 'unset-secret' as const, at: twin.at, subject: twin.name, consequence, also: [] }];
  });
}

type Twin = Extract<Value, { t: 'environment' }>;

function twinsOf(...judged: readonly CallerJudgement[]): readonly Twin[] {
  const trials = judged.flatMap(({ exploration: { paths } }) => paths.map(({ trial }) => trial));
  const twins = trials.flatMap(({ unsetTwins }) => [...unsetTwins]);
  return [...new Map(twins.map((twin) => [twin.name, twin])).values()];
}

/** `if (req.isAuthenticated)` tests that the function is there, not what it says (P13d). */
function unasked(by: ByCaller): Flaw[] {
  return by.none.exploration.paths
    .filter((path) => path.end === 'continues' && !path.trial.checkCalled)
    .flatMap((path) => path.trial.testedChecks)
    .map(({ subject, at }) => ({
      kind: 'uninvoked' as const,
      at,
      subject,
      consequence: 'the function is always there, so everyone passes',
      also: [],
    }));
}

function ignored(by: ByCaller): Flaw[] {
  // A path that rejects has looked at the failure; an unawaited promise is told as such.
  const passing = by.bad.exploration.paths.filter(
    (path) => path.end === 'continues' && path.trial.unawaited.length === 0,
  );
  const callbacks = passing
    .flatMap((path) => path.trial.ignoredErrors)
    .map(({ subject, at }) =>
      ignoredFailure(subject, at, 'its error is never looked at, so a forged credential passes'),
    );
  // Where code that is not seen decides what becomes of the failure, nobody knows whether it is swallowed.
  if (by.none.outcome !== 'rejects' || by.bad.outcome === 'unknown') return callbacks;
  // Who brings nothing passes where nobody has to bring it: to swallow the failure lets nobody in.
  const welcome = by.none.exploration.paths.filter((path) => path.end === 'continues');
  const isOptional = ({ trial }: Path) =>
    welcome.some((none) => trial.touched.every((one) => none.trial.touched.some((other) => isSameSource(one, other))));
  const swallowed = passing.flatMap((path) => {
    if (isOptional(path)) return [];
    const failed = path.trial.verifications.findLast((note) => !note.succeeded);
    return failed
      ? [ignoredFailure(failed.subject, failed.at, 'its failure is swallowed, so a forged credential passes')]
      : [];
  });
  return [...callbacks, ...swallowed];
}

function ignoredFailure(subject: string, at: Flaw['at'], consequence: string): Flaw {
  return { kind: 'ignored-failure', at, subject, consequence, also: [] };
}

function unverified(by: ByCaller, role: Role, isHandler: boolean): Flaw[] {
  if (role !== 'authenticate' && role !== 'authorize' && !isHandler) return [];
  return by.bad.exploration.paths.flatMap((path) => {
    const [decoding] = path.trial.decodings;
    if (!passes(path.end, isHandler) || !decoding || path.trial.verifications.some((note) => note.succeeded)) return [];
    const becomes = [...path.trial.writes.values()].some(
      (value) => value.t === 'credential' && value.state === 'decoded',
    );
    const decides = by.none.outcome === 'rejects';
    if (!becomes && !decides) return [];
    const consequence = 'the token is read without checking its signature, so a forged one passes';
    return [
      { kind: 'unverified-credential' as const, at: decoding.at, subject: decoding.subject, consequence, also: [] },
    ];
  });
}

/** Who is counted by what a token says that nothing verifies makes up another one for each request. */
function counted(by: ByCaller): Flaw[] {
  return by.bad.exploration.paths.flatMap(({ end, status, trial }) => {
    const { refusal, verifications } = trial;
    const [decoding] = trial.decodings;
    if (end !== 'rejects' || status !== 429 || !refusal || !decoding || verifications.some((note) => note.succeeded))
      return [];
    // Where the file that counts asks for it.
    const at = [...decoding.within].reverse().find(({ file }) => file === refusal.file) ?? decoding.at;
    const { subject } = decoding;
    const also = [
      { at: decoding.at, text: `${subject} reads the token here.` },
      { at: refusal, text: 'Requests are counted here.' },
    ];
    return [
      { kind: 'unverified-count' as const, at, subject, consequence: 'nobody is stopped who makes up tokens', also },
    ];
  });
}

/** What a forger needs in order to pass, and nobody who has a credential. */
function forged(by: ByCaller, isHandler: boolean): Flaw[] {
  const passing = by.bad.exploration.paths.filter((path) => passes(path.end, isHandler));
  if (by.none.outcome !== 'rejects' || passing.some(({ trial }) => trial.forgeries.length === 0)) return [];
  return passing.flatMap(({ trial }) =>
    trial.forgeries.map(({ at, subject, text }) => ({
      kind: 'unverified-credential' as const,
      at,
      subject,
      consequence: 'a forged credential is taken for a genuine one',
      also: [{ at, text }],
    })),
  );
}

/** Forged ones are refused, and those that were good once are not. */
function outdated({ none, bad }: ByCaller, isHandler: boolean): Flaw[] {
  const passing = bad.exploration.expired.filter((path) => passes(path.end, isHandler));
  if (none.outcome !== 'rejects' || bad.outcome !== 'rejects') return [];
  return passing.flatMap(({ trial: { expired: at, verifications } }) => {
    const subject = verifications.at(-1)?.subject ?? 'the step';
    const consequence = 'a token that has expired is accepted';
    return at ? [{ kind: 'expired-credential' as const, at, subject, consequence, also: [] }] : [];
  });
}

function arity(by: ByCaller): Flaw[] {
  const path = pathsOf(by, ['none', 'good']).find((one) => one.trial.nextAsResponse !== null && !one.trial.continued);
  if (!path) return [];
  return [
    {
      kind: 'error-arity',
      at: path.trial.nextAsResponse!,
      subject: 'an error handler with three parameters',
      consequence: 'it runs as an ordinary step and errors never reach it',
      also: [],
    },
  ];
}

function hanging(by: ByCaller, role: Role): Flaw[] {
  if (role !== 'authenticate' || by.none.outcome !== 'neither') return [];
  const trial = by.none.exploration.paths[0]?.trial;
  const at = trial?.pathTests[0]?.at ?? trial?.catches[0];
  return at
    ? [
        {
          kind: 'hangs',
          at,
          subject: 'the step',
          consequence: 'a request without credentials is never answered',
          also: [],
        },
      ]
    : [];
}
