import { objectValue, type RouteTarget } from '#frameworks';
import type { Caller, ChainLink, Outcome } from '#model';
import type { EntryRecord } from '../../installed/records.ts';
import { spentReason } from '../../machine/machine.ts';
import { credential } from '../../request/brought/credentials.ts';
import { isNewPrincipal } from '../../request/brought/principals.ts';
import type { Situation, Way } from '../../request/brought/situation.ts';
import { unlessEntries } from '../../request/called/exempt.ts';
import { answersBy } from '../../request/judged/answers-by.ts';
import { assumptionOf } from '../../request/judged/assumptions.ts';
import { treatedEqually } from '../../request/judged/equally.ts';
import { withForger } from '../../request/judged/forger.ts';
import {
  byCaller,
  isGuarding,
  isTreatedAlike,
  type Judgement,
  judgeCaller,
  ofHandler,
} from '../../request/judged/judge.ts';
import { proofIn } from '../../request/judged/proof.ts';
import { distinct } from '../../request/noted/credential-notes.ts';
import { noSet } from '../../request/noted/nothing.ts';
import { rejectionsIn } from '../../request/paths/failures.ts';
import { stops } from '../../request/paths/outcome.ts';
import { Reads } from '../../request/paths/reads.ts';
import { type Contexts, isNews, leave, leaveRefused, mayLeave, sameFor, startingContexts } from '../steps/contexts.ts';
import { Given } from '../steps/given.ts';
import { asksAndRejects, type KnownStep } from '../steps/known-step.ts';
import { type Found, Key, type Memo, plain, unclear, unlike } from '../steps/memo.ts';
import { noteSignature, targetSignature } from '../steps/signature.ts';
import type { Steps } from '../steps/steps.ts';
import { findsTheSame, isInVain } from './alike.ts';
import { bypassOf, type Paths } from './bypass.ts';
import { continues } from './chain.ts';
import { hasNoEnd, withoutEnd } from './cut-off.ts';
import { declaredFor } from './declared.ts';
import { comesAs, RejectedCallers, revives } from './errors.ts';
import { freedBy } from './freed.ts';
import { type Asked, baseOf, type Met, unset } from './met.ts';
import type { Occurrence } from './occurrences.ts';
import { sentOf, sentPast } from './sent-past.ts';

const filledIn = 'an earlier step fills in the header that it looks at';
const callers: readonly Caller[] = ['none', 'bad', 'good', 'preflight'];

export interface Linked
  extends Pick<Found, 'unsure' | 'proof' | 'assumes' | 'tests' | 'reads' | 'answersBy' | 'failures'> {
  readonly link: ChainLink;
  readonly met: Met;
  /** Whether it is a guard: it rejects for want of a credential. */
  readonly guards: boolean;
  /** Whether it recognises a good caller here, even if it rejects nobody. */
  readonly recognises: boolean;
  /** Whether it lets who brings nothing pass for another query and path. */
  letsPass(query: string, path: string): boolean;
}

/** Judges the steps of one chain one after the other, for requests to this very route. */
export class Linker {
  readonly #steps: Steps;
  readonly #method: string;
  /** Other paths that are served all the same. */
  readonly #paths: Paths;
  readonly #contexts: Contexts;
  readonly #memo: Memo;
  /** A step so far has rejected everybody without good credentials. */
  #isClosed = false;
  readonly #rejected = new RejectedCallers();
  /** A step so far sends whoever is not logged in to a provider: those behind it guard nothing against them. */
  #isLogin = false;
  readonly #occurrence: Occurrence;
  readonly #entry: EntryRecord;
  readonly #foldsCase: boolean;
  readonly #target: RouteTarget | null;

  constructor(steps: Steps, method: string, paths: Paths, memo: Memo, occurrence: Occurrence) {
    const { entry } = occurrence.levels.at(-1)!;
    const root = occurrence.levels[0]!.scope;
    this.#foldsCase = !root.adapter.caseSensitive(root.options);
    this.#contexts = startingContexts(
      occurrence.levels.map(({ scope }) => scope),
      steps.principals,
    );
    this.#steps = steps;
    this.#method = method === 'ALL' ? 'GET' : method;
    this.#paths = paths;
    this.#memo = memo;
    this.#occurrence = occurrence;
    this.#entry = entry;
    this.#target = entry.kind === 'route' ? entry.target : null;
  }

  link(met: Met): Linked {
    const { step } = met;
    const isEnd = step.isHandler && met.owner === this.#entry;
    const known = isEnd && hasNoEnd(step) ? withoutEnd(this.#found(met)) : this.#found(met);
    const found = met.owner && met.owner !== this.#entry ? sentPast(known) : known;
    const { outcome } = found;
    const guards = found.guards && !step.sendsToProvider && !(step.isHandler && this.#isLogin);
    const recognises = found.recognises && !step.sendsToProvider;
    const absent = (step.judgement?.reads ?? []).filter((name) => !this.#contexts.good.has(name));
    this.#leave(step, found);
    this.#rejected.note(step, outcome);
    if (revives(step)) this.#isClosed = false;
    this.#isClosed ||= guards && met.covers === 'all' && met.conditions.length === 0 && outcome.bad === 'rejects';
    this.#isLogin ||= step.sendsToProvider && met.covers === 'all' && met.conditions.length === 0;
    const letsPass = (query: string, path: string) => this.#noneFor(met, query, path) === 'continues';
    const isAsked = guards && outcome.none === 'rejects';
    const bypass = isAsked ? bypassOf(met, found, this.#paths, letsPass) : null;
    return {
      ...found,
      link: { step: step.id, covers: met.covers, conditions: met.conditions, outcome, absent, bypass },
      met,
      guards,
      recognises,
      letsPass,
    };
  }

  #found(met: Met): Found {
    const { step } = met;
    if (step.made && step.knowledge) return this.#known(met, met.path);
    const { judgement } = step;
    const { outcome, handlesErrors } = step.step;
    const unsure = judgement ? judgement.by.none.unsure : outcome.none === 'unknown' ? step.step.why : null;
    const isRole = ['authenticate', 'authorize'].includes(step.step.role);
    const bare: Found = { ...plain, outcome, unsure, guards: asksAndRejects(step, outcome), recognises: isRole };
    if (!judgement) return bare;
    const { by, assumes } = judgement;
    const guards = bare.guards || (!handlesErrors && isGuarding(by, step.isHandler, judgement.sources));
    const told = { answersBy: answersBy(by, step.isHandler), sent: sentOf(by), proof: proofIn(by, step.isHandler) };
    const base: Found = { ...bare, guards, assumes, ...told };
    // Steps in front of it may not have been judged: what it was found to do before may not be what it does here.
    if (this.#steps.machine.isSpent(step.record.at)) return { ...base, ...unclear, unsure: spentReason };
    const given = [...judgement.customReads, ...judgement.reads].some((name) =>
      callers.some((caller) => isNews(this.#contexts[caller], name, caller === 'good')),
    );
    // Nobody who brings nothing or forgeries gets there: what it would do with them decides nothing.
    if (step.isHandler && this.#isClosed && !continues(step)) return base;
    const { usesLocation, usesMethod, usesTarget, usesParameters } = judgement;
    if (!given && !usesLocation && !usesMethod && !usesTarget && !usesParameters) return base;
    const key = this.#key(met, judgement, met);
    const before = this.#memo.found.get(judgement, key);
    if (!before && this.#memo.isHopeless(judgement)) return { ...base, ...unclear };
    const known = before ?? this.#judged(met, judgement, key);
    // What a handler does that looks at no credential keeps nobody out for want of one.
    const matters = usesLocation && !(step.isHandler && judgement.sources.length === 0);
    const served = [...(met.others ?? []), ...unset(met)];
    const others = served.filter((other) => matters && known.reads?.differs(met, other) !== false);
    const isOther = (other: (typeof others)[number]) =>
      this.#noneFor({ ...met, ...other }, '', other.path) !== known.outcome.none;
    return others.some(isOther) ? unlike(known) : known;
  }

  /** Two requests with the same key look the same to the step, which reads no more of them than that. */
  #key({ path, base, query = '' }: Asked, judgement: Judgement, met: Met): Key {
    const names = [...new Set([...judgement.customReads, ...judgement.reads])];
    const values = callers.flatMap((caller) => names.map((name) => this.#contexts[caller].get(name)));
    const target = this.#target;
    const seen = (reads: Reads) => [
      reads.method ? this.#method : '',
      reads.parameters ? [...declaredFor(met, this.#occurrence, this.#contexts)].sort().join() : '',
      reads.seen({ path, base, query }),
      targetSignature(this.#steps.machine, judgement, target, reads),
      ...[...reads.config].sort().map((path) => noteSignature(target?.config, path)),
    ];
    return new Key(seen, new Given(this.#steps.machine.lasting, values));
  }

  #judged(met: Met, judgement: Judgement, key: Key): Found {
    const reads = new Reads();
    const none = this.#judgeFor(met, 'none', '', met.path, reads);
    const { isHandler } = met.step;
    const inVain = isInVain(none, isHandler);
    const isAlike = (caller: Caller) =>
      inVain || (isTreatedAlike(caller, none, isHandler) && findsTheSame(this.#contexts, caller, none, judgement));
    const each = byCaller((caller) =>
      caller === 'none' || isAlike(caller) ? none : this.#judgeFor(met, caller, '', met.path, reads),
    );
    const raw = withForger(each, isHandler, (brings) => this.#judgeFor(met, 'bad', '', met.path, reads, { brings }));
    const further = (sought: readonly Way[]) =>
      this.#judgeFor(met, 'good', '', met.path, reads, { sought }).exploration;
    const by = isHandler ? treatedEqually(ofHandler(raw), this.#steps.principals, further) : raw;
    const outcome = byCaller((caller) => by[caller].outcome);
    const touched = distinct([...by.none.touched, ...by.good.touched]);
    // What earlier steps have found out about the caller is a credential as well.
    const sources =
      touched.length > 0 || sameFor(this.#contexts, 'good') ? touched : [{ kind: 'client', name: 'caller' } as const];
    const goodWrites = inVain ? judgement.by.good.writes : by.good.writes;
    const { handlesErrors } = met.step.step;
    const found: Found = {
      outcome,
      unsure: by.none.unsure,
      tests: by.none.exploration.paths.flatMap((one) => one.trial.uses.pathTests),
      guards: (!handlesErrors && isGuarding(by, met.step.isHandler, sources)) || asksAndRejects(met.step, outcome),
      recognises: [...goodWrites.values()].some((value) => isNewPrincipal(value)),
      assumes: isHandler ? assumptionOf(by.none.exploration.paths) : null,
      answersBy: answersBy(by, isHandler),
      proof: proofIn(by, isHandler),
      sent: sentOf(by),
      reads,
      failures: rejectionsIn(by.none.exploration.paths),
      writes: byCaller((caller) => (caller === 'good' ? goodWrites : mayLeave(by[caller], goodWrites))),
    };
    const left = Object.values(found.writes!).flatMap((writes) => [...writes.values()]);
    this.#memo.found.add(judgement, reads, key.given.isIn(left) ? key.exact(reads) : key.alike(reads), found);
    this.#memo.noteTrial(judgement, outcome.none === 'unknown' && !by.none.exploration.complete);
    return found;
  }

  /** What it does for who brings nothing and asks for this path. */
  #noneFor(met: Met, query: string, path: string): Outcome {
    const { judgement, made, knowledge } = met.step;
    if (made && knowledge) return this.#known(met, path).outcome.none;
    const judged = (reads?: Reads) => this.#judgeFor(met, 'none', query, path, reads).outcome;
    if (!judgement) return judged();
    const key = this.#key({ path, base: baseOf(met, path), query }, judgement, met);
    // What a handler's answer means is decided by what it answers to all callers.
    const found = met.step.isHandler ? undefined : this.#memo.found.get(judgement, key)?.outcome.none;
    const known = found ?? this.#memo.none.get(judgement, key);
    if (known !== undefined) return known;
    const reads = new Reads();
    const outcome = judged(reads);
    this.#memo.none.add(judgement, reads, key.alike(reads), outcome);
    return outcome;
  }

  #judgeFor(
    met: Met,
    caller: Caller,
    query: string,
    path: string,
    reads?: Reads,
    more: Pick<Situation, 'brings' | 'sought'> = {},
  ) {
    const { record, adapter, version } = met.step;
    const subject = this.#steps.subject(record, adapter, version);
    const situation = { ...this.situation(met, query, path, caller), ...(reads && { reads }), ...more };
    return judgeCaller(this.#steps.machine, subject, situation, caller);
  }

  /** A request to this route, as a step of its chain sees it. */
  situation(met: Met, query: string, path: string, caller: Caller): Omit<Situation, 'caller'> {
    const base = baseOf(met, path);
    return {
      method: this.#method,
      path,
      base,
      query,
      anyPath: false,
      ...(this.#foldsCase ? { foldsCase: true as const } : {}),
      proofs: met.step.judgement?.proofs ?? noSet,
      declared: declaredFor(met, this.#occurrence, this.#contexts),
      context: new Map(this.#contexts[caller]),
      target: this.#target,
      config: this.#target && (this.#target.config ?? objectValue()),
      principals: this.#steps.principals,
      isHandler: met.step.isHandler,
      inRoute: met.step.record.inRoute,
    };
  }

  #known(met: Met, path: string): Found {
    const { step } = met;
    const { outcome, role, handlesErrors } = step.step;
    const isRole = role === 'authenticate' || role === 'authorize';
    const guards =
      isRole && !handlesErrors && stops(outcome.none) && outcome.good !== 'rejects' && outcome.good !== 'neither';
    const base: Found = {
      ...plain,
      outcome,
      unsure: outcome.none === 'unknown' ? step.step.why : null,
      guards,
      recognises: isRole,
    };
    const entries = unlessEntries(step.made!, step.knowledge?.unless?.semantics);
    if (guards && this.#contexts.none.has('headers.authorization'))
      return { ...base, outcome: { ...outcome, none: 'unknown' }, unsure: filledIn, guards: false };
    if (entries.length === 0) return base;
    return freedBy(entries, { ...this.situation(met, '', path, 'none'), caller: 'none' }, base);
  }

  /** What the step leaves on the request for those behind it. */
  #leave(step: KnownStep, { writes, outcome }: Found): void {
    const by = step.judgement?.by;
    for (const caller of callers.filter((one) => this.#rejected.runs(step, one))) {
      const as = comesAs(caller, outcome);
      leave(this.#contexts[caller], writes?.[as] ?? (by ? mayLeave(by[as], by.good.writes) : new Map()));
    }
    if (step.made || step.record.told)
      for (const name of step.establishes)
        this.#contexts.good.set(name, credential('verified', { kind: 'principal', name }));
    if (step.knowledge) leaveRefused(this.#contexts, step.knowledge, step.step.at);
  }
}
