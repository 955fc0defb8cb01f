import type { Value } from '#frameworks';
import type { Flaw, Role } from '#model';
import { isSameSource } from '../noted/credential-notes.ts';
import type { Path } from '../paths/explore.ts';
import { passes } from '../paths/outcome.ts';
import { type ByCaller, continuing, goingOn, lost, overtaken, pathsOf } from './answer-flaws.ts';
import type { CallerJudgement } from './judgement.ts';

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

function unawaited(by: ByCaller): Flaw[] {
  return pathsOf(by, ['bad', 'none'])
    .filter((path) => passes(path.end, true))
    .flatMap((path) => path.trial.credentials.unawaited)
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
    const isSpelt = !absent && judged.exploration.paths.some(({ trial }) => trial.flaws.spelt.size > 0);
    const brings = absent ? 'none' : isSpelt ? `"undefined" in its place` : 'an empty one';
    const why = isSpelt ? 'that is what the text comes to' : `${nothing} equals ${nothing}`;
    const consequence = `a request that brings ${brings} is let in, since ${why}`;
    return [{ kind: 'unset-secret' as const, at: twin.at, subject: twin.name, consequence, also: [] }];
  });
}

type Twin = Extract<Value, { t: 'environment' }>;

function twinsOf(...judged: readonly CallerJudgement[]): readonly Twin[] {
  const trials = judged.flatMap(({ exploration: { paths } }) => paths.map(({ trial }) => trial));
  const twins = trials.flatMap(({ flaws }) => [...flaws.unsetTwins]);
  return [...new Map(twins.map((twin) => [twin.name, twin])).values()];
}

/** `if (req.isAuthenticated)` tests that the function is there, not what it says (P13d). */
function unasked(by: ByCaller): Flaw[] {
  return by.none.exploration.paths
    .filter((path) => path.end === 'continues' && !path.trial.credentials.checkCalled)
    .flatMap((path) => path.trial.credentials.testedChecks)
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
    (path) => path.end === 'continues' && path.trial.credentials.unawaited.length === 0,
  );
  const callbacks = passing
    .flatMap((path) => path.trial.flaws.ignoredErrors)
    .map(({ subject, at }) =>
      ignoredFailure(subject, at, 'its error is never looked at, so a forged credential passes'),
    );
  // Where code that is not seen decides what becomes of the failure, nobody knows whether it is swallowed.
  if (by.none.outcome !== 'rejects' || by.bad.outcome === 'unknown') return callbacks;
  // Who brings nothing passes where nobody has to bring it: to swallow the failure lets nobody in.
  const welcome = by.none.exploration.paths.filter((path) => path.end === 'continues');
  const isOptional = ({ trial }: Path) =>
    welcome.some((none) => {
      const met = none.trial.credentials.touched;
      return trial.credentials.touched.every((one) => met.some((other) => isSameSource(one, other)));
    });
  const swallowed = passing.flatMap((path) => {
    if (isOptional(path)) return [];
    const failed = path.trial.credentials.verifications.findLast((note) => !note.succeeded);
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
    const { decodings, verifications } = path.trial.credentials;
    const [decoding] = decodings;
    if (!passes(path.end, isHandler) || !decoding || verifications.some((note) => note.succeeded)) return [];
    const becomes = [...path.trial.course.writes.values()].some(
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
    const { refusal, verifications, decodings } = trial.credentials;
    const [decoding] = decodings;
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
  if (by.none.outcome !== 'rejects' || passing.some(({ trial }) => trial.flaws.forgeries.length === 0)) return [];
  return passing.flatMap(({ trial }) =>
    trial.flaws.forgeries.map(({ at, subject, text }) => ({
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
  return passing.flatMap(({ trial: { credentials } }) => {
    const { expired: at, verifications } = credentials;
    const subject = verifications.at(-1)?.subject ?? 'the step';
    const consequence = 'a token that has expired is accepted';
    return at ? [{ kind: 'expired-credential' as const, at, subject, consequence, also: [] }] : [];
  });
}

function arity(by: ByCaller): Flaw[] {
  const path = pathsOf(by, ['none', 'good']).find(
    (one) => one.trial.flaws.nextAsResponse !== null && !one.trial.course.continued,
  );
  if (!path) return [];
  return [
    {
      kind: 'error-arity',
      at: path.trial.flaws.nextAsResponse!,
      subject: 'an error handler with three parameters',
      consequence: 'it runs as an ordinary step and errors never reach it',
      also: [],
    },
  ];
}

function hanging(by: ByCaller, role: Role): Flaw[] {
  if (role !== 'authenticate' || by.none.outcome !== 'neither') return [];
  const trial = by.none.exploration.paths[0]?.trial;
  const at = trial?.uses.pathTests[0]?.at ?? trial?.flaws.caught[0];
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
