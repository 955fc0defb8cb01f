import type { Config } from '#config';
import { type Comment, factsFromProgram, NestedTooDeep, type Tree } from '#extract';
import type { Facts } from '#facts';
import { type Edit, editsOf, type Finding } from '#rule';
import { LineTable, type Place } from '#text';
import { type Cache, openCache } from '../contents/cache.ts';
import { DEFAULT_EXCLUDES } from '../files/excludes.ts';
import { onDisk } from '../files/files.ts';
import { gitRoot } from '../files/git.ts';
import { globMatcher } from '../files/glob.ts';
import { isSource } from '../files/list.ts';
import { absolute, ancestors, isWithin, join, relative } from '../files/paths.ts';
import type { Unsaved } from '../project/project.ts';
import type { Demand } from './by-file.ts';
import { Linked } from './linked.ts';
import { Recalled } from './recalled.ts';
import { World } from './world.ts';

/** A tree of the ESTree shape, with TypeScript's as typescript-eslint writes them. */
export interface Parsed {
  readonly program: Tree;
  readonly comments: readonly Comment[];
}

/** A file as an editor or a linter has it in hand. */
export interface OpenFile {
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** The text's tree, when there is one already. */
  readonly tree: Parsed | null;
}

/** What the whole project, with this file as it is open, says about this file. */
export interface View {
  findings(demand: Demand): readonly Finding[];
  /** `src/server.ts:12`. */
  label(place: Place): string;
  /** What a finding's suggestion would change; empty when it has none, or none in this file alone. */
  edits(finding: Finding): readonly Edit[];
}

/** How long a text that was never written is believed while other files are looked at, in milliseconds. */
const PATIENCE = 10 * 60_000;
const SPARING = 20;

/**
 * A project over many questions: read and linked once, and again as far as contents change. The open file counts as it is
 * open, and so does one that was open before and not saved; all others count as they are on disk.
 */
export class Session {
  readonly #cwd: string;
  readonly #sparing: number;
  readonly #config: string | false | Config | undefined;
  /** Texts that differ from what stood on disk then. */
  readonly #unsaved = new Map<
    string,
    { readonly text: string; readonly over: string | null; readonly since: number }
  >();
  readonly #cache: Cache | null;
  /** Undefined: not looked for yet. What was kept answers until something is said that it does not know of. */
  #recalled: Recalled | null | undefined;
  #world: World | null = null;
  #linked: Linked | null = null;
  /** The files asked about since the disk was looked at last. */
  #asked = new Set<string>();
  #looked = { at: 0, cost: 0 };

  /**
   * `sparing`: looking for changes on disk may take one part in so many of the time; 0 to look at every question. `cache`:
   * keeps the model, and believes what a run before has kept: in this folder, or, for true, in the usual one.
   */
  constructor(
    cwd: string,
    config?: string | false | Config,
    { sparing = SPARING, cache = false }: { sparing?: number; cache?: boolean | string } = {},
  ) {
    this.#sparing = sparing;
    this.#cwd = absolute(cwd, '.');
    this.#config = config;
    this.#cache = openCache(this.#cwd, cache);
  }

  /** Null when the file is none of the project's. Throws when the configuration or the baseline cannot be understood. */
  view(open: OpenFile): View | null {
    const path = absolute(this.#cwd, open.path);
    const file = relative(this.#cwd, path);
    if (!isSource(path)) return null;
    const recalled = this.#recall(file, open.text);
    if (recalled) return viewOf(recalled, file);
    const world = this.#open(file);
    if (!world.project.has(file)) {
      if (!this.#isNew(path, file)) return null;
      this.#unsaved.set(file, { text: open.text, over: null, since: Date.now() });
      this.#reopen();
      if (!this.#world?.project.has(file)) return null;
    }
    this.#take(file, open);
    return viewOf(this.#link(), file);
  }

  #recall(file: string, text: string): Recalled | null {
    if (!this.#cache || this.#world) return null;
    if (this.#recalled === undefined) this.#recalled = Recalled.of(this.#cwd, this.#config, this.#cache);
    else if (this.#recalled && this.#isDue(file)) {
      const started = performance.now();
      if (!this.#recalled.isStillSo()) this.#recalled = null;
      this.#looked = { at: performance.now(), cost: performance.now() - started };
    }
    if (!this.#recalled?.holdsFor(file, text)) this.#recalled = null;
    return this.#recalled;
  }

  /** The disk is looked at when a file was asked about before, which no run over all files does, or now and then. */
  #isDue(file: string): boolean {
    const due = this.#asked.has(file) || performance.now() - this.#looked.at >= this.#sparing * this.#looked.cost;
    this.#asked.add(file);
    if (due) this.#asked = new Set([file]);
    return due;
  }

  #open(file: string): World {
    if (!this.#world) return this.#reopen();
    if (!this.#isDue(file)) return this.#world;
    const changed = this.#world.changed();
    this.#looked = { at: performance.now(), cost: this.#world.cost };
    const believed = Date.now() - PATIENCE;
    const gone = [...this.#unsaved].flatMap(([name, { since }]) => (since < believed && name !== file ? [name] : []));
    for (const name of gone) this.#unsaved.delete(name);
    if (!changed) return this.#reopen();
    const { project } = this.#world;
    // What was written a moment ago is reported as changed again, and may be what the unsaved text stands over.
    const written = changed.filter((name) => this.#unsaved.get(name)?.over !== project.savedText(name));
    for (const name of new Set([...written, ...gone])) this.#change(name, null);
    return this.#world;
  }

  #reopen(): World {
    this.#world = null;
    this.#linked = null;
    const absent = [...this.#unsaved].flatMap(([file, { text, over }]) => {
      const path = absolute(this.#cwd, file);
      return over === null && onDisk.kind(path) === null ? [[path, text] as const] : [];
    });
    const added = new Map(absent);
    const world = new World(this.#cwd, this.#config, added, this.#cache);
    for (const [file, { text, over }] of this.#unsaved) {
      const isStill = over === null ? added.has(absolute(this.#cwd, file)) : world.project.savedText(file) === over;
      if (isStill) world.project.change(file, { text, facts: () => null });
      else this.#unsaved.delete(file);
    }
    this.#world = world;
    return world;
  }

  /** A file that is not on disk yet is one of the project's when it would be, were it saved. */
  #isNew(path: string, file: string): boolean {
    return isWithin(this.#cwd, path) && onDisk.kind(path) === null && !globMatcher(DEFAULT_EXCLUDES)(file);
  }

  #take(file: string, { text, tree }: OpenFile): void {
    const { project } = this.#world!;
    // Most files of most projects: the model does not depend on what they say.
    if (this.#linked && !this.#linked.read.has(file) && project.scansAlike(file, text)) return;
    const before = this.#unsaved.get(file);
    // What follows from the disk alone may be kept.
    const isSaved = !this.#linked && !before && project.savedText(file) === text;
    const isNews = this.#change(file, isSaved ? null : { text, facts: () => tree && factsOf(tree, text) });
    if (!isNews && !before) return;
    const over = before?.over === null ? null : project.savedText(file);
    if (over === text) this.#unsaved.delete(file);
    else this.#unsaved.set(file, { text, over, since: Date.now() });
  }

  #change(file: string, to: Unsaved | null): boolean {
    const change = this.#world!.project.change(file, to);
    if (to === null) this.#unsaved.delete(file);
    if (change === 'imports' || (change === 'facts' && this.#linked?.adopt(file) === false)) this.#linked = null;
    return change !== 'nothing';
  }

  #link(): Linked {
    if (!this.#linked) {
      this.#linked = new Linked(this.#world!);
      if (this.#unsaved.size === 0) this.#world!.keep(this.#linked.model, this.#linked.read);
      this.#world!.follow();
    }
    return this.#linked;
  }
}

function viewOf(known: Linked | Recalled, file: string): View {
  const textOf = (name: string) => known.textOf(name) ?? '';
  return {
    findings: (demand) => known.findings(file, demand),
    edits: ({ fix }) => {
      const edits = fix && editsOf(fix, textOf);
      return edits?.every(({ at }) => at.file === file) ? edits : [];
    },
    label: (place) => `${place.file}:${new LineTable(textOf(place.file)).at(place.start).line}`,
  };
}

function factsOf({ program, comments }: Parsed, text: string): Facts | null {
  try {
    return factsFromProgram(program, comments, text);
  } catch (error) {
    if (error instanceof NestedTooDeep || error instanceof RangeError) return null;
    throw error;
  }
}

const sessions = new Map<string, Session>();

/** The one session of this process for a folder, with all of the package around it, and a configuration file. */
export function sessionOf(folder: string, config?: string | false, cache: boolean | string = false): Session {
  const asked = JSON.stringify([absolute(folder, '.'), config, cache]);
  let session = sessions.get(asked);
  if (!session) {
    const cwd = packageAround(absolute(folder, '.'));
    const file = typeof config === 'string' ? absolute(folder, config) : config;
    const key = JSON.stringify([cwd, file, cache]);
    session = sessions.get(key) ?? new Session(cwd, file, { cache });
    sessions.set(key, session).set(asked, session);
  }
  return session;
}

/** In `src/routes` alone there is no server. The command line says what it misses there; a linter for single files cannot. */
function packageAround(folder: string): string {
  const top = gitRoot(folder);
  for (const at of top === null ? [] : ancestors(folder)) {
    if (onDisk.kind(join(at, './package.json')) === 'file') return at;
    if (at === top) break;
  }
  return folder;
}
