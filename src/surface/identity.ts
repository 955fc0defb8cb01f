/** What makes a route the same route in another version of the program: no file, no line, no parameter name. */
export interface Identified {
  /** The section that it belongs to: the folder of its package, '' for the one at the top. */
  readonly app: string;
  readonly method: string;
  readonly path: string;
}

/** A path without the names of its parameters, in the spelling of whichever framework, without slashes that mean nothing. */
export function shapeOf(path: string): string {
  const shape = path
    .replace(/:(?:"[^"]*"|[A-Za-z_$][\w$]*)/g, ':')
    .replace(/\*[A-Za-z_$][\w$]*/g, '*')
    .replace(/\{[A-Za-z_$][\w$]*((?:[?*]\d*)?)\}/g, '{$1}')
    .replace(/\[(\.{0,3})[A-Za-z_$][\w$]*\]/g, '[$1]')
    .replace(/\/{2,}/g, '/');
  return shape.length > 1 ? shape.replace(/\/$/, '') : shape;
}

export interface Pairing<T> {
  /** The same route before and after. */
  readonly pairs: readonly (readonly [before: T, after: T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** How much two versions of a route have in common: decides where several routes have one identity. */
export type Likeness<T> = (before: T, after: T) => number;

/** Finds every route again. */
export function pairRoutes<T extends Identified>(
  before: readonly T[],
  after: readonly T[],
  alike: Likeness<T>,
): Pairing<T> {
  const { left, right } = align(before, after);
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  const matched = keys.map((key) => matchGroup(left.get(key) ?? [], right.get(key) ?? [], alike));
  return {
    pairs: matched.flatMap((one) => one.pairs),
    removed: matched.flatMap((one) => one.removed),
    added: matched.flatMap((one) => one.added),
  };
}

/** The same, and a method that `ALL` answered before, or answers now, is compared with that. */
export function pairAnswers<T extends Identified>(
  before: readonly T[],
  after: readonly T[],
  alike: Likeness<T>,
): Pairing<T> {
  const { pairs, removed, added } = pairRoutes(before, after, alike);
  const { left, right, appNow } = align(before, after);
  const answeredBefore = (route: T) => left.get(keyOf({ ...route, method: 'ALL' }, route.app))?.[0];
  const answeredNow = (route: T) => right.get(keyOf({ ...route, method: 'ALL' }, appNow(route)))?.[0];
  const found = (before: T | undefined, after: T | undefined): (readonly [T, T])[] =>
    before && after ? [[before, after]] : [];
  return {
    pairs: [
      ...pairs,
      ...added.flatMap((route) => found(answeredBefore(route), route)),
      ...removed.flatMap((route) => found(route, answeredNow(route))),
    ],
    removed: removed.filter((route) => !answeredNow(route)),
    added: added.filter((route) => !answeredBefore(route)),
  };
}

function align<T extends Identified>(before: readonly T[], after: readonly T[]) {
  const renamed = renamedApps(before, after);
  const appNow = (route: T) => renamed.get(route.app) ?? route.app;
  return {
    appNow,
    left: groupsOf(before, (route) => keyOf(route, appNow(route))),
    right: groupsOf(after, (route) => keyOf(route, route.app)),
  };
}

function keyOf(route: Identified, app: string): string {
  return `${app}\0${route.method}\0${shapeOf(route.path)}`;
}

function groupsOf<T>(routes: readonly T[], keyOfRoute: (route: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const route of routes) {
    const key = keyOfRoute(route);
    const group = groups.get(key);
    if (group) group.push(route);
    else groups.set(key, [route]);
  }
  return groups;
}

function matchGroup<T>(before: readonly T[], after: readonly T[], alike: Likeness<T>): Pairing<T> {
  const ranked = before
    .flatMap((one, i) => after.map((other, j) => ({ i, j, score: alike(one, other) })))
    .sort((a, b) => b.score - a.score || a.i - b.i || a.j - b.j);
  const usedBefore = new Set<number>();
  const usedAfter = new Set<number>();
  const pairs: (readonly [T, T])[] = [];
  for (const { i, j } of ranked) {
    if (usedBefore.has(i) || usedAfter.has(j)) continue;
    usedBefore.add(i);
    usedAfter.add(j);
    pairs.push([before[i]!, after[j]!]);
  }
  return {
    pairs,
    removed: before.filter((_, i) => !usedBefore.has(i)),
    added: after.filter((_, j) => !usedAfter.has(j)),
  };
}

/** Sections whose folder moved: of those that are only here and only there, the ones that share most of their routes. */
function renamedApps(before: readonly Identified[], after: readonly Identified[]): Map<string, string> {
  const left = shapesByApp(before);
  const right = shapesByApp(after);
  const gone = [...left.keys()].filter((app) => !right.has(app)).sort();
  const fresh = [...right.keys()].filter((app) => !left.has(app)).sort();
  const renamed = new Map<string, string>();
  const shared = gone
    .flatMap((from) => fresh.map((to) => ({ from, to, share: shareOf(left.get(from)!, right.get(to)!) })))
    .filter(({ share }) => share >= 0.5)
    .sort((a, b) => b.share - a.share);
  for (const { from, to } of shared) {
    if (!renamed.has(from) && ![...renamed.values()].includes(to)) renamed.set(from, to);
  }
  return renamed;
}

function shapesByApp(routes: readonly Identified[]): Map<string, Set<string>> {
  const groups = groupsOf(routes, (route) => route.app);
  return new Map([...groups].map(([app, group]) => [app, new Set(group.map((route) => keyOf(route, '')))]));
}

function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((key) => b.has(key)).length;
  return common / Math.min(a.size, b.size);
}
