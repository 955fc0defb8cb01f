import type { Bypass } from '#model';

import type { Found } from '../steps/memo.ts';
import type { Met } from './met.ts';
import { below, matchPattern, type Occurrence } from './occurrences.ts';
import { type WantedText, wantedTexts } from './wanted-texts.ts';

/** Other ways to write the path that lead to the same route, as far as the routers on the way take them. */
function spellingsOf({ levels, samples }: Occurrence): string[] {
  const parts = samples[0] ?? [];
  const routerOf = (index: number) => levels[levels[0]!.scope.adapter.oneRouter ? 0 : index]!.scope;
  const spell = (change: (part: string) => string) =>
    parts
      .map((part, index) => (routerOf(index).adapter.caseSensitive(routerOf(index).options) ? part : change(part)))
      .join('') || '/';
  const whole = below(parts, 0);
  const { adapter, options, version } = routerOf(levels.length - 1);
  const slashed = whole.endsWith('/') ? whole.slice(0, -1) : `${whole}/`;
  const takesSlash = !adapter.strict(options) || (adapter.rootsTakeSlash && parts.length > 1 && parts.at(-1) === '/');
  return [
    spell((part) => part.toUpperCase()),
    spell((part) => part.toLowerCase()),
    ...(takesSlash ? [slashed] : []),
    ...(adapter.decodesPaths?.(version, options) ? [encoded(whole, /\/[a-z]/i), encoded(whole, /\/[a-z]/gi)] : []),
  ];
}

/** Paths of the route with a text in the place of its parameters, which no other route is written for. */
function pathsWith({ levels, samples }: Occurrence, wanted: WantedText, isTaken: (path: string) => boolean): string[] {
  const parts = samples[0] ?? [];
  const { pattern } = levels.at(-1)!.entry;
  const segments = (parts.at(-1) ?? '').split('/');
  return valuesWith(wanted).flatMap((values) =>
    segments.flatMap((segment, index) => {
      const path = endingAt(index, segments, values).join('/');
      const whole = [...parts.slice(0, -1), path].join('');
      return segment !== '' && matchPattern(pattern, path) && !isTaken(whole) ? [whole] : [];
    }),
  );
}

/** Segments with values laid over them; those in front of the path are the mounts' own. */
function endingAt(last: number, segments: readonly string[], values: readonly string[]): string[] {
  return segments.map((segment, index) => {
    const value = index > last ? undefined : values[values.length - 1 - (last - index)];
    return segment === '' || value === undefined || value === '*' ? segment : value;
  });
}

/** What parameters next to each other may be for a text to stand in the path. */
function valuesWith({ text, isStart, isEnd }: WantedText): readonly (readonly string[])[] {
  if (isStart) {
    const values = text.split('/').filter((value) => value !== '');
    if (values.length === 0) return [];
    return [isEnd || text.endsWith('/') ? values : [...values.slice(0, -1), `${values.at(-1)}x`]];
  }
  const word = text.replace(/^\/|\/$/g, '');
  return [`x${text}`, ...(text.startsWith('/') ? [word] : []), ...(isEnd ? [] : [`${word}x`])]
    .filter((value) => value !== '')
    .map((value) => [value]);
}

/** No other path matters. */
export const nowhere: Paths = { spellings: [], holding: () => [] };

export function pathsTo(occurrence: Occurrence, all: readonly Occurrence[]): Paths {
  const isOrdered = occurrence.levels[0]!.scope.adapter.ordering !== 'phased';
  const before = isOrdered ? all.slice(0, all.indexOf(occurrence)) : all;
  const isTaken = (path: string) =>
    all.some((other) => other !== occurrence && other.samples.some((parts) => parts.join('') === path)) ||
    before.some((other) => isFor(other, path, occurrence));
  return {
    spellings: spellingsOf(occurrence),
    holding: (wanted) => pathsWith(occurrence, wanted, isTaken),
  };
}

/** It is a route for that path, and not for all that another one takes. */
function isFor(route: Occurrence, path: string, other: Occurrence): boolean {
  const [one, two] = [route.levels.at(-1)!.entry, other.levels.at(-1)!.entry];
  if (one.kind !== 'route' || two.kind !== 'route') return false;
  const isAsked = one.methods.some((method) => method === 'ALL' || two.methods.includes(method));
  return isAsked && takes(route, path) && !takes(route, below(other.samples[0] ?? [], 0));
}

function takes({ levels }: Occurrence, path: string): boolean {
  let rest = path;
  return levels.every(({ entry }) => {
    const match = matchPattern(entry.pattern, rest);
    if (match && entry.kind === 'mount') rest = rest.slice(match.taken.length) || '/';
    return Boolean(match);
  });
}

/** The path with letters in the other spelling that URLs have for them. */
function encoded(path: string, letters: RegExp): string {
  return path.replace(letters, (found) => `/%${found.charCodeAt(1).toString(16)}`);
}

/** Other paths that lead to a route. */
export interface Paths {
  readonly spellings: readonly string[];
  /** With a text in something that the caller chooses. */
  holding(wanted: WantedText): readonly string[];
}

/**
 * Another spelling of the route that the framework serves all the same and that the guard lets pass. `continues`: whether
 * it lets a request without credentials for that path and query pass.
 */
export function bypassOf(
  met: Met,
  { tests, reads }: Pick<Found, 'tests' | 'reads'>,
  { spellings, holding }: Paths,
  continues: (query: string, path: string) => boolean,
): Bypass | null {
  const { step, pattern, gate, mount, doors = [] } = met;
  const ways = [...doors, ...(pattern ? [{ pattern, base: mount }] : [])];
  const variants = spellings
    .filter((path) => path !== '' && path !== '//' && path !== met.path && plain(path) === plain(met.path))
    .map((path): Bypass => ({ path, kind: kindOf(path, met.path), at: step.step.at }));
  for (const variant of variants) {
    const { path, kind } = variant;
    const missed = ways.find(
      (way) =>
        (kind !== 'encoded' || way.pattern.isRaw) &&
        matchPattern(way.pattern, path.slice(way.base.length) || '/') === false,
    );
    if (missed) return { ...variant, at: missed.pattern.at };
    if (gate?.(path) === false) return { ...variant, at: pattern?.at ?? variant.at };
  }
  if (!step.judgement?.usesLocation && tests.length === 0) return null;
  const at = tests[0]?.at ?? step.step.at;
  const passes = (path: string, query: string) =>
    reads?.differs(met, { path, base: path.slice(0, met.base.length), query }) !== false && continues(query, path);
  const [encoded, others] = [true, false].map((is) => variants.filter(({ kind }) => (kind === 'encoded') === is));
  const spelled = others!.find(({ path }) => passes(path, ''));
  if (spelled) return { ...spelled, at };
  for (const test of tests) {
    // What is free wherever a text stands is asked for with it; what is asked for by its whole URL, with anything behind it.
    const free = wantedTexts(test).filter(({ isStart }) => !isStart);
    const queries = [...free.map(({ text }) => `x=${text}`), ...(free.length === 0 && test.holds ? ['x=1'] : [])];
    const query = queries.find((one) => passes(met.path, one));
    if (query) return { kind: 'query', path: `${met.path}?${query}`, at: test.at };
  }
  for (const test of tests) {
    const asked = test.holds ? [] : wantedTexts(test).flatMap((wanted) => holding(wanted));
    const path = asked.find((one) => passes(one, ''));
    if (path) return { kind: 'parameter', path, at: test.at };
  }
  const found = encoded!.find(({ path }) => passes(path, ''));
  return found ? { ...found, at } : null;
}

/** What all spellings of a path have in common. */
function plain(path: string): string {
  const decoded = path.replace(/%([0-7][0-9a-f])/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return decoded.toLowerCase().replace(/\/$/, '');
}

function kindOf(path: string, plain: string): Bypass['kind'] {
  if (path.includes('%')) return 'encoded';
  return path.replace(/\/$/, '') === plain.replace(/\/$/, '') ? 'slash' : 'case';
}
