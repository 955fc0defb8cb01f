import { isData } from '#extract';
import { scanDigest, type Taken } from '../contents/contents.ts';
import type { KeptFacts } from '../contents/kept-facts.ts';
import type { Scan, Scanner } from '../contents/scan.ts';
import { digest } from '../contents/vault.ts';
import type { Files } from '../files/files.ts';
import { hashOf, idOf } from '../files/ids.ts';
import { isSource, type Listing } from '../files/list.ts';
import { absolute, isWithin, relative } from '../files/paths.ts';
import { decode, hasUtf16Mark } from '../files/read.ts';
import type { Trace } from '../imports/trace.ts';
import { isKnown } from '../imports/tree.ts';
import { type Ground, groundOf, isForgiving, standing } from './ground.ts';
import { isStillSo, type Question } from './questions.ts';
import { MOST_REWORDED, type Reworded, reword } from './reworded.ts';

/** The state of a project that a model is asked for. */
export interface State {
  /** Stands for everything that is asked for besides files: paths, configuration. */
  readonly task: string;
  readonly listing: Listing;
  readonly files: Files;
  readonly scanner: Scanner;
  /** A model that is likely to hold, by its name. */
  readonly near: string | null;
}

/** What a model follows from. Plain JSON; files are relative to the working directory. */
export interface Head {
  /** A digest of where files were looked for, and of what is said of those that are left out. */
  readonly frame: string;
  /** A digest of which files there are. */
  readonly names: string;
  /** Listed sources that are not analysed. */
  readonly others: readonly string[];
  readonly taken: readonly Taken[];
  readonly questions: readonly Question[];
  readonly ground: Ground;
}

/** What has changed since a model was made, and does not change it. */
export interface Since {
  /** What it follows from now; null when that is all the same. */
  readonly head: Head | null;
  readonly reworded: readonly Reworded[];
  /** How many files more are analysed. */
  readonly more: number;
}

/** All that a new model follows from. */
export function headOf(
  { listing, files }: State,
  taken: readonly Taken[],
  questions: readonly Question[],
  trace: Trace,
): Head {
  return {
    ...listed(listing, taken),
    taken,
    questions,
    ground: groundOf(trace, listing.cwd, files, questions),
  };
}

/**
 * Null when the model may be another now. `facts`: what the files said before. A file that only the byte scan has seen may
 * change as long as it leads to nothing of the program, any other as long as it says the same in other places, but for what
 * nobody has asked it; what it imports for that must lead nowhere, too. Sources may come and go, and manifests and lockfiles
 * change, as long as no import leads elsewhere and no version is another.
 */
export function changedSince(head: Head, state: State, facts: () => KeptFacts): Since | null {
  const { listing, files } = state;
  const { cwd, roots } = listing;
  if (head.frame !== frameOf(listing) || !ignoresTheSame(head, listing)) return null;
  const { added, removed } = head.names === namesOf(listing) ? NOTHING_MOVED : movedSince(head, listing);
  const gone = new Set(removed);
  if (gone.size > 0 && head.taken.some((one) => gone.has(one.file) && (one.facts || one.matters))) return null;
  const remaining = gone.size > 0 ? head.taken.filter(({ file }) => !gone.has(file)) : head.taken;
  const changed = remaining.filter((one) => isOther(one, state));
  // Cheap refusals first: reading comes last.
  const read = changed.filter((one) => one.facts);
  if (read.length > MOST_REWORDED || added.length > MOST_NEW) return null;
  const questions = head.questions.filter((question) => !isStillSo(question, files, cwd, roots));
  if (!questions.every(([ask, path]) => ask === 'content' && isForgiving(path))) return null;
  const candidates = new Set(added.length > 0 ? listing.candidates : []);
  const analysed = added.filter((file) => candidates.has(absolute(cwd, file)));
  // A link may stand for what is there already.
  if (analysed.some((file) => files.kind(absolute(cwd, file)) !== 'file')) return null;
  const looks = [...changed.filter((one) => !one.facts).map(({ file }) => file), ...analysed].map((file) =>
    look(file, state),
  );
  const before = new Map(changed.map((one) => [one.file, one]));
  const news: Look[] = [];
  for (const one of looks) {
    const old = one && before.get(one.taken.file);
    if (!one || (old && old.scan !== one.taken.scan && old.matters)) return null;
    if (old?.scan !== one.taken.scan) news.push(one);
  }
  const reworded: Reworded[] = [];
  for (const one of read) {
    const path = absolute(cwd, one.file);
    const isFile = files.inspect(path, roots).kind === 'file';
    const found = isFile ? reword(one, path, { files, facts: facts(), scanner: state.scanner }) : null;
    if (!found) return null;
    reworded.push(found);
  }
  const imported = reworded.filter(({ sources }) => sources.length > 0);
  const scans = new Map([
    ...news.map(({ taken, scan }) => [taken.file, scan] as const),
    ...imported.map(({ taken, sources }) => [taken.file, { marked: false, specifiers: sources }] as const),
  ]);
  const isQuiet = added.length + removed.length + scans.size + questions.length === 0;
  const matter = new Set(isQuiet ? [] : remaining.flatMap(({ file, matters }) => (matters ? [file] : [])));
  const ground = isQuiet ? null : standing(head.ground, { added, removed, scans, questions }, state, matter);
  if (!isQuiet && !ground) return null;
  if (isQuiet && reworded.length === 0) return UNCHANGED;
  const own = new Map([...news, ...reworded].map(({ taken }) => [taken.file, taken]));
  const kept = remaining.map((one) => own.get(one.file) ?? one);
  const taken = [...kept, ...news.flatMap((one) => (before.has(one.taken.file) ? [] : [one.taken]))];
  const next = { ...head, ...listed(listing, taken), taken };
  const left = removed.filter((file) => !head.others.includes(file)).length;
  const more = analysed.length - left;
  if (!ground) return { head: next, reworded, more };
  const asked = new Map(head.questions.map((one) => [`${one[0]}\0${one[1]}`, one]));
  for (const one of ground.asked) asked.set(`${one[0]}\0${one[1]}`, one);
  const all = [...asked.values()];
  return { head: { ...next, questions: all, ground: ground.ground(all) }, reworded, more };
}

/** Nothing on disk tells it. */
function ignoresTheSame({ taken, ground }: Head, listing: Listing): boolean {
  const isIgnored = (file: string) => !isKnown(absolute(listing.cwd, file), listing);
  return ground.ignored.every(isIgnored) && !taken.some(({ file }) => isData(file) && isIgnored(file));
}

const NOTHING_MOVED = { added: [], removed: [] };
const UNCHANGED: Since = { head: null, reworded: [], more: 0 };
/** Beyond so many files that were added it costs as much as to link anew. */
const MOST_NEW = 200;

/** Which sources came and went. Git lists what was deleted until it is told: then it is there for the listing alone. */
function movedSince({ taken, others }: Head, { cwd, names, candidates, bases }: Listing) {
  const analysed = new Map(taken.map((one) => [one.file, one]));
  const now = new Set([...names].map((path) => relative(cwd, path)));
  const found = new Set(candidates.map((path) => relative(cwd, path)));
  const before = new Set(others);
  const isListed = (file: string) => isSource(file) && bases.some((base) => isWithin(base, absolute(cwd, file)));
  const isGone = (file: string) => (analysed.get(file)?.facts === false && !found.has(file)) || !now.has(file);
  return {
    added: [...now].filter((file) => !analysed.has(file) && (found.has(file) || !before.has(file))),
    removed: [...analysed.keys(), ...others].filter((file) => isListed(file) && isGone(file)),
  };
}

/** A content that was looked at. */
interface Look {
  readonly taken: Taken;
  readonly scan: Scan;
}

function look(file: string, { listing, files, scanner }: State): Look | null {
  const path = absolute(listing.cwd, file);
  const { kind } = files.inspect(path, listing.roots);
  const read = kind === 'file' || kind === 'link' ? files.read(path) : null;
  if (!read?.ok) return null;
  const text = hasUtf16Mark(read.bytes) ? decode(read.bytes).text : read.bytes.toString('latin1');
  const scan = scanner(text);
  const id = idOf(read.bytes, files.hash);
  return { taken: { file, id, size: read.bytes.length, scan: scanDigest(scan), facts: false }, scan };
}

function isOther({ file, id, size }: Taken, { listing: { cwd, roots }, files }: State): boolean {
  const path = absolute(cwd, file);
  const known = files.known(path);
  if (known?.id === id && known.size === size) return false;
  const { kind } = files.inspect(path, roots);
  const read = kind === 'file' || kind === 'link' ? files.read(path) : null;
  return !read?.ok || idOf(read.bytes, hashOf(id)) !== id;
}

function listed(listing: Listing, taken: readonly Taken[]): Pick<Head, 'frame' | 'names' | 'others'> {
  const known = new Set(taken.map(({ file }) => file));
  const others = [...listing.names].map((path) => relative(listing.cwd, path)).filter((file) => !known.has(file));
  return { frame: frameOf(listing), names: namesOf(listing), others };
}

function frameOf({ cwd, roots, bases, notes }: Listing): string {
  const short = (paths: Iterable<string>) => [...paths].map((path) => relative(cwd, path));
  return digest(JSON.stringify([short(roots), short(bases), notes])).slice(0, 22);
}

const digests = new WeakMap<Listing, string>();

export function namesOf(listing: Listing): string {
  let known = digests.get(listing);
  if (known === undefined) {
    const { cwd, names, candidates } = listing;
    const short = (paths: Iterable<string>) => [...paths].map((path) => relative(cwd, path)).join('\n');
    known = digest(`${short([...names].sort())}\n\n${short(candidates)}`).slice(0, 22);
    digests.set(listing, known);
  }
  return known;
}
