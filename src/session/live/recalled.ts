import type { Config } from '#config';
import type { Finding } from '#rule';
import { declared } from '../check/apps.ts';
import { usualBaseline } from '../check/baseline.ts';
import { isAnyKept, Keeping, learn } from '../check/keeping.ts';
import { projectOptions } from '../check/load.ts';
import { allRules } from '../check/registry.ts';
import { findSettings } from '../check/settings.ts';
import type { Cache } from '../contents/cache.ts';
import { list } from '../files/list.ts';
import { relative } from '../files/paths.ts';
import { textReader } from '../files/texts.ts';
import { type Demand, FindingsByFile } from './by-file.ts';
import { Watch } from './watch.ts';

/** The model that a run before has kept of a project that is the same now. It holds for what is on disk, until that changes. */
export class Recalled {
  readonly textOf: (file: string) => string | null;
  readonly #watch: Watch;
  readonly #files: ReadonlySet<string>;
  readonly #findings: FindingsByFile;

  private constructor(watch: Watch, files: ReadonlySet<string>, textOf: Recalled['textOf'], findings: FindingsByFile) {
    this.#watch = watch;
    this.#files = files;
    this.textOf = textOf;
    this.#findings = findings;
  }

  /** Null when nothing was kept that holds. Throws a `ConfigError` or a `BaselineError` when those cannot be understood. */
  static of(cwd: string, config: string | false | Config | undefined, cache: Cache): Recalled | null {
    learn(cache);
    const watch = new Watch(cache.files);
    const { settings } = findSettings(cwd, config, allRules, watch.files);
    const asked = projectOptions(cwd, settings, [], watch.files);
    if (!isAnyKept(cache, asked, settings)) return null;
    const listing = list(asked);
    const keeping = new Keeping(asked, listing, settings, cache);
    const kept = keeping.find();
    if (!kept) return null;
    const { model, suppressions } = kept.analysis;
    const textOf = textReader(watch.files, cwd, listing.roots);
    const findings = new FindingsByFile({
      model: declared(model, settings.apps),
      settings,
      baseline: usualBaseline(watch.files, cwd),
      sources: { textOf, factsOf: keeping.factsReader(textOf) },
      suppressions: () => suppressions.map((one) => ({ ...one, text: textOf(one.file) ?? '' })),
    });
    watch.followFolders(listing.roots);
    return new Recalled(watch, new Set(listing.candidates.map((path) => relative(cwd, path))), textOf, findings);
  }

  /** Whether it is about this file, and the file says what it said. */
  holdsFor(file: string, text: string): boolean {
    return this.#files.has(file) && this.textOf(file) === text;
  }

  /** Whether all that was asked of the disk is as it was. */
  isStillSo(): boolean {
    return this.#watch.changed().length === 0;
  }

  findings(file: string, demand: Demand): readonly Finding[] {
    return this.#findings.in(file, demand);
  }
}
