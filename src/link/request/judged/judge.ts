import { type CredentialSource, undefinedValue, type Value } from '#frameworks';
import type { Caller, Outcome, Role } from '#model';
import { type Machine, spentReason } from '../../machine/machine.ts';
import { truth } from '../../machine/truth.ts';
import { isOfRequest } from '../brought/credentials.ts';
import { isNewPrincipal } from '../brought/principals.ts';
import { ParameterNotes } from '../brought/route-parameters.ts';
import { isErrorHandler, type Situation, type Subject, type Way, withAny } from '../brought/situation.ts';
import { distinct } from '../noted/credential-notes.ts';
import { noSet } from '../noted/nothing.ts';
import { type Exploration, explore, isChosen, isOpenEnd, type Path, sendsToProvider } from '../paths/explore.ts';
import { leftBehind } from '../paths/left-behind.ts';
import { observed } from '../paths/observed.ts';
import { isAboutContent, isChallenge, isUnclear, passes, stops } from '../paths/outcome.ts';
import { assumptionOf } from './assumptions.ts';
import { treatedEqually } from './equally.ts';
import { filledIn } from './filled-in.ts';
import { flawsOf, unsetSecrets } from './flaws.ts';
import { withForger } from './forger.ts';
import { enoughOf } from './gifts.ts';
import type { CallerJudgement, Judgement } from './judgement.ts';
import { proofsOf } from './proofs.ts';
import { servedAnyway, withRedirects } from './served.ts';
import { deciding, whyOf } from './why.ts';

export type { CallerJudgement, Judgement } from './judgement.ts';

const tooMany = 'it has too many paths to follow';
const callers: readonly Caller[] = ['none', 'bad', 'good', 'preflight'];

/** Judges a hand-written step by its body, never by its name, for the four callers. */
export function judge(machine: Machine, subject: Subject, base: Omit<Situation, 'caller'>, fully = false): Judgement {
  const none = judgeCaller(machine, subject, base, 'none');
  const proofs = base.proofs
    ? noSet
    : proofsOf(none, (taken, caller) => judgeCaller(machine, subject, { ...base, proofs: taken }, caller));
  if (proofs.size > 0) return judge(machine, subject, { ...base, proofs }, fully);
  const handlesErrors = isErrorHandler(subject);
  const each = byCaller((caller) => {
    if (caller === 'none') return none;
    if (handlesErrors && !fully && caller !== 'preflight') return none;
    return isTreatedAlike(caller, none, base.isHandler) ? none : judgeCaller(machine, subject, base, caller);
  });
  const bringing = (brings: CredentialSource) => judgeCaller(machine, subject, { ...base, brings }, 'bad');
  const by = withForger(each, base.isHandler, bringing);
  const further = (sought: readonly Way[]) => judgeCaller(machine, subject, { ...base, sought }, 'good').exploration;
  const all = base.isHandler ? treatedEqually(ofHandler(by), base.principals, further) : by;
  const summary = summarise(all, base.isHandler, base.proofs ?? noSet);
  const judgement = { ...summary, enough: enoughOf(summary.sources, none, base.isHandler, bringing) };
  const unset = unsetSecrets(each, (names, caller) => judgeCaller(machine, subject, { ...base, unset: names }, caller));
  return unset.length > 0 ? { ...judgement, flaws: [...judgement.flaws, ...unset] } : judgement;
}

export function byCaller<T>(make: (caller: Caller) => T): Record<Caller, T> {
  return { none: make('none'), bad: make('bad'), good: make('good'), preflight: make('preflight') };
}

/** Whether a step cannot but do for a caller what it does for one without credentials. */
export function isTreatedAlike(caller: Caller, none: CallerJudgement, isHandler: boolean): boolean {
  const { paths, complete } = none.exploration;
  if (caller === 'good' && paths.some(({ trial }) => trial.credentials.sendsToProvider)) return false;
  // A preflight brings no credentials either: only its method tells it apart.
  if (caller === 'preflight') return !paths.some(({ trial }) => trial.uses.method || trial.uses.knownStep);
  // Forgeries are met like nothing where only sessions and what earlier steps found are looked at.
  if (caller === 'bad' && !none.exploration.tellsForgers) return true;
  const isKnown = isPassing(none.outcome) || (complete && paths.every((path) => path.end !== 'unknown'));
  if (none.touched.length === 0 && isKnown) return true;
  // A handler that is open to everyone and verifies nothing has nothing more to tell.
  const verifies = paths.some(
    ({ trial }) => trial.credentials.decodings.length + trial.credentials.verifications.length > 0,
  );
  return isHandler && isPassing(none.outcome) && !verifies;
}

/** What only a handler can mean: a redirect as an answer; a status that does not keep its answer from anybody. */
export function ofHandler(raw: Record<Caller, CallerJudgement>): Record<Caller, CallerJudgement> {
  const by = withRedirects(raw);
  return byCaller((caller) => {
    const one = by[caller];
    const isMissed = caller !== 'good' && isNeverMet(one, by.good);
    const paths = caller === 'good' ? null : servedAnyway(one.exploration.paths, by.good.exploration.paths);
    if (!paths) return isMissed ? { ...one, outcome: 'unknown', unsure: tooMany } : one;
    const exploration = { ...one.exploration, paths };
    return { ...one, ...outcomeOf(exploration, caller, one.touched.length > 0, true), exploration };
  });
}

/** It has too many paths, of which those that were followed all turn this caller away, and good ones are answered. */
function isNeverMet({ outcome, exploration: { paths, complete } }: CallerJudgement, good: CallerJudgement): boolean {
  if (complete || outcome !== 'answers' || paths.length === 0) return false;
  return !paths.some(({ end }) => passes(end, true)) && good.exploration.paths.some(({ end }) => passes(end, true));
}

export function judgeCaller(
  machine: Machine,
  subject: Subject,
  base: Omit<Situation, 'caller'>,
  caller: Caller,
): CallerJudgement {
  const given: Situation = { ...base, caller, ...(caller === 'preflight' ? { method: 'OPTIONS' } : {}) };
  const situation = given.reads ? observed(given, given.reads) : given;
  const exploration = explore(machine, subject, situation);
  const { paths } = exploration;
  const touched = distinct(paths.flatMap((path) => path.trial.credentials.touched));
  const writes = leftBehind(
    paths.filter(({ end }) => end === 'continues' || end === 'both'),
    situation,
  );
  const status = paths.find((path) => path.end === 'rejects' && path.status !== null)?.status ?? null;
  return {
    ...outcomeOf(exploration, caller, touched.length > 0, situation.isHandler),
    status,
    exploration,
    writes,
    touched,
  };
}

function outcomeOf(
  exploration: Exploration,
  caller: Caller,
  touched: boolean,
  isHandler: boolean,
): { outcome: Outcome; unsure: string | null } {
  const { paths, complete, isSpent } = exploration;
  if (isSpent) return { outcome: 'unknown', unsure: spentReason };
  const passing = paths.filter((path) => passes(path.end, isHandler));
  const handed = paths.find((path) => path.end === 'unknown');
  const chosen = passing.find((path) => isChosen(path) || (isHandler && isOpenEnd(path)));
  if (passing.length > 0 && caller === 'good') return sure(worst(passing));
  if (chosen && caller !== 'good') return sure(worst(passing.filter((path) => path === chosen || path.end === 'both')));
  if (handed) return { outcome: 'unknown', unsure: handed.trial.course.handedOver?.why ?? 'code that is not seen' };
  if (!complete && isHandler && !touched) return sure('answers');
  // Too many paths to follow them all; none of those that were followed ends the request.
  if (!complete && paths.length > 0 && passing.length === paths.length) return sure(worst(passing));
  if (!complete) return { outcome: 'unknown', unsure: isUnclear(paths, isHandler) ? dependsOn(passing) : tooMany };
  if (passing.length > 0 && paths.every((path) => passing.includes(path) || (isHandler && isAboutContent(path))))
    return sure(worst(passing));
  if (passing.length === 0) return sure(stop(paths));
  // A challenge is about who asks, even where code that is not seen has made what it looks at.
  const challenges = !isHandler && paths.some((path) => path.end === 'rejects' && path.status === 401);
  if (!touched && !challenges) return sure(worst(passing));
  return { outcome: 'unknown', unsure: dependsOn(passing) };
}

function dependsOn(passing: readonly Path[]): string {
  return `it depends on ${deciding(passing)} whether it lets everyone pass`;
}

function isPassing(outcome: Outcome): boolean {
  return outcome === 'answers' || outcome === 'continues';
}

function sure(outcome: Outcome): { outcome: Outcome; unsure: null } {
  return { outcome, unsure: null };
}

function worst(paths: readonly Path[]): Outcome {
  if (paths.some((path) => path.end === 'continues')) return 'continues';
  return paths.some((path) => path.end === 'both') ? 'both' : 'answers';
}

function stop(paths: readonly Path[]): Outcome {
  if (paths.some((path) => path.end === 'rejects')) return 'rejects';
  if (paths.some((path) => path.end === 'answers')) return 'answers';
  return paths.some((path) => path.end === 'skips') ? 'rejects' : 'neither';
}

/** Not on the request itself: what a step puts there is no principal. */
function isElsewhere(name: string): boolean {
  return /^(response|session|body|query|params|headers)\./.test(name);
}

function summarise(
  given: Record<Caller, CallerJudgement>,
  isHandler: boolean,
  proofs: ReadonlySet<string>,
): Omit<Judgement, 'enough'> {
  const by = generally(given, isHandler);
  const sources = distinct([...by.none.touched, ...by.good.touched]);
  const all = callers.flatMap((caller) => by[caller].exploration.paths);
  const establishes = [...by.good.writes]
    .filter(([name, value]) => isNewPrincipal(value) && !isElsewhere(name))
    .map(([name]) => name);
  // `req.isAuth = true` for those who are recognised: a principal for later steps, though nothing is done about it here.
  const marks = [...by.good.writes]
    .filter(([name, value]) => sources.length > 0 && isMark(name, value, by.none))
    .map(([name]) => name);
  const reads = sources.filter((source) => source.kind === 'principal').map((source) => source.name);
  const isGuard = isGuarding(by, isHandler, sources);
  const verified = by.good.exploration.paths.flatMap((path) =>
    path.trial.credentials.verifications.map((note) => note.subject),
  );
  const forgeable = isGuard && passes(by.bad.outcome, isHandler);
  const result = {
    by,
    establishes: [...new Set([...establishes, ...marks, ...filledIn(sources, by.none.exploration.paths)])],
    reads,
    forgeable,
    sources,
    verifiedBy: [...new Set(verified)],
    literals: new Map(isGuard ? by.bad.exploration.paths.flatMap(({ trial }) => [...trial.flaws.literals]) : []),
    proofs,
    schemes: [...new Set(all.flatMap((path) => path.trial.credentials.schemes))],
    pathTests: all.flatMap((path) => path.trial.uses.pathTests),
    disclosed: all.flatMap((path) => path.trial.flaws.disclosed),
    logged: all.flatMap((path) => path.trial.flaws.logged),
    usesLocation: all.some((path) => path.trial.uses.location),
    usesTarget: all.some((path) => path.trial.uses.target),
    usesMethod: all.some((path) => path.trial.uses.method),
    usesParameters: callers.some((caller) => by[caller].exploration.parameters.asksPresence),
    sendsToProvider: sendsToProvider(by.none.exploration),
    issuesToken: by.none.exploration.paths.some((path) => path.issuesToken && passes(path.end, isHandler)),
    metadataReads: [...new Map(all.flatMap(({ trial }) => [...trial.uses.metadata]).reverse()).values()].reverse(),
    usesNames: all.some((path) => path.trial.uses.names),
    ofScope: new Map(all.flatMap((path) => [...path.trial.uses.ofScope])),
    parameters: ParameterNotes.together(callers.map((caller) => by[caller].exploration.parameters)),
    customReads: new Set(all.flatMap((path) => withAny(path.trial.uses.custom))),
    assumes: isHandler && isGuard ? assumptionOf(by.none.exploration.paths) : null,
  };
  const role = roleOf(by, isGuard || result.sendsToProvider, establishes, sources, isHandler);
  return { ...result, role, flaws: flawsOf(by, role, isHandler), why: whyOf(by, role, result) };
}

/**
 * A guard that looks at the path rejects some requests and lets others pass. In general, that is for a request of which
 * nothing special is known, it rejects; what it does for a certain route is judged with that route's path.
 */
function generally(by: Record<Caller, CallerJudgement>, isHandler: boolean): Record<Caller, CallerJudgement> {
  const looksAtPath = by.none.exploration.paths.some(({ trial }) => trial.uses.location || trial.uses.target);
  const rejects = (one: CallerJudgement) =>
    one.exploration.paths.some((path) => path.end === 'rejects' && path.trial.credentials.touched.length > 0);
  const passesGood = by.good.exploration.paths.some(
    (path) => passes(path.end, isHandler) && path.trial.credentials.touched.length > 0,
  );
  if (!looksAtPath || by.none.outcome !== 'unknown' || !rejects(by.none) || !passesGood) return by;
  const adjust = (one: CallerJudgement) =>
    one.outcome === 'unknown' && rejects(one) ? { ...one, outcome: 'rejects' as const, unsure: null } : one;
  return { none: adjust(by.none), bad: adjust(by.bad), good: by.good, preflight: adjust(by.preflight) };
}

/** Rejects who brings nothing because of what is missing, and lets a good caller pass. */
export function isGuarding(
  by: Readonly<Record<Caller, CallerJudgement>>,
  isHandler: boolean,
  sources: readonly CredentialSource[],
): boolean {
  const passesGood = by.good.outcome === 'unknown' || passes(by.good.outcome, isHandler);
  const stopsNone = isHandler ? by.none.outcome === 'rejects' || by.none.outcome === 'neither' : stops(by.none.outcome);
  // A handler that logs its caller in is a login, whatever it demands for that.
  if (isHandler && callers.some((caller) => by[caller].exploration.paths.some((path) => path.trial.credentials.logsIn)))
    return false;
  // A handler that looks a token up in the body or query may just as well redeem an invitation: only a challenge tells.
  if (isHandler && sources.every(isOfRequest) && !isChallenge(by.none.status)) return false;
  return stopsNone && passesGood && sources.length > 0;
}

function isMark(name: string, value: Value, none: CallerJudgement): boolean {
  const isFlag = value.t === 'primitive' && value.value === true && !isElsewhere(name);
  return isFlag && truth(none.writes.get(name) ?? undefinedValue) === false;
}

function roleOf(
  by: Readonly<Record<Caller, CallerJudgement>>,
  isGuard: boolean,
  establishes: readonly string[],
  sources: readonly CredentialSource[],
  isHandler: boolean,
): Role {
  if (isHandler) return 'handler';
  if (isGuard || (establishes.length > 0 && sources.length > 0)) {
    const onlyPrincipal = sources.every((source) => source.kind === 'principal');
    const demandsMore = by.good.exploration.paths.some((path) => path.end === 'rejects');
    return onlyPrincipal && demandsMore && establishes.length === 0 ? 'authorize' : 'authenticate';
  }
  if (
    Object.values(by).some((one) => one.exploration.paths.some((path) => path.trial.course.writes.has('response.cors')))
  )
    return 'cors';
  if (stops(by.good.outcome) && by.good.outcome !== 'neither' && stops(by.none.outcome)) return 'handler';
  return 'unknown';
}
