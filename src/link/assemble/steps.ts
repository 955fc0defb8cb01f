import type { StepKnowledge } from '#catalog';
import type { Adapter, FunctionValue, LibraryValue, MadeValue, Value } from '#frameworks';
import { stringOf } from '#frameworks';
import type { Confidence, Exemption, Flaw, Outcomes, Step } from '#model';
import type { Place } from '#text';
import { stepKnowledge } from '../knowledge.ts';
import type { Environment } from '../machine/environment.ts';
import type { Machine } from '../machine/machine.ts';
import { establishedBy } from '../request/established.ts';
import { unlessEntries } from '../request/exempt.ts';
import { placeOfFunction } from '../request/explore.ts';
import { type Judgement, judge, stops } from '../request/judge.ts';
import { schemeNames } from '../request/library-steps.ts';
import { subjectOf } from '../request/operations.ts';
import type { Situation } from '../request/situation.ts';
import type { StepRecord } from '../setup/installation.ts';
import { isGuardingArity } from './arity.ts';

/** A step with everything that was found out about it. */
export interface KnownStep {
  readonly id: number;
  readonly record: StepRecord;
  readonly adapter: Adapter;
  readonly version: string | null;
  /** Hand-written: judged by its body. */
  readonly judgement: Judgement | null;
  /** From the catalog. */
  readonly made: MadeValue | null;
  readonly knowledge: StepKnowledge | null;
  readonly establishes: readonly string[];
  readonly isHandler: boolean;
  /** A login by redirect: it rejects nobody, it starts or ends the login. */
  readonly sendsToProvider: boolean;
  readonly step: Step;
}

export const anyRequest: Omit<Situation, 'caller' | 'principals' | 'isHandler' | 'inRoute'> = {
  method: 'GET',
  path: '/',
  base: '',
  query: '',
  anyPath: true,
  context: new Map(),
};

const nothing: Outcomes = { none: 'unknown', bad: 'unknown', good: 'unknown', preflight: 'unknown' };

/** Makes steps of installed values, each once per place and use. */
export class Steps {
  readonly all: KnownStep[] = [];
  readonly machine: Machine;
  principals: ReadonlySet<string>;
  readonly #known = new Map<StepRecord, KnownStep>();
  readonly #judged = new Map<object, Map<string, Judgement>>();

  constructor(machine: Machine, principals: ReadonlySet<string>) {
    this.machine = machine;
    this.principals = principals;
  }

  of(record: StepRecord, adapter: Adapter, version: string | null, isHandler: boolean): KnownStep {
    const known = this.#known.get(record);
    if (known) return known;
    const made = this.#make(record, adapter, version, isHandler, this.all.length);
    this.all.push(made);
    this.#known.set(record, made);
    return made;
  }

  #make(record: StepRecord, adapter: Adapter, version: string | null, isHandler: boolean, id: number): KnownStep {
    const base = { id, record, adapter, version, isHandler, sendsToProvider: this.#sendsToProvider(record.value) };
    const { value } = record;
    const known = this.#catalogued(value);
    if (known) {
      const establishes = establishedBy(known.knowledge, known.made.args, known.options);
      const step = this.#fromCatalog(record, known, id, establishes, isHandler);
      return { ...base, judgement: null, made: known.made, knowledge: known.knowledge, establishes, step };
    }
    const uninvoked = this.#uninvoked(record, id);
    if (uninvoked) return { ...base, judgement: null, made: null, knowledge: null, establishes: [], step: uninvoked };
    if (value.t === 'function' || value.t === 'native' || value.t === 'made') {
      const judgement = this.#judgement(record, adapter, version, isHandler);
      const unseen = value.t === 'made' && judgement.by.none.outcome === 'unknown';
      const step = unseen
        ? foreign(record, value.by, id)
        : fromBody(record, judgement, value, adapter, id, !record.isParameter && this.#arity(value, adapter, version));
      return {
        ...base,
        judgement: unseen ? null : judgement,
        made: null,
        knowledge: null,
        establishes: judgement.establishes,
        step,
      };
    }
    if (value.t === 'class')
      return {
        ...base,
        judgement: null,
        made: null,
        knowledge: null,
        establishes: [],
        step: uninvokedClass(record, id),
      };
    if (value.t === 'library')
      return {
        ...base,
        judgement: null,
        made: null,
        knowledge: null,
        establishes: [],
        step: foreign(record, value, id),
      };
    const why = value.t === 'unknown' ? value.why : 'what is installed here is not a function that can be read';
    return { ...base, judgement: null, made: null, knowledge: null, establishes: [], step: blank(record, id, why) };
  }

  #judgement(record: StepRecord, adapter: Adapter, version: string | null, isHandler: boolean): Judgement {
    const { value, inRoute, isParameter } = record;
    const key = value.t === 'function' && value.bound.length === 0 ? value.env : value;
    const detail =
      value.t === 'function'
        ? `${value.code.at} ${value.self?.t ?? ''} ${isHandler} ${inRoute} ${isParameter}`
        : `${isHandler} ${inRoute}`;
    const cache = this.#judged.get(key) ?? new Map<string, Judgement>();
    this.#judged.set(key, cache);
    const known = cache.get(detail);
    if (known) return known;
    const judgement = judge(
      this.machine,
      { value, adapter, version, isParameter },
      { ...anyRequest, principals: this.principals, isHandler, inRoute },
    );
    cache.set(detail, judgement);
    return judgement;
  }

  /** Now that the principals of the program are known, judges those steps again that read one of them. */
  learn(principals: ReadonlySet<string>): void {
    this.principals = principals;
    this.#judged.clear();
    for (const [record, known] of this.#known) {
      if (![...(known.judgement?.customReads ?? [])].some((name) => principals.has(name))) continue;
      const again = this.#make(record, known.adapter, known.version, known.isHandler, known.id);
      this.all[known.id] = again;
      this.#known.set(record, again);
    }
  }

  #catalogued(value: Value): { made: MadeValue; knowledge: StepKnowledge; options: number; unsure: boolean } | null {
    const made: MadeValue | null = value.t === 'made' ? value : value.t === 'library' ? madeOf(value) : null;
    if (!made || (value.t === 'made' && value.path !== '' && !this.machine.knowledge.meaning(pathOf(value))))
      return null;
    const meaning = this.machine.knowledge.meaning(value.t === 'made' ? pathOf(value) : made.by);
    if (!meaning || !('step' in meaning)) return null;
    if (value.t === 'library' && meaning.is !== 'step') return null;
    const callback = meaning.is === 'scheme-guard' && made.args.some((arg) => arg.t === 'function');
    if (callback) return null;
    const options = meaning.options ?? 0;
    return { made, options, ...stepKnowledge(meaning, made.args) };
  }

  #fromCatalog(
    record: StepRecord,
    known: { made: MadeValue; knowledge: StepKnowledge; unsure: boolean },
    id: number,
    establishes: readonly string[],
    isHandler: boolean,
  ): Step {
    const { made, knowledge } = known;
    const outcome: Outcomes = known.unsure
      ? nothing
      : { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues', ...knowledge.outcome };
    const schemes = schemesOf(this.machine, made, knowledge);
    return {
      ...blank(record, id, knowledge.why),
      name: nameOf(record, made, knowledge),
      role: isHandler && knowledge.role === 'unknown' ? 'handler' : knowledge.role,
      definedAt: record.value.t === 'made' ? made.at : null,
      library: {
        package: made.by.package,
        export: made.by.path.replace(/\(\)/g, '') || 'default',
        version: made.by.version,
      },
      schemes,
      requirements: requirementsOf(made, knowledge),
      establishes,
      reads: knowledge.reads ?? [],
      needs: knowledge.needs ?? [],
      provides: knowledge.provides ?? [],
      handlesErrors: knowledge.handlesErrors ?? false,
      outcome,
      status: outcome.none === 'rejects' ? (knowledge.status ?? 401) : null,
      forgeable: outcome.none === 'rejects' && (outcome.bad === 'continues' || outcome.bad === 'both'),
      exemptions: unlessEntries(made).map(
        (entry): Exemption => ({ text: entry.text, at: entry.at, match: entry.match, frees: [], near: null }),
      ),
      confidence: known.unsure ? 'low' : 'high',
      why: known.unsure ? 'an option that matters could not be read' : knowledge.why,
    };
  }

  /** Every scheme that it names is one of a provider elsewhere. */
  #sendsToProvider(value: Value): boolean {
    if (value.t !== 'made' || value.path !== '' || this.machine.knowledge.meaning(value.by)?.is !== 'scheme-guard')
      return false;
    const names = schemeNames(value.args[0]);
    const { knowledge, installation } = this.machine;
    const isProvider = (name: string) =>
      installation.schemes.some(({ name: given, scheme }) => {
        const meaning = scheme.t === 'made' ? knowledge.meaning(scheme.by) : null;
        const own = meaning?.is === 'scheme-class' ? meaning : null;
        return own?.carries === 'redirect' && (given ? stringOf(given) : own.name) === name;
      });
    return names.length > 0 && names.every(isProvider);
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
  #arity(value: Value, adapter: Adapter, version: string | null): boolean {
    return value.t === 'function' && isGuardingArity(this.machine, value, adapter, version, this.principals);
  }
}

/** A class cannot be called without `new`: Express answers every request 500. */
function uninvokedClass(record: StepRecord, id: number): Step {
  const name = nameOf(record, null, null);
  const consequence = 'a class cannot be called as a step: every request is answered 500';
  return {
    ...blank(record, id, `${name} is a class`),
    outcome: { none: 'rejects', bad: 'rejects', good: 'rejects', preflight: 'rejects' },
    flaws: [{ kind: 'uninvoked', at: record.at, subject: name, consequence, also: [] }],
  };
}

/** Words in a package's name that make it likely that it has to do with who may enter. */
const mayAuthenticate =
  /auth|jwt|token|session|oidc|saml|sso|keycloak|login|passport|guard|acl|permission|rbac|firebase|cognito|clerk|okta|identity|secure|access|policy|signature|webhook|verify|casbin|shield|ory|workos|stytch|descope|kinde|logto|zitadel/i;

/**
 * A step of a package that the catalog does not know. Installed for a whole app under a name that does not speak of
 * authentication, it is taken to let requests continue, which never makes a route look protected; otherwise nobody knows.
 */
function foreign(record: StepRecord, by: LibraryValue, id: number): Step {
  const why = `${by.package} is not in the catalog`;
  const step = blank(record, id, why);
  const library = { package: by.package, export: by.path.replace(/\(\)/g, '') || 'default', version: by.version };
  if (record.inRoute || mayAuthenticate.test(`${by.package} ${by.path}`)) return { ...step, library };
  return {
    ...step,
    library,
    outcome: { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' },
    why: `${why}; it is taken to let requests continue`,
  };
}

function pathOf(made: MadeValue): LibraryValue {
  return made.path === '' ? made.by : { ...made.by, path: `${made.by.path}().${made.path}` };
}

function madeOf(by: LibraryValue): MadeValue {
  return {
    t: 'made',
    by,
    args: [],
    construct: false,
    at: { file: by.from, start: 0, end: 0 },
    path: '',
    modifiers: [],
    properties: new Map(),
    conditions: [],
    solid: true,
  };
}

function blank(record: StepRecord, id: number, why: string): Step {
  return {
    id,
    name: nameOf(record, null, null),
    role: 'unknown',
    at: record.at,
    definedAt: null,
    library:
      record.value.t === 'made'
        ? {
            package: record.value.by.package,
            export: record.value.by.path.replace(/\(\)/g, '') || 'default',
            version: record.value.by.version,
          }
        : null,
    schemes: [],
    requirements: [],
    establishes: [],
    reads: [],
    needs: [],
    provides: [],
    handlesErrors: false,
    outcome: nothing,
    status: null,
    forgeable: false,
    exemptions: [],
    flaws: [],
    confidence: 'low',
    why,
  };
}

/** The name a person would use: as it is written, else as it is defined. */
function nameOf(record: StepRecord, made: MadeValue | null, knowledge: StepKnowledge | null): string {
  const { value, label } = record;
  if (made && knowledge) {
    if (label.startsWith('require(')) return knowledge.name ?? made.by.package;
    if (label && !label.endsWith(')')) return label;
    const callee = knowledge.name ?? label.replace(/\(.*$/, '');
    const [first] = made.args;
    const names = first?.t === 'array' ? first.items.map(stringOf) : [stringOf(first)];
    const isScheme = knowledge.role === 'authenticate' && names.every((name) => name !== null) && names.length > 0;
    const base = callee || made.by.path.split(/[.#]/).at(-1)?.replace('()', '') || made.by.package;
    return isScheme ? `${base}(${names.map((name) => `'${name}'`).join(', ')})` : base;
  }
  const wrapped = value.t === 'function' && label.endsWith('()') ? wrappedName(value) : null;
  if (wrapped) return wrapped;
  if (label && !label.startsWith('require(')) return label;
  if (value.t === 'function' && value.name) return value.name;
  if (value.t === 'made') return value.by.path.replace(/\(\)/g, '') || value.by.package;
  if (value.t === 'library') return value.path || value.package;
  return value.t === 'function' ? 'handler' : 'unknown';
}

/** `wrap(listOrders)` returns a closure over the function that it wraps: that one's name says more. */
function wrappedName(value: FunctionValue): string | null {
  const names = (value.env as Environment).names;
  const inner = [...names.values()].flatMap((cell) =>
    cell.value.t === 'function' && cell.value !== value ? [cell.value.name] : [],
  );
  return inner.length === 1 ? inner[0] || null : null;
}

function schemesOf(machine: Machine, made: MadeValue, knowledge: StepKnowledge): string[] {
  const meaning = machine.knowledge.meaning(made.by);
  if (meaning?.is === 'scheme-guard') return schemeNames(made.args[0]);
  return knowledge.scheme && knowledge.role === 'authenticate' ? [knowledge.scheme.name] : [];
}

function requirementsOf(made: MadeValue, knowledge: StepKnowledge): string[] {
  if (!knowledge.requirements) return [];
  const value = made.args[knowledge.requirements.argument];
  const list = value?.t === 'array' ? value.items : value ? [value] : [];
  return list
    .flatMap((item) => stringOf(item)?.split(/\s+/) ?? [])
    .map((name) => `${knowledge.requirements!.prefix}:${name}`);
}

function fromBody(
  record: StepRecord,
  judgement: Judgement,
  value: Value,
  adapter: Adapter,
  id: number,
  guardArity: boolean,
): Step {
  const { by } = judgement;
  const parameters = value.t === 'function' ? adapter.request.parameters(value.code.length - value.bound.length) : [];
  const handlesErrors = !record.isParameter && parameters[0] === 'error';
  const flaws: Flaw[] = [...(handlesErrors ? [] : judgement.flaws)];
  if (guardArity)
    flaws.push({
      kind: 'guard-arity',
      at: definedAt(value) ?? record.at,
      subject: nameOf(record, null, null),
      consequence: 'four parameters make it an error handler, so it never runs',
      also: [],
    });
  if (judgement.forgeable && flaws.length === 0 && looksOnly(judgement))
    flaws.push({
      kind: 'unverified-credential',
      at: definedAt(value) ?? record.at,
      subject: nameOf(record, null, null),
      consequence: 'that a credential is there is enough: a forged one passes',
      also: [],
    });
  if (returnsStep(judgement))
    flaws.push({
      kind: 'uninvoked',
      at: record.at,
      subject: nameOf(record, null, null),
      consequence: 'it only returns a step and never answers: every request hangs',
      also: [],
    });
  const confidence: Confidence = by.none.outcome === 'unknown' ? 'low' : 'high';
  return {
    ...blank(record, id, judgement.why),
    role: handlesErrors ? 'error' : judgement.role,
    definedAt: definedAt(value),
    schemes: inferredSchemes(judgement),
    establishes: judgement.establishes,
    reads: judgement.reads,
    handlesErrors,
    outcome:
      handlesErrors && passesErrorsOn(judgement)
        ? goesOn
        : { none: by.none.outcome, bad: by.bad.outcome, good: by.good.outcome, preflight: by.preflight.outcome },
    status: by.none.status,
    forgeable: judgement.forgeable,
    flaws,
    confidence,
  };
}

/** Some forged credential passes without any verification, and without having been decoded. */
function looksOnly({ by, sources }: Judgement): boolean {
  const passing = by.bad.exploration.paths.filter((path) => path.end === 'continues' || path.end === 'both');
  return (
    sources.some((source) => source.kind === 'header' || source.kind === 'cookie' || source.kind === 'query') &&
    passing.some((path) => path.trial.verifications.length === 0)
  );
}

const goesOn: Outcomes = { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' };

/** An error handler that never answers lets the error continue on its way. */
function passesErrorsOn({ by }: Judgement): boolean {
  const { paths } = by.none.exploration;
  return paths.length > 0 && paths.every((path) => path.trial.failed !== null && path.trial.answer === null);
}

export function definedAt(value: Value): Place | null {
  if (value.t === 'function') return placeOfFunction(value as FunctionValue);
  return value.t === 'made' ? value.at : null;
}

/** A function that does nothing with the request and returns a function was meant to be called. */
function returnsStep(judgement: Judgement): boolean {
  const [path] = judgement.by.good.exploration.paths;
  return (
    judgement.by.good.outcome === 'neither' && path?.result.t === 'function' && path.result.code.params.length >= 2
  );
}

/** Hand-written guards name no scheme: what they read and verify with says what kind it is. */
function inferredSchemes(judgement: Judgement): string[] {
  if (!stops(judgement.by.none.outcome) || (judgement.role !== 'authenticate' && judgement.role !== 'handler'))
    return [];
  if (judgement.schemes.length > 0) return [...judgement.schemes];
  if (
    judgement.verifiedBy.some((name) =>
      /^(jsonwebtoken|jose|jwt-simple|fast-jwt|njwt|aws-jwt-verify|express-jwt)/.test(name),
    )
  )
    return ['jwt'];
  const kinds = new Set(judgement.sources.map((source) => source.kind));
  if (kinds.has('signature')) return ['signature'];
  if (kinds.has('session') || kinds.has('principal')) return ['session'];
  if (judgement.sources.some((source) => source.kind === 'header' && source.name === 'authorization'))
    return ['bearer'];
  if (kinds.has('header') || kinds.has('query')) return ['api-key'];
  return kinds.has('cookie') ? ['cookie'] : [];
}
