import type { Hole } from '#frameworks';
import type { Exemption, PathCondition, Route } from '#model';
import { samePlace } from '#text';
import type { PathTest } from '../../request/noted/uses.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Linked } from './links.ts';

interface Tally {
  readonly test: PathTest;
  readonly frees: number[];
  /** Of those, the routes that are kept from strangers under another path. */
  readonly opens: number[];
  /** Routes for which the test holds and which are rejected all the same: then it is no exemption. */
  rejected: number;
  /** Routes for which it does not hold and which are rejected. */
  guarded: number;
  /** Routes for which it holds and which are rejected for want of a credential. */
  readonly demands: Route[];
  /** Routes for which it does not hold and which continue. */
  readonly passes: Route[];
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
  const tallies = talliesOf(step, routes, linked);
  return [...tallies.values()]
    .filter((tally) => isDeclared || (tally.rejected === 0 && tally.guarded > 0))
    .map(({ test, frees, opens }) => ({
      text: test.text,
      at: test.at,
      match: test.match === 'piece' ? 'other' : test.match === 'segments' ? 'pattern' : test.match,
      frees,
      opens,
      near:
        frees.length > 0 || test.match === 'piece' || isMetByParameter(step, test, routes)
          ? null
          : near(
              test.text,
              routes.filter((route) => route.chain.some((link) => link.step === step)),
              routes,
            ),
    }));
}

/** It frees what callers write for a parameter of a route. */
function isMetByParameter(step: number, { at }: PathTest, routes: readonly Route[]): boolean {
  return routes.some(({ chain }) =>
    chain.some((link) => link.step === step && link.bypass?.kind === 'parameter' && samePlace(link.bypass.at, at)),
  );
}

/** The tests of the path on which it depends whether the step is a guard, as far as they miss routes next to those that it guards. */
export function conditionsOf(
  step: number,
  routes: readonly Route[],
  linked: readonly (readonly Linked[])[],
): PathCondition[] {
  return [...talliesOf(step, routes, linked).values()].flatMap(({ test, frees, demands, passes }): PathCondition[] => {
    const { text, at, match } = test;
    if (frees.length > 0 || (match !== 'equals' && !(match === 'prefix' && text.endsWith('/')))) return [];
    const covers = match === 'equals' ? 'itself' : 'below';
    const misses = passes.filter((route) =>
      covers === 'itself'
        ? demands.some((one) => route.path.startsWith(`${one.path}/`))
        : `${route.path}/`.endsWith(text) && demands.some((one) => one.path.startsWith(`${route.path}/`)),
    );
    return misses.length === 0 ? [] : [{ text, at, covers, misses: misses.map(({ id }) => id) }];
  });
}

function talliesOf(
  step: number,
  routes: readonly Route[],
  linked: readonly (readonly Linked[])[],
): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const route of routes) {
    for (const link of linked[route.id] ?? []) {
      if (link.link.step !== step) continue;
      for (const test of distinct(link.tests)) count(tallies, test, route, link);
    }
  }
  return tallies;
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
            routes,
          );
    return {
      text,
      at,
      match: isWide ? 'prefix' : 'equals',
      frees,
      opens: frees,
      near: found && explained(found, hole, routes),
    };
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

function count(tallies: Map<string, Tally>, test: PathTest, route: Route, linked: Linked): void {
  const { guards, link } = linked;
  const known = tallies.get(keyOf(test));
  const tally = known ?? { test, frees: [], opens: [], rejected: 0, guarded: 0, demands: [], passes: [] };
  tallies.set(keyOf(test), tally);
  const isPassed = link.outcome.none === 'continues';
  if (test.holds && guards) tally.demands.push(route);
  if (!test.holds && isPassed) tally.passes.push(route);
  if (test.holds && isPassed) {
    tally.frees.push(route.id);
    if (!linked.letsPass('', `${linked.met.base}/~`)) tally.opens.push(route.id);
  } else if (test.holds) tally.rejected++;
  else if (!isPassed && link.outcome.none !== 'unknown') tally.guarded++;
}

/** A route that the exemption would free if it were written as the framework matches. */
function near(text: string, routes: readonly Route[], all: readonly Route[]): Exemption['near'] {
  const wanted = plain(text);
  // Then it was written for that route, in front of which the guard stands as another step.
  const isServed = (path: string) => all.some((route) => plain(route.path) === path);
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
    if (wanted.length > 1 && path.startsWith(`${wanted}/`) && !isServed(wanted))
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
