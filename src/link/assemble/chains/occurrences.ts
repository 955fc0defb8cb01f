import { headOf } from '#frameworks';
import type { Condition, PathPattern } from '#model';
import type { EntryRecord, ScopeRecord } from '../../installed/records.ts';

/** One scope on the way from an app to a route, and the entry that leads on. */
export interface Level {
  readonly scope: ScopeRecord;
  readonly index: number;
  readonly entry: EntryRecord;
}

/** A route as it is served: the same entry occurs once for each way in which its router is mounted. */
export interface Occurrence {
  readonly levels: readonly Level[];
  readonly conditions: readonly Condition[];
  /** Concrete paths it answers, each as the parts that the levels take. */
  readonly samples: readonly (readonly string[])[];
  readonly path: string;
}

const deepestMount = 12;
const mostSamples = 16;

/** Every endpoint below a scope, in the order of its entries. */
export function occurrencesOf(
  root: ScopeRecord,
  scopes: readonly ScopeRecord[],
  isEndpoint: (entry: EntryRecord, scope: ScopeRecord) => boolean,
): Occurrence[] {
  const found: Occurrence[] = [];
  const visit = (scope: ScopeRecord, trail: readonly Level[], upTo: number) => {
    if (trail.length > deepestMount || trail.some((level) => level.scope === scope)) return;
    scope.entries.slice(0, upTo).forEach((entry, index) => {
      const levels = [...trail, { scope, index, entry }];
      if (entry.kind === 'mount')
        visit(scopes[entry.scope]!, levels, entry.live ? Number.POSITIVE_INFINITY : (entry.entries ?? 0));
      else if (isEndpoint(entry, scope)) found.push(occurrence(levels));
    });
  };
  visit(root, [], Number.POSITIVE_INFINITY);
  return found;
}

function occurrence(levels: readonly Level[]): Occurrence {
  const conditions = levels.flatMap((level) => level.entry.conditions);
  let samples: string[][] = [[]];
  for (const { entry } of levels) {
    const all = partsOf(entry.pattern);
    // Together with what follows, the slash at the end of a mount path counts once.
    const parts = entry.kind === 'mount' ? all.map((part) => part.replace(/\/+$/, '')) : all;
    samples = samples.flatMap((head) => parts.map((part) => [...head, part])).slice(0, mostSamples);
  }
  const served = samples.filter((sample) => isTakenSo(levels, sample));
  if (served.length > 0) samples = served;
  return { levels, conditions, samples, path: displayPath(levels.map((level) => level.entry.pattern)) };
}

/** A mount with an optional parameter takes what it can: below `/a/:id?` nothing answers `/a/files` with `/files`. */
function isTakenSo(levels: readonly Level[], sample: readonly string[]): boolean {
  return levels.every(({ entry }, index) => {
    const match = entry.kind === 'mount' ? matchPattern(entry.pattern, below(sample, index)) : null;
    return !match || match.taken.length <= sample[index]!.length;
  });
}

function partsOf(pattern: PathPattern): readonly string[] {
  if (pattern.kind === 'all') return [''];
  return pattern.samples.length > 0 ? pattern.samples : ['/<unknown>'];
}

/** The full path in the framework's spelling; a trailing slash is dropped that mounts leave over, or that makes no other path. */
function displayPath(patterns: readonly PathPattern[]): string {
  const joined = patterns
    .map((pattern) => (pattern.kind === 'all' ? '' : pattern.text))
    .reduce(
      (head, part) =>
        part.startsWith('/') || head === '' || part === '' ? head.replace(/\/$/, '') + part : `${head}/${part}`,
      '',
    );
  const last = patterns.at(-1);
  const path = joined.length > 1 && !(last && endsWithSlash(last)) ? joined.replace(/\/$/, '') : joined;
  if (path !== '') return path;
  return patterns.at(-1)?.kind === 'all' ? '*' : '/';
}

/** Written with a slash at the end, and served only with it. */
function endsWithSlash(pattern: PathPattern): boolean {
  const { text, samples } = pattern;
  if (text.length < 2 || !text.endsWith('/') || samples.length === 0) return false;
  return samples.every((path) => path.endsWith('/') && matchPattern(pattern, path.slice(0, -1)) === false);
}

/** The path that a level sees: what the mounts above it have left. */
export function below(sample: readonly string[], level: number): string {
  const parts = sample.slice(level);
  const joined = parts.reduce((head, part) => (part.startsWith('/') ? head.replace(/\/$/, '') : head) + part, '');
  // `/` below a mount is served at the mount's own path.
  const path = parts.at(-1) === '/' && joined.length > 1 ? joined.replace(/\/$/, '') : joined;
  return path.startsWith('/') ? path : `/${path}`;
}

/** What the mounts above a level have taken. */
export function above(sample: readonly string[], level: number): string {
  return sample.slice(0, level).join('').replace(/\/$/, '');
}

const regexes = new WeakMap<object, RegExp>();

function compiled(regex: NonNullable<PathPattern['regex']>): RegExp {
  const known = regexes.get(regex) ?? new RegExp(regex.source, regex.flags);
  regexes.set(regex, known);
  return known;
}

/** Whether a pattern matches a path, and how much of it; null when the pattern could not be read. */
export function matchPattern(pattern: PathPattern, path: string): { taken: string } | false | null {
  if (pattern.kind === 'all') return { taken: '' };
  if (pattern.kind === 'unknown' || !pattern.regex) return null;
  const found = compiled(pattern.regex).exec(path);
  if (isUnsure(pattern, path, found?.[0] ?? null)) return null;
  if (!found) return false;
  const after = path[found.index + found[0].length];
  const isSegments = pattern.kind === 'prefix' && !pattern.floating;
  if (isSegments && (found.index > 0 || !isBoundary(after, found[0], pattern))) return false;
  return { taken: found[0].replace(/\/$/, '') };
}

/** The same where some of the path, nobody knows how much, was taken by a mount. */
export function matchAnywhere(pattern: PathPattern, path: string): false | null {
  const rests = [...path.matchAll(/\//g)].map(({ index }) => path.slice(index));
  return ['/', ...rests].some((rest) => matchPattern(pattern, rest) !== false) ? null : false;
}

/** Where parts of either are not known, paths are told apart by what follows where both begin alike, and a prefix of what is known holds. */
function isUnsure({ head = '', text, samples }: PathPattern, path: string, matched: string | null): boolean {
  const begins = headOf(path);
  if (begins === head) return false;
  const tail = samples[0]?.slice(head.length) ?? '';
  // Whatever stands in front of it.
  if (begins === '' && text.endsWith(tail) && !path.includes(tail)) return false;
  return matched === null || headOf(matched) !== head;
}

/** A prefix matches at the beginning, up to the end of a segment. */
function isBoundary(after: string | undefined, matched: string, { followedBy }: PathPattern): boolean {
  if (after === undefined) return true;
  return followedBy === undefined
    ? after === '/' || after === '.' || matched.endsWith('/')
    : followedBy.includes(after);
}

/** What the groups of a pattern took of a path; null when nobody knows. */
export function groupsOf(pattern: PathPattern, path: string): readonly (string | undefined)[] | null {
  if (!pattern.regex || !pattern.parameters) return null;
  return compiled(pattern.regex).exec(path)?.slice(1) ?? null;
}
