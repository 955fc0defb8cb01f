import type { StepKnowledge } from '#catalog';
import { type LibraryValue, listOf, type MadeValue, stringOf } from '#frameworks';
import type { Exemption, Outcomes, Step } from '#model';
import type { StepRecord } from '../../installed/records.ts';
import type { Machine } from '../../machine/machine.ts';
import { unlessEntries } from '../../request/called/exempt.ts';
import { schemeNames } from '../../request/called/library-steps.ts';
import { goesOn } from '../../request/paths/outcome.ts';
import { allowedBy, headerOf, takenBy } from './allowed.ts';
import { blank, nameOf, nothing } from './step-names.ts';

/** A class cannot be called without `new`: Express answers every request 500. */
export function uninvokedClass(record: StepRecord, id: number): Step {
  const name = nameOf(record, null, null);
  const consequence = 'a class cannot be called as a step: every request is answered 500';
  return {
    ...blank(record, id, `${name} is a class`),
    outcome: { none: 'rejects', bad: 'rejects', good: 'rejects', preflight: 'rejects' },
    flaws: [{ kind: 'uninvoked', at: record.at, subject: name, consequence, also: [] }],
  };
}

/** What stands in a slot for a step, is none, and keeps nobody out. */
export function ignoredStep(record: StepRecord, consequence: string, id: number): Step {
  const step = blank(record, id, `it is no step: ${consequence}`);
  return {
    ...step,
    outcome: { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' },
    flaws: [{ kind: 'uninvoked', at: record.at, subject: step.name, consequence, also: [] }],
    confidence: 'high',
  };
}

/** Words in a package's name that make it likely that it has to do with who may enter. */
const mayAuthenticate =
  /auth|jwt|token|session|oidc|saml|sso|keycloak|login|passport|guard|acl|permission|rbac|firebase|cognito|clerk|okta|identity|secure|access|policy|signature|webhook|verify|casbin|shield|ory|workos|stytch|descope|kinde|logto|zitadel/i;

/**
 * A step of a package that the catalog does not know. Installed for a whole app under a name that does not speak of
 * authentication, it is taken to let requests continue, which never makes a route look protected; otherwise nobody knows.
 */
export function foreign(record: StepRecord, by: LibraryValue, id: number): Step {
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

/** The export or member whose call made a value. */
export function pathOf(made: MadeValue): LibraryValue {
  return made.path === '' ? made.by : { ...made.by, path: `${made.by.path}().${made.path}` };
}

/** An export that is a step by itself, as if it had been called without arguments. */
export function madeOf(by: LibraryValue): MadeValue {
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

function schemesOf(machine: Machine, made: MadeValue, knowledge: StepKnowledge): string[] {
  const meaning = machine.knowledge.meaning(made.by);
  if (meaning?.is === 'scheme-guard') return schemeNames(made.args[0]);
  return knowledge.scheme && knowledge.role === 'authenticate' ? [knowledge.scheme.name] : [];
}

function requirementsOf(made: MadeValue, knowledge: StepKnowledge): string[] {
  if (!knowledge.requirements) return [];
  const value = made.args[knowledge.requirements.argument];
  const list = listOf(value);
  return list
    .flatMap((item) => stringOf(item)?.split(/\s+/) ?? [])
    .map((name) => `${knowledge.requirements!.prefix}:${name}`);
}

/** A step that the catalog knows, with these arguments. */
export function fromCatalog(
  machine: Machine,
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
  const schemes = schemesOf(machine, made, knowledge);
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
    ...(knowledge.takes && { takes: takenBy(made, knowledge) }),
    handlesErrors: knowledge.handlesErrors ?? false,
    header: headerOf(made.args, knowledge.scheme?.kind ?? null),
    allows: allowedBy(machine, made, knowledge),
    outcome,
    status: outcome.none === 'rejects' ? (knowledge.status ?? 401) : null,
    forgeable: outcome.none === 'rejects' && goesOn(outcome.bad),
    exemptions: unlessEntries(made, knowledge.unless?.semantics).map(
      (entry): Exemption => ({ text: entry.text, at: entry.at, match: entry.match, frees: [], opens: [], near: null }),
    ),
    confidence: known.unsure ? 'low' : 'high',
    why: known.unsure ? 'an option that matters could not be read' : knowledge.why,
  };
}
