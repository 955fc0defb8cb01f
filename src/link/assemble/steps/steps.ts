import { isStandIn, type Meaning, type StepKnowledge } from '#catalog';
import type { Adapter, MadeValue, Value } from '#frameworks';
import type { Flaw, Step } from '#model';
import type { ScopeRecord, StepRecord } from '../../installed/records.ts';
import { establishedBy, stepKnowledge } from '../../known/options.ts';
import type { Machine } from '../../machine/machine.ts';
import { rootOf } from '../../request/brought/decorations.ts';
import { anyRequest, type Failure, isErrorHandler, type Subject } from '../../request/brought/situation.ts';
import { asksOwnScheme } from '../../request/called/attempts.ts';
import { isCarried, schemeNames } from '../../request/called/library-steps.ts';
import { subjectOf } from '../../request/called/operations.ts';
import { type Judgement, judge, judgeCaller } from '../../request/judged/judge.ts';
import { noSet } from '../../request/noted/nothing.ts';
import type { Path } from '../../request/paths/explore.ts';
import { goesOn } from '../../request/paths/outcome.ts';
import type { Trial } from '../../request/paths/trial.ts';
import { absentStep } from './absent-steps.ts';
import { isGuardingArity } from './arity.ts';
import { Closures } from './closures.ts';
import { Failed, type Here, type Rejected } from './failed.ts';
import { Judgements } from './judgements.ts';
import type { KnownStep } from './known-step.ts';
import { fromBody } from './step-bodies.ts';
import { foreign, fromCatalog, ignoredStep, madeOf, pathOf, uninvokedClass } from './step-libraries.ts';
import { blank, nameOf } from './step-names.ts';
import { thingsOf } from './things.ts';
import { asTold } from './told.ts';
import { acceptsForged, askedBy, optionOf } from './validators.ts';
import { alternativesOf, weakenedRequirement } from './weakened.ts';

/** Makes steps of installed values, each once per place and use. */
export class Steps {
  readonly all: KnownStep[] = [];
  readonly machine: Machine;
  principals: ReadonlySet<string>;
  readonly #known = new Map<StepRecord, KnownStep>();
  readonly #ids = new Map<StepRecord, number>();
  readonly #failed: Failed;
  readonly #judged: Judgements;
  readonly #closures = new Closures();
  /** A step that is judged again for a route may call what it has never called before, which decides who gets in. */
  readonly #handlers = new Closures({ trustsIdle: true });
  readonly #placed = new Closures({ heedsPlaces: true });
  /** What of the setup each judgement has looked at, and what a library's guard asks of the project. */
  readonly #heeded = new Map<Judgement | StepRecord, ReadonlySet<object>>();

  constructor(machine: Machine, principals: ReadonlySet<string>) {
    this.machine = machine;
    this.#judged = new Judgements(machine);
    this.#failed = new Failed(machine.lasting);
    this.principals = principals;
  }

  /** As it is judged in the scope that it is installed in. */
  of(record: StepRecord, { adapter, version }: Pick<ScopeRecord, 'adapter' | 'version'>, isHandler = false): KnownStep {
    const known = this.#known.get(record);
    if (known) return known;
    const id = this.number(record);
    const made = asTold(this.#make(record, adapter, version, isHandler, id));
    this.all[id] = made;
    this.#known.set(record, made);
    return made;
  }

  /** What identifies the step, whether it has been judged or not: they are numbered as they are met. */
  number(record: StepRecord): number {
    const id = this.#ids.get(record) ?? this.#ids.size;
    this.#ids.set(record, id);
    return id;
  }

  #make(record: StepRecord, adapter: Adapter, version: string | null, isHandler: boolean, id: number): KnownStep {
    const base = { id, record, adapter, version, isHandler, sendsToProvider: this.#sendsToProvider(record.value) };
    const { value } = record;
    const known = this.#catalogued(value);
    const isAsked = known && known.meaning.is === 'scheme-guard' && asksOwnScheme(this.machine, known.made);
    if (known && !isAsked) {
      const establishes = establishedBy(known.knowledge, known.made.args, known.options);
      const accepts = this.#acceptsForged({ ...known, establishes }, record, adapter, version);
      const made = fromCatalog(this.machine, record, accepts ?? known, id, establishes, isHandler);
      const step = accepts ? { ...made, flaws: [...made.flaws, accepts.flaw] } : made;
      const { knowledge } = accepts ?? known;
      return { ...base, judgement: null, made: known.made, knowledge, establishes, step };
    }
    const uninvoked =
      record.ignored === null || value.t === 'primitive'
        ? this.#uninvoked(record, id)
        : ignoredStep(record, record.ignored, id);
    const bare = { ...base, judgement: null, made: known?.made ?? null, knowledge: null, establishes: [] };
    if (uninvoked) return { ...bare, step: uninvoked };
    if (value.t === 'function' || value.t === 'native' || value.t === 'made') {
      const judgement = this.#judgement(record, adapter, version, isHandler);
      const unseen = value.t === 'made' && !known && judgement.by.none.outcome === 'unknown';
      if (unseen) return { ...bare, establishes: judgement.establishes, step: foreign(record, value.by, id) };
      const things = isHandler ? thingsOf(judgement, value, this.principals) : undefined;
      const step = fromBody(record, judgement, value, adapter, id, this.#arity(value, record, adapter, version));
      const flaw = this.#weakened(value, record, adapter, version);
      return {
        ...bare,
        sendsToProvider: judgement.sendsToProvider && !isHandler,
        judgement,
        establishes: judgement.establishes,
        step: {
          ...step,
          ...(known && { name: nameOf(record, known.made, known.knowledge) }),
          ...(flaw && { flaws: [...step.flaws, flaw] }),
          ...(things && { things }),
        },
      };
    }
    if (value.t === 'primitive') return { ...bare, step: absentStep(this.machine, record, id) };
    if (value.t === 'class') return { ...bare, step: uninvokedClass(record, id) };
    if (value.t === 'library') return { ...bare, step: foreign(record, value, id) };
    const why = value.t === 'unknown' ? value.why : 'what is installed here is not a function that can be read';
    return { ...bare, step: blank(record, id, why) };
  }

  /** Whether steps that are combined weaken each other. */
  #weakened(value: Value, record: StepRecord, adapter: Adapter, version: string | null): Flaw | null {
    const roleOf = (step: Value) =>
      step.t === 'function'
        ? this.#judgement({ ...record, value: step }, adapter, version, false).role
        : (this.#catalogued(step)?.knowledge.role ?? null);
    if (value.t === 'native') return weakenedRequirement([value.alternatives ?? []], roleOf, record.at);
    const meaning = value.t === 'made' ? this.machine.knowledge.meaning(value.by) : null;
    if (value.t !== 'made' || meaning?.is !== 'alternatives') return null;
    return weakenedRequirement(alternativesOf(meaning, value), roleOf, record.at);
  }

  #judgement(record: StepRecord, adapter: Adapter, version: string | null, isHandler: boolean): Judgement {
    const { value, inRoute, use } = record;
    // What happens in a stand-in happens where the project has installed it.
    const at = value.t === 'function' && isStandIn(value.file) ? `${record.at.file}:${record.at.start}` : '';
    const scope = adapter.request.bindsScope ? record.scope : null;
    const app = scope === null ? '' : rootOf(this.machine.installation.scopes[scope]!.value).id;
    const detail = `${isHandler} ${inRoute} ${use.isParameter} ${use.phase} ${app} ${at} ${record.unasked !== null}`;
    const circumstances = { detail, scope };
    const known = this.#judged.of(value, circumstances);
    if (known) return known;
    const closures = isHandler ? this.#handlers : this.#closures;
    const alike = value.t === 'function' ? closures.representative(value) : value;
    const found = this.#judged.of(alike, circumstances);
    if (found && !found.usesLocation) return found;
    // Tests of the path are told with their places.
    const twin = found && value.t === 'function' ? this.#placed.representative(value) : value;
    const same = this.#judged.of(twin, circumstances);
    if (same) return same;
    const situation = { ...anyRequest, principals: this.principals, isHandler, inRoute };
    const { result: judgement, heeded } = this.machine.lasting.heeding(() =>
      judge(this.machine, this.subject(record, adapter, version), situation),
    );
    this.#heeded.set(judgement, heeded);
    if (value.t === 'function' && judgement.usesLocation) this.#placed.representative(value);
    for (const one of new Set([value, twin, found ? value : alike])) this.#judged.add(one, circumstances, judgement);
    return judgement;
  }

  /** What an error handler, or a step that catches, does with an error; `here`: for this very request. */
  triedWith(step: KnownStep, failure: Failure, here?: Here, caller: Rejected = 'none'): readonly Path[] {
    const { record, adapter, version } = step;
    const any = { ...anyRequest, principals: this.principals, isHandler: false, inRoute: record.inRoute };
    const subject = this.subject(record, adapter, version);
    const tried = () => judgeCaller(this.machine, subject, { ...(here ?? any), failure }, caller).exploration.paths;
    return here ? tried() : this.#failed.with(record, failure, caller, tried);
  }

  /** Whether a step answers some requests of good callers by itself, before it goes on or behind that. */
  answersSome(record: StepRecord, adapter: Adapter, version: string | null): boolean {
    if (record.value.t !== 'function') return false;
    const { paths } = this.#judgement(record, adapter, version, false).by.good.exploration;
    const answersBehind = ({ course: { continued, prepared, rescue } }: Trial) =>
      continued && prepared.hasBody && !rescue;
    return paths.some(({ end, trial }) => end === 'answers' || answersBehind(trial));
  }

  /** Whether a step answers good callers and never goes on. */
  answersAlone(record: StepRecord, adapter: Adapter, version: string | null): boolean {
    if (record.value.t !== 'function' || isErrorHandler(this.subject(record, adapter, version))) return false;
    const { paths } = this.#judgement(record, adapter, version, false).by.good.exploration;
    return paths.some(({ end }) => end === 'answers') && !paths.some(({ end }) => goesOn(end));
  }

  /** What is judged of an installed step. */
  subject({ value, use, scope, at }: StepRecord, adapter: Adapter, version: string | null): Subject {
    return { value, adapter, version, use, at, scope: this.machine.installation.scopes[scope]?.value ?? null };
  }

  /** Now that the principals of the program are known, judges those steps again that read one of them. */
  learn(principals: ReadonlySet<string>): void {
    const news = new Set([...principals].filter((name) => !this.principals.has(name)));
    const readsNews = (of: Judgement | StepRecord) =>
      'customReads' in of && [...of.customReads].some((name) => news.has(name));
    this.principals = new Set([...this.principals, ...principals]);
    this.#again(readsNews);
  }

  /** Judges those steps again that look at something of which it is now known that requests change it. */
  heed(changed: ReadonlySet<object>): void {
    const isConcerned = (heeded: ReadonlySet<object> = noSet) => [...changed].some((one) => heeded.has(one));
    this.#again((of) => isConcerned(this.#heeded.get(of)));
  }

  #again(isStale: (of: Judgement | StepRecord) => boolean): void {
    this.#judged.forget(isStale);
    for (const [record, known] of this.#known) {
      if (!isStale(known.judgement ?? record)) continue;
      const again = asTold(this.#make(record, known.adapter, known.version, known.isHandler, known.id));
      this.all[known.id] = again;
      this.#known.set(record, again);
    }
  }

  #catalogued(
    value: Value,
  ): { made: MadeValue; meaning: Meaning; knowledge: StepKnowledge; options: number; unsure: boolean } | null {
    const made: MadeValue | null = value.t === 'made' ? value : value.t === 'library' ? madeOf(value) : null;
    if (!made || (value.t === 'made' && value.path !== '' && !this.machine.knowledge.meaning(pathOf(value))))
      return null;
    const meaning = this.machine.knowledge.meaning(value.t === 'made' ? pathOf(value) : made.by);
    if (!meaning || !('step' in meaning)) return null;
    if (value.t === 'library' && meaning.is !== 'step') return null;
    const callback = meaning.is === 'scheme-guard' && made.args.some((arg) => arg.t === 'function');
    if (callback) return null;
    const options = meaning.options ?? 0;
    return { made, meaning, options, ...stepKnowledge(meaning, made.args) };
  }

  /** What is known of a guard whose validating function says yes to a forged credential. */
  #acceptsForged<K extends { made: MadeValue; knowledge: StepKnowledge; establishes: readonly string[] }>(
    known: K,
    record: StepRecord,
    adapter: Adapter,
    version: string | null,
  ): (K & { flaw: Flaw }) | null {
    const { outcome } = known.knowledge;
    const asked = askedBy(this.machine, known.made, known.knowledge);
    const subject = this.subject(record, adapter, version);
    const situation = { ...anyRequest, principals: this.principals, isHandler: false, inRoute: record.inRoute };
    const { result: yes, heeded } = this.machine.lasting.heeding(() =>
      asked.find((one) => acceptsForged(this.machine, subject, situation, one)),
    );
    if (asked.length > 0) this.#heeded.set(record, heeded);
    if (!yes) return null;
    const option = optionOf(yes);
    const why = `its ${option} takes a forged credential for a genuine one`;
    const knowledge = {
      ...known.knowledge,
      outcome: { ...outcome, bad: 'continues' as const },
      forged: known.establishes,
      why,
    };
    const { at } = known.made;
    return {
      ...known,
      knowledge,
      flaw: { kind: 'unverified-credential', at, subject: option, consequence: why, also: [{ at, text: why }] },
    };
  }

  /** Every scheme that it names is one of a provider elsewhere. */
  #sendsToProvider(value: Value): boolean {
    if (value.t !== 'made' || value.path !== '' || this.machine.knowledge.meaning(value.by)?.is !== 'scheme-guard')
      return false;
    const names = schemeNames(value.args[0]);
    return names.length > 0 && names.every((name) => isCarried(this.machine, name, ['redirect']));
  }

  /** A factory or class where its result is needed: `app.use(passport.authenticate)`, `app.use(requireAuth)` with `() => step`. */
  #uninvoked(record: StepRecord, id: number): Step | null {
    const { value } = record;
    if (value.t === 'library') {
      const meaning = this.machine.knowledge.meaning(value);
      const consequence = meaning && 'uninvoked' in meaning ? meaning.uninvoked : undefined;
      if (!meaning || !consequence || !('step' in meaning)) return null;
      const fails = /500|fails|error/i.test(consequence);
      const outcome = fails ? 'rejects' : 'neither';
      const flaw: Flaw = { kind: 'uninvoked', at: record.at, subject: subjectOf(value), consequence, also: [] };
      return {
        ...blank(record, id, `${subjectOf(value)} is a factory and is not called here`),
        role: meaning.step.role,
        outcome: { none: outcome, bad: outcome, good: outcome, preflight: outcome },
        flaws: [flaw],
      };
    }
    return null;
  }

  /** `(role, req, res, next) => …` has the number of parameters of an error handler and never runs (E03f). */
  #arity(value: Value, record: StepRecord, adapter: Adapter, version: string | null): boolean {
    if (value.t !== 'function') return false;
    return isGuardingArity(this.machine, { ...this.subject(record, adapter, version), value }, this.principals);
  }
}
