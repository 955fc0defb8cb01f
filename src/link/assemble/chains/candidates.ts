import type { PathPattern } from '#model';
import type { EntryRecord, ScopeRecord } from '../../installed/records.ts';

/** Entries by the segments that their patterns begin with for certain. */
interface Branch {
  readonly entries: number[];
  readonly further: Map<string, Branch>;
}

interface Index {
  readonly size: number;
  readonly root: Branch;
}

const indices = new WeakMap<readonly EntryRecord[], Index>();

/** With fewer, asking each of them costs less. */
const few = 16;

/**
 * The entries of a scope, up to some, that may match one of these paths, in their order: of thousands of routes nearly all
 * begin otherwise. All others do not match.
 */
export function candidates({ entries }: ScopeRecord, paths: readonly string[], upTo: number): readonly EntryRecord[] {
  if (entries.length < few || paths.some((path) => path.includes('<'))) return entries.slice(0, upTo);
  const { root } = indexOf(entries);
  const found = new Set<number>();
  for (const path of paths) gather(root, segmentsOf(path), found);
  return [...found]
    .filter((index) => index < upTo)
    .sort((a, b) => a - b)
    .map((index) => entries[index]!);
}

function gather(root: Branch, segments: readonly string[], found: Set<number>): void {
  let branch: Branch | undefined = root;
  for (const index of root.entries) found.add(index);
  for (const segment of segments) {
    branch = branch.further.get(segment);
    if (!branch) return;
    for (const index of branch.entries) found.add(index);
  }
}

function indexOf(entries: readonly EntryRecord[]): Index {
  const known = indices.get(entries);
  if (known?.size === entries.length) return known;
  const root: Branch = { entries: [], further: new Map() };
  entries.forEach(({ pattern }, index) => {
    let branch = root;
    for (const segment of beginningOf(pattern)) {
      const next = branch.further.get(segment) ?? { entries: [], further: new Map() };
      branch.further.set(segment, next);
      branch = next;
    }
    branch.entries.push(index);
  });
  const made = { size: entries.length, root };
  indices.set(entries, made);
  return made;
}

/** Whatever the case: some patterns match either. */
function segmentsOf(path: string): string[] {
  return path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
}

/** A segment of letters, and behind it what begins another one, or the end, as the matchers of the frameworks write these. */
const literal =
  /^\\?\/([\w-]+)(?=\\?\/(?![*+{]|\?(?!\$))|\$$|\)\(\?:\\\/\$\)\?\$$|\(\?:\\?\/\(\[\^\/\]\+\?\)\)(?:\?\\\/\?\$$|(?!\?)))/;
/** All but the slash that may stand at the end is there in any case. */
const optional = /\)[?*{]/;

/** The segments with which all paths begin that it matches; none where that cannot be read from what matches them. */
function beginningOf({ kind, regex, floating }: PathPattern): string[] {
  if (kind !== 'exact' || floating || !regex?.source.startsWith('^') || regex.source.includes('|')) return [];
  const isGroup = regex.source.startsWith('^(?:');
  if (isGroup && optional.test(regex.source.replace(/\(\?:\\\/\$\)\?\$$/, ''))) return [];
  let rest = regex.source.slice(isGroup ? 4 : 1);
  const segments: string[] = [];
  for (let found = literal.exec(rest); found; found = literal.exec(rest)) {
    segments.push(found[1]!.toLowerCase());
    rest = rest.slice(found[0].length);
  }
  return segments;
}
