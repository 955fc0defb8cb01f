import type { Settings } from '#config';
import { dialectOf, extract } from '#extract';
import type { Facts } from '#facts';
import { filesThatMatter } from '#link';
import type { Cache } from '../contents/cache.ts';
import { Contents } from '../contents/contents.ts';
import { KeptFacts } from '../contents/kept-facts.ts';
import { createScanner } from '../contents/scan.ts';
import { digest } from '../contents/vault.ts';
import type { Files } from '../files/files.ts';
import { gitRoot } from '../files/git.ts';
import type { Listing } from '../files/list.ts';
import { absolute, relative } from '../files/paths.ts';
import { Trace } from '../imports/trace.ts';
import { packNames } from '../kept/imported.ts';
import { type Kept, KeptModels } from '../kept/kept-models.ts';
import { once } from '../kept/once.ts';
import { Questions } from '../kept/questions.ts';
import { headOf, type State } from '../kept/since.ts';
import { unreadOf } from '../kept/unread.ts';
import type { Analysis } from '../project/analysis.ts';
import { openProject, type ProjectOptions } from '../project/open-project.ts';
import type { LiveProject } from '../project/project.ts';
import { standInFacts } from '../project/stand-ins.ts';

/** What was last taken is mostly still the same: files that learn of it need not ask. */
export function learn({ vault, files }: Cache): void {
  if (files.learn) files.learn(new KeptModels(vault).recall());
}

/** Whether anything was kept of such a run, in whatever state the project was: without, it need not be listed to know. */
export function isAnyKept({ vault }: Cache, asked: ProjectOptions, settings: Settings): boolean {
  return new KeptModels(vault).hasAny(taskOf(asked, settings));
}

/** One state of a project, whose model a run before may have kept, or this one keeps for the next. */
export class Keeping {
  readonly #models: KeptModels;
  readonly #state: State;
  readonly #facts: () => KeptFacts;
  readonly #open: () => { project: LiveProject; contents: Contents; around: Questions; trace: Trace };

  /**
   * `near`: the name of a model that is likely to hold. `facts`: whether facts are looked up and kept too; they are held in
   * memory as long as the project is open, which is too much for a process that has many open.
   */
  constructor(
    asked: ProjectOptions & { readonly from: Files },
    listing: Listing,
    settings: Settings,
    { vault, handed }: Cache,
    { near = null, facts = true }: { near?: string | null; facts?: boolean } = {},
  ) {
    const { cwd, from: files, needles } = asked;
    this.#models = new KeptModels(vault);
    this.#state = { task: taskOf(asked, settings), listing, files, scanner: createScanner(needles), near };
    this.#facts = once(() => (facts ? new KeptFacts(vault, needles, handed) : new KeptFacts(null, needles)));
    this.#open = once(() => {
      const contents = new Contents(files, this.#facts());
      const around = new Questions(files, cwd);
      const trace = new Trace();
      return { contents, around, trace, project: openProject({ ...asked, contents, around, trace }, listing) };
    });
  }

  /** The model, as far as one holds that was kept. */
  find(): Kept | null {
    return this.#models.find(this.#state, this.#facts);
  }

  /** What single files say now, as a model that was found sees them: to open the project takes longer than all else of a look-up. */
  factsReader(textOf: (file: string) => string | null): (file: string) => Facts | null {
    const { listing, files } = this.#state;
    const said = new Map<string, Facts | null>();
    const read = (file: string) => {
      const known = files.known(absolute(listing.cwd, file));
      const kept = known && this.#facts().extracted(known.id, known.size, dialectOf(file));
      if (kept) return kept.facts;
      const text = textOf(file);
      return text === null ? null : extract(file, text).facts;
    };
    return (file) => {
      let known = said.get(file);
      if (known === undefined) {
        known = standInFacts(file) ?? read(file);
        said.set(file, known);
      }
      return known;
    };
  }

  get project(): LiveProject {
    return this.#open().project;
  }

  /**
   * By what name it is kept; null when files changed meanwhile, so that it belongs to no one state. `read`: what it was made
   * of. `asked`: the names that were asked for, where that is known.
   */
  keep(
    analysis: Analysis,
    read: ReadonlyMap<string, Facts | null>,
    asked: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
  ): string | null {
    const { contents, around, trace, project } = this.#open();
    // Before anything else looks at them: to save them is to look at all.
    const unread = new Map([...read].map(([file, facts]) => [file, facts ? unreadOf(facts) : '']));
    this.#facts().save();
    const matter = filesThatMatter(project);
    const taken = contents.taken((file) => {
      const [parts, names] = [unread.get(file), asked.get(file)];
      return {
        ...(matter.has(file) && { matters: true }),
        ...(parts && { unread: parts }),
        ...(names && { asked: packNames(names) }),
      };
    });
    return taken && this.#models.keep(this.#state, headOf(this.#state, taken, around.all, trace), analysis);
  }
}

/** Stands for all that a model follows from besides files. */
function taskOf({ cwd, paths, include, exclude, needles }: ProjectOptions, settings: Settings): string {
  const top = relative(gitRoot(cwd) ?? cwd, cwd);
  const { publicRoutes, loginRoutes, catalog } = settings;
  return digest(JSON.stringify([top, paths, include, exclude, needles, { publicRoutes, loginRoutes, catalog }])).slice(
    0,
    12,
  );
}
