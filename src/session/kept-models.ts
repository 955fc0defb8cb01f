import type { Analysis } from './analysis.ts';
import { scanDigest, type Taken } from './contents.ts';
import type { Files, Known } from './files.ts';
import { hashOf, idOf } from './ids.ts';
import type { KeptFacts } from './kept-facts.ts';
import type { Listing } from './list.ts';
import { once } from './once.ts';
import { absolute, relative } from './paths.ts';
import { isStillSo, knownBy, type Question } from './questions.ts';
import { decode, hasUtf16Mark } from './read.ts';
import { MOST_REWORDED, movedTo, type Reworded, reword } from './reworded.ts';
import type { Scanner } from './scan.ts';
import { digest, type Vault } from './vault.ts';

export interface Kept {
  /** Stands for the model and all that it follows from. */
  readonly name: string;
  /** The model that it differs from in nothing but places: itself when all is as it was. */
  readonly base: string;
  readonly analysis: Analysis;
  /** Files that had to be read anew for it. */
  readonly parsed: readonly string[];
}

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

interface Head {
  readonly listing: string;
  readonly taken: readonly Taken[];
  readonly questions: readonly Question[];
}

interface Stored {
  readonly head: Head;
  readonly analysis: () => Analysis;
}

const MOST = 8;
/** By name, which their contents decide: a run that compares two states of a project often meets one model twice. */
const decoded = new Map<string, Stored>();
const MOST_DECODED = 4;

/**
 * Models of whole projects, each with everything that it follows from: the files listed, the contents taken, the questions
 * asked. A model holds when all of that is still so. A file that only the byte scan has seen may change as long as the
 * scan finds the same, and any other as long as it says the same in other places.
 */
export class KeptModels {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** `facts`: what the files said before; without it, only a model is found whose files say word for word the same. */
  find(state: State, facts: () => KeptFacts): Kept | null {
    const listing = listingDigest(state.listing);
    for (const name of this.#likeliest(state, listing)) {
      const stored = this.#read(name);
      const reworded = stored?.head.listing === listing ? rewordedSince(stored.head, state, facts) : null;
      if (!stored || !reworded) continue;
      this.#vault.touch(name);
      const { head } = stored;
      const analysis = stored.analysis();
      if (reworded.length === 0) return { name, base: name, analysis, parsed: [] };
      const moved = movedTo(analysis, reworded);
      if (!moved) continue;
      const own = new Map(reworded.map(({ taken }) => [taken.file, taken]));
      const taken = head.taken.map((one) => own.get(one.file) ?? one);
      const kept = this.keep(state, taken, head.questions, moved);
      return { name: kept, base: name, analysis: moved, parsed: [...own.keys()] };
    }
    return null;
  }

  /** What was last taken: most of it is still the same, and whoever knows that need not ask. */
  recall(): readonly Known[] {
    const [last] = this.#vault.list('model-');
    const head = last && this.#read(last.name)?.head;
    return head ? [...head.taken, ...head.questions.flatMap(knownBy)] : [];
  }

  /** To look into one costs more than all else together. */
  #likeliest(state: State, listing: string): string[] {
    const prefix = `model-${state.task}-`;
    const names = this.#vault.list(prefix).map(({ name }) => name);
    const same = `${prefix}${contentsDigest(state, listing)}-`;
    const rank = (name: string) => (name.startsWith(same) ? 0 : name === state.near ? 1 : 2);
    return names.sort((a, b) => rank(a) - rank(b));
  }

  #read(name: string): Stored | null {
    const body = this.#vault.read(name);
    if (!body) return null;
    const known = decoded.get(name);
    if (known) return known;
    const end = body.indexOf(10);
    const stored = {
      head: JSON.parse(body.toString('utf8', 0, end)) as Head,
      analysis: once(() => JSON.parse(body.toString('utf8', end + 1)) as Analysis),
    };
    if (decoded.size >= MOST_DECODED) decoded.clear();
    decoded.set(name, stored);
    return stored;
  }

  keep(state: State, taken: readonly Taken[], questions: readonly Question[], analysis: Analysis): string {
    const listing = listingDigest(state.listing);
    const head: Head = { listing, taken, questions };
    const body = `${JSON.stringify(head)}\n${JSON.stringify(analysis)}`;
    const name = `model-${state.task}-${contentsDigest(state, listing)}-${digest(body).slice(0, 16)}.json`;
    this.#vault.write(name, body);
    this.#vault.makeRoom('model', MOST);
    return name;
  }
}

/** The files that say the same in other places; null when anything else has changed. */
function rewordedSince(
  { taken, questions }: Head,
  { listing, files, scanner }: State,
  facts: () => KeptFacts,
): readonly Reworded[] | null {
  const { cwd, roots } = listing;
  const changed = taken.filter(({ file, id, size }) => {
    const known = files.known(absolute(cwd, file));
    return known?.id !== id || known.size !== size;
  });
  // Cheap refusals first: reading comes last.
  const others = changed.filter((one) => !isUnchanged(one, files, cwd, roots, scanner));
  if (others.length > MOST_REWORDED || others.some((one) => !one.facts)) return null;
  if (!questions.every((question) => isStillSo(question, files, cwd, roots))) return null;
  const reworded: Reworded[] = [];
  for (const one of others) {
    const path = absolute(cwd, one.file);
    const isFile = files.inspect(path, roots).kind === 'file';
    const found = isFile ? reword(one, path, { files, facts: facts(), scanner }) : null;
    if (!found) return null;
    reworded.push(found);
  }
  return reworded;
}

function isUnchanged(
  { file, id, size, scan, facts }: Taken,
  files: Files,
  cwd: string,
  roots: ReadonlySet<string>,
  scanner: Scanner,
): boolean {
  const path = absolute(cwd, file);
  const found = files.inspect(path, roots);
  if ((found.kind !== 'file' && found.kind !== 'link') || (facts && found.size !== size)) return false;
  const read = files.read(path);
  if (!read.ok) return false;
  if (idOf(read.bytes, hashOf(id)) === id) return true;
  if (facts) return false;
  const text = hasUtf16Mark(read.bytes) ? decode(read.bytes).text : read.bytes.toString('latin1');
  return scanDigest(scanner(text)) === scan;
}

/** Whether two states are the same, as far as that is known without reading. */
function contentsDigest({ listing: { candidates }, files }: State, listing: string): string {
  const ids = candidates.map((path) => files.known(path)?.id ?? '');
  return digest(`${listing}${ids.join()}`).slice(0, 12);
}

const listingDigests = new WeakMap<Listing, string>();

function listingDigest(listing: Listing): string {
  let known = listingDigests.get(listing);
  if (known === undefined) {
    known = digestOf(listing);
    listingDigests.set(listing, known);
  }
  return known;
}

/** Which files there are, and what is said of those that are left out. */
function digestOf({ cwd, roots, bases, names, candidates, excluded, notes }: Listing): string {
  const short = (paths: Iterable<string>) => [...paths].map((path) => relative(cwd, path));
  return digest(
    JSON.stringify([short(roots), short(bases), short([...names].sort()), short(candidates), excluded, notes]),
  );
}
