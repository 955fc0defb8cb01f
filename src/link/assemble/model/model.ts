import type { App, Entry, Gap, Model, Need, Purpose, Route, Scheme, SchemeUse, Scope, Step, TokenUse } from '#model';
import type { Place } from '#text';
import type { EntryRecord, ScopeRecord } from '../../installed/records.ts';
import type { Machine } from '../../machine/machine.ts';
import { refusesOld } from '../../request/paths/endings.ts';
import { routeSteps } from '../chains/chain.ts';
import { rejectsByError } from '../chains/errors.ts';
import { conditionsOf, exemptionsOf, holesOf } from '../chains/exemptions.ts';
import { withoutGifts } from '../chains/given-away.ts';
import { type Installed, installedIn } from '../chains/installed.ts';
import type { KnownStep } from '../steps/known-step.ts';
import { Steps } from '../steps/steps.ts';
import { letsAnybodyIn } from '../steps/weakened.ts';
import { appOf, isRepeated, rootsOf } from './roots.ts';
import { withNotes } from './route-notes.ts';
import { RouteBuilder, type RouteOptions } from './routes.ts';
import { schemesAndUses } from './schemes.ts';
import { comparedSecrets } from './secrets.ts';
import { type Settings, settingsOf } from './settings.ts';
import { noteUnlisted, noteUnseen } from './unlisted.ts';

/** Everything that was installed, judged and laid out as the model. */
export function assemble(machine: Machine, options: RouteOptions): Model {
  const steps = new Steps(machine, new Set(['user']));
  judgeAll(machine, steps);
  const roots = rootsOf(machine.installation);
  const builder = new RouteBuilder(machine, steps, options);
  const apps: App[] = [];
  const routes: Route[] = [];
  for (const { scope, detached } of roots) {
    const before = routes.length;
    builder.routesOf(scope, apps.length, detached, routes);
    if (!detached && routes.length === before) noteUnseen(machine, steps, scope);
    if (
      (detached && routes.length === before) ||
      (scope.guessed && routes.length > before && isRepeated(routes, before))
    ) {
      routes.length = before;
      continue;
    }
    apps.push(appOf(scope, apps.length, detached, machine.installation));
    if (detached)
      machine.gap(
        'nothing that was seen mounts or starts this: what stands in front of its routes is not known',
        scope.at,
      );
  }
  noteUnlisted(machine, steps, machine.installation.scopes);
  const told = withoutGifts(routes, builder.linked);
  const { schemes, uses, storages } = schemesAndUses(machine, steps.all);
  return {
    apps,
    routes: withNotes(told, builder, steps),
    steps: steps.all.map((known) =>
      finished(known, steps.all, told, builder, [
        ...schemeNeeds(machine, known, schemes, uses),
        ...cookieNeeds(machine, known),
      ]),
    ),
    scopes: machine.installation.scopes.map((scope) => scopeOf(scope, steps)),
    schemes,
    schemeUses: uses,
    storages,
    ...withBodies(
      settingsOf([...machine.installation.observations.values()], {
        decides: decisions(steps.all),
        purposeAt: (at) => purposeAt(at, steps.all, told),
        refusesOld: (at) =>
          refusesOld(
            at,
            steps.all.flatMap(({ judgement }) => judgement?.by.good.exploration ?? []),
          ),
        required: machine.required,
      }),
      steps.all,
    ),
    documentedSchemes: describedSchemes(machine.installation.described),
    gaps: [...machine.gaps.values()].sort(byPlace),
  };
}

/** How often it is asked what requests change, now that it is known what they have changed before. */
const mostRounds = 3;

/** Handlers come last: by then it is known what the other steps leave for them. */
function judgeAll(machine: Machine, steps: Steps): void {
  machine.lasting.begin();
  const { scopes } = machine.installation;
  const installed = scopes.flatMap((scope) => installedIn(scope, steps));
  for (const { record } of installed) steps.number(record);
  const judge = ({ record, scope, isHandler }: Installed) => steps.of(record, scope, isHandler);
  const others = installed.filter(({ isHandler }) => !isHandler).map(judge);
  steps.learn(principalsOf(others, scopes));
  for (const one of installed) judge(one);
  steps.learn(principalsOf(steps.all, scopes));
  const { lasting } = machine;
  for (let round = 0, changed = lasting.widen(); changed.size > 0 && round < mostRounds; round++) {
    steps.heed(changed);
    steps.learn(principalsOf(steps.all, scopes));
    changed = lasting.widen();
  }
}

function describedSchemes(described: readonly (readonly string[] | null)[]): readonly string[] | null {
  const known = described.flatMap((one) => one ?? []);
  return described.length > 0 && !described.includes(null) ? [...new Set(known)] : null;
}

/** Request properties that some step of the program fills with a principal. */
function principalsOf(steps: readonly KnownStep[], scopes: readonly ScopeRecord[]): ReadonlySet<string> {
  const own = scopes.flatMap(({ adapter }) => adapter.request.principals ?? []);
  return new Set(['user', ...own, ...steps.flatMap((step) => step.establishes)]);
}

function scopeOf(scope: ScopeRecord, steps: Steps): Scope {
  const seen = scope.adapter.parameters?.(scope.kind, scope.options);
  const parameters = seen === 'own' && scope.hasMoreOptions ? 'above' : seen;
  return {
    id: scope.id,
    kind: scope.kind,
    name: scope.kind,
    at: scope.at,
    ordering: scope.adapter.ordering,
    ...(encloses(scope) && { isEnclosed: true }),
    ...(parameters && { parameters }),
    entries: scope.entries.map((entry) => entryOf(entry, scope, steps)),
  };
}

function encloses({ adapter, kind }: ScopeRecord): boolean {
  return adapter.ordering === 'phased' || (adapter.isGated && kind === 'router');
}

function entryOf(entry: EntryRecord, scope: ScopeRecord, steps: Steps): Entry {
  const { at, pattern, conditions, order } = entry;
  const base = { at, pattern, conditions, order };
  switch (entry.kind) {
    case 'step':
      return {
        ...base,
        kind: 'step',
        methods: entry.methods,
        phase: entry.step.use.phase,
        ...(entry.step.isLate && { isLate: true }),
        ...(entry.step.reach && { reach: entry.step.reach }),
        step: steps.of(entry.step, scope).id,
      };
    case 'route':
      return {
        ...base,
        kind: 'route',
        methods: entry.methods,
        steps: routeSteps(steps, entry.steps, scope).map((step) => step.id),
      };
    case 'mount':
      return { ...base, kind: 'mount', scope: entry.scope, live: entry.live, entries: entry.entries };
  }
}

/**
 * What schemes need of the request: a login by password its body; one that keeps its principal in the session needs that.
 * Token schemes that keep it are another mistake.
 */
function schemeNeeds(
  machine: Machine,
  known: KnownStep,
  schemes: readonly Scheme[],
  uses: readonly SchemeUse[],
): Step['needs'] {
  const use = known.made && uses.find((one) => one.step === known.id);
  if (!use || use.names.length === 0) return known.step.needs;
  const kinds = use.names.map(
    (name) => schemes.find((scheme) => scheme.name === name && scheme.registry === use.registry)?.kind ?? 'unknown',
  );
  const isLogin = kinds.every((kind) => kind === 'password' || kind === 'oauth' || kind === 'oidc' || kind === 'saml');
  const needs = [...known.step.needs];
  if (use.session === 'kept' && isLogin) needs.push({ what: 'session', consequence: 'every login is answered 500' });
  if (kinds.every((kind) => kind === 'password') && leftUnparsed(machine, known).includes('body'))
    needs.push({ what: 'body', consequence: 'every login is answered 400' });
  return needs;
}

function leftUnparsed(machine: Machine, { adapter, record }: KnownStep): readonly Need[] {
  const { scopes } = machine.installation;
  let root = scopes[record.scope]!.value;
  while (root.parent) root = root.parent;
  return adapter.hidesParsers?.(scopes[root.id]!.options) ? [] : (adapter.request.unparsed ?? []);
}

/** A hand-written guard that reads a cookie by its name, and not all of them to take them apart itself. */
function cookieNeeds(machine: Machine, known: KnownStep): Step['needs'] {
  const cookies = known.judgement?.sources.filter(({ kind }) => kind === 'cookie') ?? [];
  const reads = cookies.length > 0 && cookies.every(({ name }) => name !== '*');
  const guards = known.step.outcome.none === 'rejects' && !known.step.handlesErrors;
  if (!reads || !guards || !leftUnparsed(machine, known).includes('cookies')) return [];
  return [{ what: 'cookies', consequence: 'the cookie is never seen, so that nobody gets in' }];
}

function finished(
  known: KnownStep,
  all: readonly KnownStep[],
  routes: readonly Route[],
  builder: RouteBuilder,
  needs: Step['needs'],
): Step {
  // A handler that refuses some paths frees no route.
  const testsPath = (known.judgement?.usesLocation && !known.isHandler) || (known.made?.modifiers.length ?? 0) > 0;
  const rejects = known.step.outcome.none === 'rejects' && !known.step.handlesErrors;
  const rejectsBy = rejects ? (rejectsByError(known) ? ('error' as const) : ('answer' as const)) : null;
  const here = builder.flaws.get(known.id) ?? [];
  const flaws = known.step.flaws
    .concat(here)
    .filter((flaw) => flaw.kind !== 'ignored-failure' || letsAnybodyIn(known, all, routes));
  const step = { ...known.step, needs, rejectsBy, flaws };
  const holes = holesOf(known, all, routes);
  if (!testsPath && holes.length === 0) return step;
  const conditions = known.judgement ? conditionsOf(known.id, routes, builder.linked) : [];
  return {
    ...step,
    exemptions: [...exemptionsOf(known.id, known.made !== null, routes, builder.linked), ...holes],
    ...(conditions.length > 0 && { conditions }),
  };
}

/** What the routes are for whose steps contain a place, when they agree. */
function purposeAt(at: Place, steps: readonly KnownStep[], routes: readonly Route[]): Purpose | null {
  const inside = steps.filter(
    ({ step: { definedAt } }) =>
      definedAt && definedAt.file === at.file && definedAt.start <= at.start && at.end <= definedAt.end,
  );
  const ids = new Set(inside.map((known) => known.id));
  const purposes = new Set(
    routes.filter((route) => route.chain.some((link) => ids.has(link.step))).map((route) => route.purpose),
  );
  return purposes.size === 1 ? [...purposes][0]! : null;
}

/** Adds what bodies of steps disclose and compare to what settings say. */
function withBodies<T extends Pick<Settings, 'disclosures' | 'secrets'>>(settings: T, steps: readonly KnownStep[]): T {
  settings.secrets.push(...comparedSecrets(steps.map(({ judgement }) => judgement)));
  const seen = new Set<string>();
  for (const { judgement, isHandler, step } of steps) {
    // A handler that serves everybody fails for reasons of its own.
    const failure =
      isHandler && step.outcome.none === 'answers' ? 'the message of an error' : 'why authentication failed';
    for (const { at, what, confidence } of judgement?.logged ?? []) {
      const key = `${at.file}:${at.start} ${what}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const consequence = `${what}, with which its readers can act as the caller`;
      settings.disclosures.push({ kind: 'credential-log', at, subject: what, consequence, conditions: [], confidence });
    }
    for (const { kind, at } of judgement?.disclosed ?? []) {
      const key = `${at.file}:${at.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const what = kind === 'stack' ? 'the stack trace of an error' : failure;
      settings.disclosures.push({
        kind,
        at,
        subject: what,
        consequence: `${what} reaches the client`,
        conditions: [],
        confidence: 'high',
      });
    }
  }
  return settings;
}

/** Decoding calls by place, and what becomes of what they read. */
function decisions(steps: readonly KnownStep[]): ReadonlyMap<string, TokenUse['decides']> {
  const found = new Map<string, TokenUse['decides']>();
  for (const { step } of steps) {
    for (const flaw of step.flaws) {
      if (flaw.kind === 'unverified-credential')
        found.set(`${flaw.at.file}:${flaw.at.start}`, step.outcome.none === 'rejects' ? 'access' : 'principal');
    }
  }
  return found;
}

function byPlace(a: Gap, b: Gap): number {
  return compare(a.at, b.at) || (a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : 0);
}

function compare(a: Place, b: Place): number {
  return a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1;
}
