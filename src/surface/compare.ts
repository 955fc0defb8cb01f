import { developmentOnly, type Gap, isOpen, type Route, stepOf } from '#model';
import type { Place } from '#text';
import { code, guardReasons, guardsOf, type Reason, textAt, type Version } from './guards.ts';
import { type Identified, pairAnswers, shapeOf } from './identity.ts';
import { servesRoute, tokenChanges } from './tokens.ts';

/**
 * In the order in which a reviewer should read them. `unknown`: it could be judged before; `judged`: it could not be, and
 * nothing shows that the change opened or protected it.
 */
export const CHANGE_KINDS = [
  'newly-open',
  'weakened',
  'unknown',
  'judged',
  'newly-protected',
  'strengthened',
  'removed',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface SurfaceChange extends Identified {
  readonly kind: ChangeKind;
  /** Null for a new route. */
  readonly before: Route | null;
  /** Null for a removed one. */
  readonly after: Route | null;
  /** The same handler under another path. */
  readonly moved: boolean;
  /** Newly open and declared public in the configuration: listed, and no reason to fail. */
  readonly declared: boolean;
  readonly reasons: readonly Reason[];
}

export interface SurfaceDiff {
  readonly changes: readonly SurfaceChange[];
  /** Verifications whose settings changed and of which no route is known. */
  readonly loose: readonly Reason[];
  /** What can no longer be resolved. */
  readonly gaps: readonly Gap[];
  readonly unchanged: number;
}

/** A change that nobody should merge unseen. */
export function isAlarming(diff: SurfaceDiff): boolean {
  return (
    diff.changes.some((one) => (one.kind === 'newly-open' && !one.declared) || one.kind === 'weakened') ||
    diff.loose.some((one) => one.effect === 'weaker')
  );
}

/**
 * Routes that asked for a credential before: those that let anyone through now, or have nothing in front of them that asks, and
 * those of which nobody can tell any more.
 */
export function lostByChange(
  before: Version,
  after: Version,
): { readonly opened: readonly Route[]; readonly unjudged: readonly Route[] } {
  const lost = compareSurfaces(before, after).changes.filter(({ before: was }) => was?.access === 'authenticated');
  const now = (kinds: (change: SurfaceChange) => boolean) =>
    lost.flatMap((one) => (one.after && kinds(one) ? [one.after] : []));
  return {
    opened: now(
      ({ kind, after: is, declared }) =>
        !declared && (kind === 'newly-open' || (kind === 'weakened' && is?.access === 'unknown')),
    ),
    unjudged: now(({ kind }) => kind === 'unknown'),
  };
}

interface Side extends Identified {
  readonly route: Route;
  /** What answers; null when its code is not known. */
  readonly handler: string | null;
}

/** What another version of the program changes for callers. Routes that serve development only do not count. */
export function compareSurfaces(before: Version, after: Version): SurfaceDiff {
  const tokens = tokenChanges(before, after);
  const paired = pairAnswers(sidesOf(before), sidesOf(after), alike);
  // A path that changed is another route, but what its handler lost on the way is worth more than that.
  const moves = movedRoutes(paired.removed, paired.added).filter(
    ([was, is]) =>
      was.route.access === 'authenticated' && isLess(guardReasons(before, was.route, after, is.route), is.route),
  );
  const pairs = [...paired.pairs, ...moves];
  const removed = paired.removed.filter((side) => !moves.some(([was]) => was === side));
  const added = paired.added.filter((side) => !moves.some(([, is]) => is === side));
  const attached = new Set<Reason>();
  const changes: SurfaceChange[] = [
    ...removed.map((side) => change('removed', side, side.route, null, [])),
    ...added.flatMap((side) => {
      const kind = kindOf(null, side.route, []);
      return kind ? [change(kind, side, null, side.route, guardsNow(after, side.route, kind))] : [];
    }),
  ];
  for (const [was, is] of pairs) {
    const settings = tokens
      .filter(({ token }) => servesRoute(after, token, is.route))
      .flatMap(({ reasons }) => reasons);
    for (const one of settings) attached.add(one);
    const reasons = [...guardReasons(before, was.route, after, is.route), ...settings];
    const kind = kindOf(was.route, is.route, reasons);
    if (kind) changes.push(change(kind, is, was.route, is.route, reasonsFor(kind, reasons)));
  }
  return {
    changes: changes.sort(byImportance),
    loose: tokens.flatMap(({ reasons }) => reasons).filter((one) => !attached.has(one)),
    gaps: newGaps(before, after),
    unchanged: pairs.length - changes.filter((one) => one.before && one.after).length,
  };
}

function sidesOf(version: Version): Side[] {
  return version.model.routes
    .filter(
      (route) =>
        route.shadowedBy === null &&
        route.method !== 'OPTIONS' &&
        route.purpose !== 'fallback' &&
        !developmentOnly(route.conditions),
    )
    .map((route) => ({
      app: version.appOf(version.model.apps[route.app]!.at.file),
      method: route.method,
      path: route.path,
      route,
      handler: handlerOf(version, route),
    }));
}

function isLess(reasons: readonly Reason[], now: Route): boolean {
  return now.access !== 'authenticated' || reasons.some(({ effect }) => effect === 'weaker');
}

function handlerOf(version: Version, route: Route): string | null {
  const last = route.chain.at(-1);
  return last ? textAt(version, stepOf(version.model, last.step).definedAt) : null;
}

/** Routes whose path changed: one handler that is gone there and new here, and is not mistakable for another. */
function movedRoutes(removed: readonly Side[], added: readonly Side[]): (readonly [Side, Side])[] {
  const keyOf = (side: Side) => side.handler && `${side.app}\0${side.method}\0${side.handler}`;
  const only = (sides: readonly Side[], key: string) => {
    const found = sides.filter((side) => keyOf(side) === key);
    return found.length === 1 ? found[0] : undefined;
  };
  return removed.flatMap((was) => {
    const key = keyOf(was);
    const is = key && only(removed, key) ? only(added, key) : undefined;
    return is ? [[was, is] as const] : [];
  });
}

function alike(a: Side, b: Side): number {
  const same = [a.route.access === b.route.access, a.route.at.file === b.route.at.file, a.path === b.path];
  return same.filter(Boolean).length;
}

function kindOf(before: Route | null, after: Route, reasons: readonly Reason[]): ChangeKind | null {
  const has = (effect: Reason['effect']) => reasons.some((one) => one.effect === effect);
  if (after.access === 'unknown') {
    if (before?.access === 'unknown') return null;
    return before?.access === 'authenticated' && has('weaker') && isBare(after) ? 'weakened' : 'unknown';
  }
  if (before?.access === 'unknown' && !has(isOpen(after) ? 'weaker' : 'stronger')) return 'judged';
  if (isOpen(after)) return before && isOpen(before) ? null : 'newly-open';
  if (before?.access !== 'authenticated') return 'newly-protected';
  if (has('weaker') || (after.forgeable && !before.forgeable)) return 'weakened';
  return has('stronger') || (before.forgeable && !after.forgeable) ? 'strengthened' : null;
}

/** Nothing stands in front of the handler that may reject anybody: all that is not known is what the handler does. */
function isBare({ chain }: Route): boolean {
  return chain.slice(0, -1).every(({ outcome }) => outcome.none === 'continues');
}

/** Of an opened route only what it lost matters, of a protected one only what it won. */
function reasonsFor(kind: ChangeKind, reasons: readonly Reason[]): readonly Reason[] {
  if (kind === 'newly-open' || kind === 'unknown') return reasons.filter((one) => one.effect === 'weaker');
  if (kind === 'judged') return [];
  return kind === 'newly-protected' ? reasons.filter((one) => one.effect === 'stronger') : reasons;
}

function guardsNow(version: Version, route: Route, kind: ChangeKind): Reason[] {
  if (kind !== 'newly-protected') return [];
  return guardsOf(version, route).map(({ step }) => {
    return { effect: 'stronger', text: `${code(step.name)} stands in front`, side: 'after', at: step.at };
  });
}

function change(
  kind: ChangeKind,
  { app, method, path }: Identified,
  before: Route | null,
  after: Route | null,
  reasons: readonly Reason[],
): SurfaceChange {
  const moved = before !== null && after !== null && shapeOf(before.path) !== shapeOf(after.path);
  return {
    kind,
    app,
    method,
    path,
    before,
    after,
    moved,
    declared: after?.declaredPublic === true && isOpen(after),
    reasons,
  };
}

/** What was protected before comes first. */
function byImportance(a: SurfaceChange, b: SurfaceChange): number {
  return (
    CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind) ||
    Number(a.declared) - Number(b.declared) ||
    Number(a.before === null) - Number(b.before === null) ||
    compare(a.app, b.app) ||
    compare(a.path, b.path) ||
    compare(a.method, b.method)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A gap is known again by what it says and, if it was there before, in how many places. */
function newGaps(before: Version, after: Version): Gap[] {
  const known = new Map<string, number>();
  for (const gap of gapsOf(before)) known.set(gap.reason, (known.get(gap.reason) ?? 0) + 1);
  return gapsOf(after).filter((gap) => {
    const left = known.get(gap.reason) ?? 0;
    known.set(gap.reason, left - 1);
    return left <= 0;
  });
}

function gapsOf({ model }: Version): Gap[] {
  const seen = new Map<string, Gap>();
  for (const gap of [...model.gaps, ...model.routes.flatMap((route) => route.gaps)]) seen.set(placeKey(gap.at), gap);
  return [...seen.values()];
}

function placeKey(at: Place): string {
  return `${at.file}\0${at.start}`;
}
