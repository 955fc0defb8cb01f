import type { Value } from '#frameworks';
import type { Bypass, Caller, ChainLink, Outcome, Outcomes } from '#model';
import { judgeCaller, stops } from '../request/judge.ts';
import { unlessEntries } from '../request/exempt.ts';
import { credential } from '../request/credentials.ts';
import type { Situation } from '../request/situation.ts';
import type { PathTest } from '../request/trial.ts';
import type { Met } from './chain.ts';
import { matchPattern } from './occurrences.ts';
import type { KnownStep, Steps } from './steps.ts';

const freed: Outcomes = { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' };
const callers: readonly Caller[] = ['none', 'bad', 'good', 'preflight'];

export interface Linked {
  readonly link: ChainLink;
  readonly met: Met;
  /** Why the outcome for callers without credentials is not known. */
  readonly unsure: string | null;
  /** Whether it is a guard: it rejects for want of a credential. */
  readonly guards: boolean;
  /** Tests of the path that it made on the way. */
  readonly tests: readonly PathTest[];
}

interface Found {
  readonly outcome: Outcomes;
  readonly unsure: string | null;
  readonly tests: readonly PathTest[];
}

/** Judgements by step, method and path, shared by all routes of an app. */
export type Memo = Map<string, Found>;

/** What earlier steps of one chain have left on the request, for each caller. */
type Contexts = Record<Caller, Map<string, Value>>;

/** Judges the steps of one chain one after the other, for requests to this very route. */
export class Linker {
  readonly #steps: Steps;
  readonly #method: string;
  readonly #caseSensitive: boolean;
  readonly #contexts: Contexts = { none: new Map(), bad: new Map(), good: new Map(), preflight: new Map() };
  readonly #memo: Memo;

  constructor(steps: Steps, method: string, caseSensitive: boolean, memo: Memo) {
    this.#steps = steps;
    this.#method = method === 'ALL' ? 'GET' : method;
    this.#caseSensitive = caseSensitive;
    this.#memo = memo;
  }

  link(met: Met): Linked {
    const { step } = met;
    const { unsure, outcome, tests } = this.#found(met);
    this.#leave(step);
    const guards = this.#isGuard(step, outcome);
    const bypass = guards && outcome.none === 'rejects' ? this.#bypass(met) : null;
    return { link: { step: step.id, covers: met.covers, conditions: met.conditions, outcome, bypass }, met, unsure, guards, tests };
  }

  #isGuard(step: KnownStep, outcome: Outcomes): boolean {
    const passesGood = step.step.outcome.good !== 'rejects' && step.step.outcome.good !== 'neither';
    const isRole = step.step.role === 'authenticate' || step.step.role === 'authorize';
    const isSelfCheck = step.isHandler && step.judgement !== null && step.judgement.sources.length > 0;
    const stopsNone = step.isHandler ? outcome.none === 'rejects' || outcome.none === 'neither' : stops(outcome.none);
    return !step.step.handlesErrors && stopsNone && passesGood && (isRole || isSelfCheck);
  }

  #found(met: Met): Found {
    const { step } = met;
    if (step.made && step.knowledge) return this.#known(met);
    const { judgement } = step;
    if (!judgement) return { outcome: step.step.outcome, unsure: step.step.outcome.none === 'unknown' ? step.step.why : null, tests: [] };
    const dependsOnRoute = judgement.usesLocation || judgement.usesMethod;
    const reads = [...judgement.customReads].filter((name) => callers.some((caller) => this.#contexts[caller].has(name)));
    const establishedBefore = judgement.reads.filter((name) => this.#contexts.good.has(name) && this.#contexts.none.has(name));
    if (!dependsOnRoute && reads.length === 0 && establishedBefore.length === 0) return { outcome: step.step.outcome, unsure: judgement.by.none.unsure, tests: [] };
    if (reads.length > 0 || establishedBefore.length > 0) return this.#judged(met, '');
    const key = `${step.id} ${judgement.usesMethod ? this.#method : ''} ${judgement.usesLocation ? `${met.path} ${met.base}` : ''}`;
    const known = this.#memo.get(key);
    if (known) return known;
    const found = this.#judged(met, '');
    this.#memo.set(key, found);
    return found;
  }

  #judged(met: Met, query: string, path = met.path): Found {
    const found = callers.map((caller) => [caller, this.#judgeFor(met, caller, query, path)] as const);
    const outcomes = Object.fromEntries(found.map(([caller, one]) => [caller, one.outcome])) as Record<Caller, Outcome>;
    return { outcome: outcomes, unsure: found[0]![1].unsure, tests: found[0]![1].exploration.paths.flatMap((one) => one.trial.pathTests) };
  }

  #judgeFor(met: Met, caller: Caller, query: string, path: string) {
    const { step } = met;
    const subject = { value: step.record.value, adapter: step.adapter, version: step.version };
    return judgeCaller(this.#steps.machine, subject, this.#situation(met, query, path, caller), caller);
  }

  #situation(met: Met, query: string, path: string, caller: Caller): Omit<Situation, 'caller'> {
    const base = path.slice(0, met.base.length);
    return { method: this.#method, path, base, query, anyPath: false, context: this.#contexts[caller], principals: this.#steps.principals, isHandler: met.step.isHandler };
  }

  #known(met: Met): Found {
    const { step } = met;
    const { outcome } = step.step;
    const entries = unlessEntries(step.made!);
    if (entries.length === 0) return { outcome, unsure: outcome.none === 'unknown' ? step.step.why : null, tests: [] };
    const situation: Situation = { ...this.#situation(met, '', met.path, 'none'), caller: 'none' };
    const answers = entries.map((entry) => entry.frees(situation));
    const tests = entries.flatMap(({ match, text, at }, index) =>
      match === 'equals' || match === 'pattern' ? [{ match, text, at, holds: answers[index] === true }] : [],
    );
    if (answers.includes(true)) return { outcome: freed, unsure: null, tests };
    if (answers.includes(null)) return { outcome: { ...outcome, none: 'unknown', bad: 'unknown' }, unsure: 'an exemption could not be read', tests };
    return { outcome, unsure: null, tests };
  }

  /** What the step leaves on the request for those behind it. */
  #leave(step: KnownStep): void {
    for (const caller of callers) {
      for (const [name, value] of step.judgement?.by[caller].writes ?? []) this.#contexts[caller].set(name, value);
    }
    if (step.made) for (const name of step.establishes) this.#contexts.good.set(name, credential('verified', { kind: 'principal', name }));
  }

  /** Another spelling of the route that the framework serves all the same and that the guard lets pass. */
  #bypass(met: Met): Bypass | null {
    const { step, pattern } = met;
    const upper = met.path.replace(/[a-z]/g, (letter) => letter.toUpperCase());
    if (!this.#caseSensitive && upper !== met.path && pattern) {
      const seen = upper.slice(met.base.length) || '/';
      const at = pattern.at;
      if (matchPattern(pattern, seen) === false) return { kind: 'case', path: upper, at };
    }
    if (!step.judgement?.usesLocation) return null;
    const tests = step.judgement.pathTests;
    const at = tests[0]?.at ?? step.step.at;
    const passes = (path: string, query: string) => this.#judgeFor(met, 'none', query, path).outcome === 'continues';
    if (!this.#caseSensitive && upper !== met.path && passes(upper, '')) return { kind: 'case', path: upper, at };
    for (const test of tests.filter((one) => one.match === 'substring' || one.match === 'suffix')) {
      const query = `x=${test.text}`;
      if (passes(met.path, query)) return { kind: 'query', path: `${met.path}?${query}`, at: test.at };
    }
    if (met.path !== '/' && passes(`${met.path}/`, '')) return { kind: 'slash', path: `${met.path}/`, at };
    return null;
  }
}
