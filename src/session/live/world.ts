import { isDeepStrictEqual } from 'node:util';
import type { Config, Settings } from '#config';
import type { Facts } from '#facts';
import type { Model } from '#model';
import { type Baseline, usualBaseline } from '../check/baseline.ts';
import { Keeping } from '../check/keeping.ts';
import { projectOptions } from '../check/load.ts';
import { allRules } from '../check/registry.ts';
import { findSettings } from '../check/settings.ts';
import type { Cache } from '../contents/cache.ts';
import { onDisk, withTexts } from '../files/files.ts';
import { type Listing, type ListOptions, list } from '../files/list.ts';
import { join, relative } from '../files/paths.ts';
import { analysisOf } from '../project/analysis.ts';
import { openProject } from '../project/open-project.ts';
import type { LiveProject } from '../project/project.ts';
import { Watch } from './watch.ts';

/** A project that is open, and the disk around it: configuration, manifests, listing. */
export class World {
  readonly settings: Settings;
  readonly baseline: Baseline;
  readonly project: LiveProject;
  readonly #cwd: string;
  readonly #unsaved: ReadonlyMap<string, string>;
  readonly #watch: Watch;
  readonly #options: ListOptions;
  readonly #listing: Listing;
  readonly #keeping: Keeping | null;

  /**
   * `unsaved`: texts of files that are not on disk yet, by absolute path. `cache`: where its model may be kept.
   * Throws a `ConfigError` or a `BaselineError` when those files cannot be understood.
   */
  constructor(
    cwd: string,
    config: string | false | Config | undefined,
    unsaved: ReadonlyMap<string, string>,
    cache: Cache | null,
  ) {
    this.#cwd = cwd;
    this.#unsaved = unsaved;
    // Not the cache's own files: git's word for them does not outlive the first change.
    const disk = cache ? { ...onDisk, hash: cache.files.hash } : onDisk;
    this.#watch = new Watch(withTexts(disk, unsaved));
    const from = this.#watch.files;
    this.settings = findSettings(cwd, config, allRules, from).settings;
    this.baseline = usualBaseline(from, cwd);
    const asked = projectOptions(cwd, this.settings, unsaved.size > 0 ? ['.', ...unsaved.keys()] : [], from);
    this.#options = asked;
    this.#listing = list(asked);
    const isSaved = unsaved.size === 0;
    this.#keeping = cache && isSaved ? new Keeping(asked, this.#listing, this.settings, cache, { facts: false }) : null;
    this.project = this.#keeping?.project ?? openProject(asked, this.#listing);
    for (const folder of [cwd, ...this.#listing.roots]) from.kind(join(folder, './.gitignore'));
  }

  /** Once the project has been read: what was asked of the disk until now is what a change may matter to. */
  follow(): void {
    this.#watch.followFolders(this.#listing.roots);
  }

  /** For runs that find the disk as it is now. `read`: the facts that the model was made of. */
  keep(model: Model, read: ReadonlyMap<string, Facts | null>): void {
    this.#keeping?.keep(analysisOf(model, this.project, read, [], this.#cwd), read);
  }

  /** Milliseconds that the last look at the disk took, without what it found to do. */
  cost = 0;

  /** The project's files that may say something else than before; null when the project must be opened anew. */
  changed(): readonly string[] | null {
    const files: string[] = [];
    let folders = false;
    const started = performance.now();
    const paths = this.#watch.changed();
    this.cost = performance.now() - started;
    for (const path of paths) {
      const file = relative(this.#cwd, path);
      if (this.#watch.isFolder(path)) folders = true;
      else if (!this.#unsaved.has(path) && this.project.has(file) && this.#watch.files.kind(path) === 'file')
        files.push(file);
      else return null;
    }
    return folders && !this.#listsAlike() ? null : files;
  }

  #listsAlike(): boolean {
    const { names, candidates } = list(this.#options);
    return isDeepStrictEqual(candidates, this.#listing.candidates) && isDeepStrictEqual(names, this.#listing.names);
  }
}
