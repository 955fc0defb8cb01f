import type { Analysis } from './analysis.ts';
import { scanDigest, type Taken } from './contents.ts';
import type { Files } from './files.ts';
import { hashOf, idOf } from './ids.ts';
import type { KeptFacts } from './kept-facts.ts';
import type { Listing } from './list.ts';
import { absolute, relative } from './paths.ts';
import { isStillSo, type Question } from './questions.ts';
import { decode, hasUtf16Mark } from './read.ts';
import { MOST_REWORDED, movedTo, type Reworded, reword } from './reworded.ts';
import type { Scanner } from './scan.ts';
import { digest, type Vault } from './vault.ts';

export interface Kept {
  /** Stands for the model and all that it follows from. */
  readonly name: string;
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
}

interface Head {
  readonly listing: string;
  readonly taken: readonly Taken[];
  readonly questions: readonly Question[];
}

const MOST = 8;

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
    for (const { name } of this.#vault.list(`model-${state.task}-`)) {
      const body = this.#vault.read(name);
      const end = body?.indexOf(10) ?? -1;
      if (!body || end < 0) continue;
      const head = JSON.parse(body.toString('utf8', 0, end)) as Head;
      const reworded = head.listing === listing ? rewordedSince(head, state, facts) : null;
      if (!reworded) continue;
      this.#vault.touch(name);
      const analysis = JSON.parse(body.toString('utf8', end + 1)) as Analysis;
      if (reworded.length === 0) return { name, analysis, parsed: [] };
      const moved = movedTo(analysis, reworded);
      if (!moved) continue;
      const own = new Map(reworded.map(({ taken }) => [taken.file, taken]));
      const taken = head.taken.map((one) => own.get(one.file) ?? one);
      return { name: this.keep(state, taken, head.questions, moved), analysis: moved, parsed: [...own.keys()] };
    }
    return null;
  }

  keep(state: State, taken: readonly Taken[], questions: readonly Question[], analysis: Analysis): string {
    const head: Head = { listing: listingDigest(state.listing), taken, questions };
    const body = `${JSON.stringify(head)}\n${JSON.stringify(analysis)}`;
    const name = `model-${state.task}-${digest(body).slice(0, 16)}.json`;
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

/** Which files there are, and what is said of those that are left out. */
function listingDigest({ cwd, roots, bases, names, candidates, excluded, notes }: Listing): string {
  const short = (paths: Iterable<string>) => [...paths].map((path) => relative(cwd, path));
  return digest(
    JSON.stringify([short(roots), short(bases), short([...names].sort()), short(candidates), excluded, notes]),
  );
}
