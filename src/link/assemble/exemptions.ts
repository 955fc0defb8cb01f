import type { Hole } from '#frameworks';
import type { Exemption, Route } from '#model';
import type { PathTest } from '../request/notes.ts';
import type { KnownStep } from './known-step.ts';
import type { Linked } from './links.ts';

interface Tally {
  readonly test: PathTest;
  readonly frees: number[];
  /** Routes for which the test holds and which are rejected all the same: then it is no exemption. */
  rejected: number;
  /** Routes for which it does not hold and which are rejected. */
  guarded: number;
}

/**
 * The holes of one step, from the tests of the path that it made for each route it covers. A test is an exemption when
 * requests for which it holds continue and others are rejected; the other way round it is the guard's own condition. Those
 * of `.unless()` are declared.
 */
export function exemptionsOf(
  step: number,
  isDeclared: boolean,
  routes: readonly Route[],
  linked: readonly (readonly Linked[])[],
): Exemption[] {
  const tallies = new Map<string, Tally>();
  for (const route of routes) {
    for (const link of linked[route.id] ?? []) {
      if (link.link.step !== step) continue;
      for (const test of distinct(link.tests)) count(tallies, test, route.id, link.link.outcome.none);
    }
  }
  return [...tallies.values()]
    .filter((tally) => isDeclared || (tally.rejected === 0 && tally.guarded > 0))
    .map(({ test, frees }) => ({
      text: test.text,
      at: test.at,
      match: test.match,
      frees,
      near:
        frees.length > 0
          ? null
          : near(
              test.text,
              routes.filter((route) => route.chain.some((link) => link.step === step)),
            ),
    }));
}

/**
 * What was left out where a step was installed. One installation makes a step for each path that it names: the first of them
 * tells for all.
 */
export function holesOf(known: KnownStep, all: readonly KnownStep[], routes: readonly Route[]): Exemption[] {
  const { holes } = known.record;
  if (holes.length === 0) return [];
  const group = new Set(all.filter(({ record }) => record.holes === holes).map(({ id }) => id));
  if (Math.min(...group) !== known.id) return [];
  const covers = (route: Route) => route.chain.some((link) => group.has(link.step));
  return holes.map((hole): Exemption => {
    const { text, at, isWide } = hole;
    const frees = routes.filter((route) => !covers(route) && isIn(hole, route)).map(({ id }) => id);
    const found =
      frees.length > 0
        ? null
        : near(
            text,
            routes.filter((route) => covers(route) && isAsked(hole, route)),
          );
    return { text, at, match: isWide ? 'prefix' : 'equals', frees, near: found && explained(found, hole, routes) };
  });
}

function explained(found: NonNullable<Exemption['near']>, { text, otherwise }: Hole, routes: readonly Route[]) {
  if (otherwise === null) return found;
  const isWhole = plain(routes[found.route]!.path) === plain(text);
  return { ...found, reason: isWhole ? otherwise : `${found.reason}, and ${otherwise}` };
}

function isAsked({ method }: Hole, route: Route): boolean {
  return method === null || method === route.method || route.method === 'ALL';
}

function isIn(hole: Hole, route: Route): boolean {
  const { source, flags } = hole.regex;
  return isAsked(hole, route) && route.samples.some((sample) => new RegExp(source, flags).test(sample));
}

function distinct(tests: readonly PathTest[]): PathTest[] {
  const byPlace = new Map<string, PathTest>();
  for (const test of tests) {
    const key = keyOf(test);
    if (!byPlace.get(key)?.holds) byPlace.set(key, test);
  }
  return [...byPlace.values()];
}

function keyOf(test: PathTest): string {
  return `${test.at.file}:${test.at.start}:${test.text}`;
}

function count(tallies: Map<string, Tally>, test: PathTest, route: number, outcome: string): void {
  const tally = tallies.get(keyOf(test)) ?? { test, frees: [], rejected: 0, guarded: 0 };
  tallies.set(keyOf(test), tally);
  if (test.holds && outcome === 'continues') tally.frees.push(route);
  else if (test.holds) tally.rejected++;
  else if (outcome !== 'continues' && outcome !== 'unknown') tally.guarded++;
}

/** A route that the exemption would free if it were written as the framework matches. */
function near(text: string, routes: readonly Route[]): Exemption['near'] {
  const wanted = plain(text);
  for (const route of routes) {
    const path = plain(route.path);
    if (path === wanted) return { route: route.id, reason: reasonFor(text, route.path) };
    if (wanted.length > 1 && path.endsWith(wanted))
      return { route: route.id, reason: `its whole path is ${route.path}` };
    if (path.length > 1 && wanted.endsWith(path)) return { route: route.id, reason: `here its path is ${route.path}` };
    if (wanted.length > 1 && route.path.includes(':') && sameShape(wanted, path))
      return { route: route.id, reason: 'parameters and wildcards are compared to the letter' };
    if (/\*$/.test(text) && path.startsWith(wanted.replace(/\/?\*+$/, '')))
      return { route: route.id, reason: 'a wildcard is compared to the letter' };
    if (wanted.length > 1 && path.startsWith(`${wanted}/`))
      return { route: route.id, reason: 'the comparison is exact, not a prefix' };
  }
  return null;
}

function plain(path: string): string {
  return path.toLowerCase().replace(/\/$/, '') || '/';
}

function reasonFor(written: string, path: string): string {
  if (written.replace(/\/$/, '') === path.replace(/\/$/, ''))
    return written === path ? 'inside a mount the path has no prefix' : 'the trailing slash differs';
  return 'upper and lower case differ';
}

function sameShape(a: string, b: string): boolean {
  const left = a.split('/');
  const right = b.split('/');
  return (
    left.length === right.length &&
    left.every((part, index) => part === right[index] || (part.startsWith(':') && right[index]!.startsWith(':')))
  );
}
