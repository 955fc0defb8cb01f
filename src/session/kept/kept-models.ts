import type { KeptFacts } from '../contents/kept-facts.ts';
import { digest, type Vault } from '../contents/vault.ts';
import type { Known } from '../files/files.ts';
import type { Analysis } from '../project/analysis.ts';
import { once } from './once.ts';
import { knownBy } from './questions.ts';
import { keepFacts, movedTo, shiftsOf } from './reworded.ts';
import type { Moves } from './shift.ts';
import { changedSince, type Head, namesOf, type State } from './since.ts';

export interface Kept {
  /** Stands for the model and all that it follows from. */
  readonly name: string;
  /** The model that it differs from in nothing but places: itself when all is as it was. */
  readonly base: string;
  /** How to get to the places of this one from those of the base; null where they are the same. */
  readonly shifts: ReadonlyMap<string, Moves> | null;
  readonly analysis: Analysis;
  /** Files that had to be read anew for it. */
  readonly parsed: readonly string[];
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
 * asked. A model holds when all of that is still so, as far as it concerns the program: see `changedSince`.
 */
export class KeptModels {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** `facts`: what the files said before; without it, only a model is found whose files say word for word the same. */
  find(state: State, facts: () => KeptFacts): Kept | null {
    for (const name of this.#likeliest(state)) {
      const stored = this.#read(name);
      const since = stored && changedSince(stored.head, state, facts);
      if (!since) continue;
      this.#vault.touch(name);
      const { head, reworded, more } = since;
      const before = stored.analysis();
      if (head === null) return { name, base: name, shifts: null, analysis: before, parsed: [] };
      const moved = reworded.length > 0 ? movedTo(before, reworded) : before;
      if (!moved) continue;
      const { files, analysed } = moved.summary;
      const analysis = { ...moved, summary: { ...moved.summary, files: files + more, analysed: analysed + more } };
      const kept = this.keep(state, head, analysis);
      if (reworded.length > 0) keepFacts(reworded, facts());
      // Of a model that is the same word for word, all is the same that follows from it.
      if (reworded.length === 0) return { name, base: name, shifts: null, analysis, parsed: [] };
      const parsed = reworded.map(({ taken }) => taken.file);
      return { name: kept, base: name, shifts: shiftsOf(reworded), analysis, parsed };
    }
    return null;
  }

  /** Whether to look for one may be worth while. */
  hasAny(task: string): boolean {
    return this.#vault.list(prefixOf(task)).length > 0;
  }

  /** What was last taken: most of it is still the same, and whoever knows that need not ask. */
  recall(): readonly Known[] {
    const [last] = this.#vault.list('model-');
    const head = last && this.#read(last.name)?.head;
    return head ? [...head.taken, ...head.questions.flatMap(knownBy)] : [];
  }

  /** To look into one costs more than all else together. */
  #likeliest(state: State): string[] {
    const prefix = prefixOf(state.task);
    const names = this.#vault.list(prefix).map(({ name }) => name);
    const same = `${prefix}${contentsDigest(state)}-`;
    const rank = (name: string) => (name.startsWith(same) ? 0 : name === state.near ? 1 : 2);
    return names.sort((a, b) => rank(a) - rank(b));
  }

  #read(name: string): Stored | null {
    // To read it is to look at all of it, for its checksum: that it is still there was seen when it was listed.
    const known = decoded.get(name);
    if (known) return known;
    const body = this.#vault.read(name);
    if (!body) return null;
    const end = body.indexOf(10);
    const stored = {
      head: JSON.parse(body.toString('utf8', 0, end)) as Head,
      analysis: once(() => JSON.parse(body.toString('utf8', end + 1)) as Analysis),
    };
    if (decoded.size >= MOST_DECODED) decoded.clear();
    decoded.set(name, stored);
    return stored;
  }

  keep(state: State, head: Head, analysis: Analysis): string {
    const body = Buffer.from(`${JSON.stringify(head)}\n${JSON.stringify(analysis)}`);
    const sum = digest(body);
    const name = `${prefixOf(state.task)}${contentsDigest(state)}-${sum.slice(0, 16)}.json`;
    this.#vault.write(name, body, sum);
    this.#vault.makeRoom('model', MOST);
    return name;
  }
}

function prefixOf(task: string): string {
  return `model-${task}-`;
}

/** Whether two states are the same, as far as that is known without reading. */
function contentsDigest({ listing, files }: State): string {
  const ids = listing.candidates.map((path) => files.known(path)?.id ?? '');
  return digest(`${namesOf(listing)}${ids.join()}`).slice(0, 12);
}
