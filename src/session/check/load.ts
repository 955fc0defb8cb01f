import { needles } from '#catalog';
import type { Config, Settings } from '#config';
import type { Facts } from '#facts';
import { frameworkNeedles, linkAndTell, type Program } from '#link';
import type { Gap, Model } from '#model';
import { type Rule, type Sources, type SuppressedFile, suppressionRules } from '#rule';
import { type Cache, openCache } from '../contents/cache.ts';
import type { Vault } from '../contents/vault.ts';
import { type Files, onDisk } from '../files/files.ts';
import { isGlob } from '../files/glob.ts';
import { list, type Note } from '../files/list.ts';
import { absolute, relative } from '../files/paths.ts';
import { textReader } from '../files/texts.ts';
import { Disk } from '../imports/disk.ts';
import { Packages } from '../imports/packages.ts';
import type { Kept } from '../kept/kept-models.ts';
import { watchReading } from '../kept/unread.ts';
import { type Analysis, analysisOf, type Summary } from '../project/analysis.ts';
import { openProject, type ProjectOptions } from '../project/open-project.ts';
import type { Problem, Project } from '../project/project.ts';
import { declared } from './apps.ts';
import { Keeping, learn } from './keeping.ts';
import { rules } from './registry.ts';
import { findSettings } from './settings.ts';

export interface LoadOptions {
  readonly cwd?: string;
  /** Files, folders or globs; the working directory when empty. */
  readonly paths?: readonly string[];
  /** A file, an object, or `false` for none; by default the nearest configuration file. */
  readonly config?: string | false | Config;
  /** Where the files come from: the disk by default, else `withTexts` or a `Snapshot`. */
  readonly from?: Files;
  /** Keeps what was worked out, and believes what a run before has kept: in this folder, or, for true, in the usual one. */
  readonly cache?: boolean | string;
  /** Folders with facts that `authlint facts` wrote; of use only with a cache. */
  readonly facts?: readonly string[];
  /** Rules to know; all of authlint's by default. */
  readonly rules?: readonly Rule[];
  /** Called now and then with the number of files read so far. */
  readonly onProgress?: (parsed: number) => void;
}

export interface LoadResult {
  readonly model: Model;
  /** Files that were left out or read with loss, and why. */
  readonly notes: readonly Note[];
  /** Files that could not be parsed. */
  readonly problems: readonly Problem[];
  readonly gaps: readonly Gap[];
  readonly summary: Summary;
  /** Paths that were asked for and do not exist. */
  readonly missing: readonly string[];
  readonly configFile: string | null;
  readonly settings: Settings;
  /** Files that had to be parsed; none when the whole answer was kept. */
  readonly parsed: readonly string[];
  textOf(file: string): string | null;
  /** Whether the answer is also about this file: it took part, or it does not exist. */
  saw(file: string): boolean;
  /** The section of the output that a file belongs to: the folder of its package, '' at the top. */
  appOf(file: string): string;
}

export interface Loaded {
  readonly result: LoadResult;
  readonly settings: Settings;
  readonly files: () => SuppressedFile[];
  readonly sources: Sources;
  /** Where the model is kept; null when it is not. */
  readonly kept: (Pick<Kept, 'name' | 'base' | 'shifts'> & { readonly vault: Vault }) | null;
}

/**
 * From options to a model: worked out, or as a run before has kept it that saw the same. `near`: what was loaded from
 * another state that is likely to be much the same.
 */
export function load(options: LoadOptions, near: Loaded | null = null): Loaded {
  const cwd = absolute(options.cwd ?? process.cwd(), '.');
  const cache = openCache(cwd, options.cache ?? false, options.from, options.facts);
  const from = cache?.files ?? options.from ?? onDisk;
  if (cache) learn(cache);
  const known = [...(options.rules ?? rules), ...suppressionRules];
  const { settings, file: configFile } = findSettings(cwd, options.config, known, from);
  const paths = options.paths ?? [];
  const missing = paths.filter((path) => !isGlob(path) && !from.kind(absolute(cwd, path)));
  const asked = projectOptions(cwd, settings, paths, from);
  const { analysis, factsOf, name, base, shifts, files, parsed, textOf, appOf } = cache
    ? linkOnce(asked, settings, missing, cache, near?.kept?.name ?? null, options.onProgress)
    : linkAnew(cwd, openProject(asked), settings, missing, options.onProgress);
  const { notes, problems, summary, beyond } = analysis;
  // What is kept is the same for all settings of packages.
  const model = declared(analysis.model, settings.apps);
  return {
    settings,
    kept: cache && name !== null ? { vault: cache.vault, name, base: base ?? name, shifts } : null,
    sources: { textOf, factsOf },
    files: () => analysis.suppressions.map((one) => ({ ...one, text: textOf(one.file) ?? '' })),
    result: {
      model,
      notes,
      problems,
      gaps: model.gaps,
      summary,
      missing,
      configFile,
      settings,
      parsed,
      saw: (file) => beyond.includes(file) || files.has(file) || !from.kind(absolute(cwd, file)),
      textOf,
      appOf,
    },
  };
}

interface Done {
  readonly analysis: Analysis;
  /** Of the kept model. */
  readonly name: string | null;
  /** The one that it differs from in nothing but places. */
  readonly base: string | null;
  readonly shifts: Kept['shifts'];
  /** Those that were listed and could be read. */
  readonly files: ReadonlySet<string>;
  readonly parsed: readonly string[];
  readonly textOf: LoadResult['textOf'];
  readonly factsOf: Sources['factsOf'];
  readonly appOf: LoadResult['appOf'];
}

function linkOnce(
  asked: ProjectOptions & { readonly from: Files },
  settings: Settings,
  missing: readonly string[],
  cache: Cache,
  near: string | null,
  onProgress: LoadOptions['onProgress'],
): Done {
  const { cwd, from } = asked;
  const listing = list(asked);
  const keeping = new Keeping(asked, listing, settings, cache, { near });
  const before = keeping.find();
  if (before) {
    const packages = new Packages(new Disk(from), listing.roots);
    const textOf = textReader(from, cwd, listing.roots);
    return {
      ...before,
      files: new Set(listing.candidates.map((path) => relative(cwd, path))),
      textOf,
      factsOf: keeping.factsReader(textOf),
      appOf: (file) => packages.around(file, cwd),
    };
  }
  const done = linkAnew(cwd, keeping.project, settings, missing, onProgress, true);
  const name = keeping.keep(done.analysis, done.read, done.asked);
  return { ...done, name, base: name };
}

function linkAnew(
  cwd: string,
  project: Project,
  settings: Settings,
  missing: readonly string[],
  onProgress: LoadOptions['onProgress'],
  isKept = false,
): Done & {
  readonly read: ReadonlyMap<string, Facts | null>;
  readonly asked: ReadonlyMap<string, ReadonlySet<string>>;
} {
  const { program, facts } = watch(project, onProgress, isKept);
  const { model, asked } = linkAndTell(program, settings);
  return {
    analysis: analysisOf(model, project, facts, missing, cwd),
    name: null,
    base: null,
    shifts: null,
    files: new Set(project.files),
    parsed: project.parsed,
    textOf: (file) => project.textOf(file),
    factsOf: (file) => project.facts(file),
    appOf: (file) => project.packageOf(file),
    read: facts,
    asked,
  };
}

/** Which files take part, and which of them are worth a look. */
export function projectOptions(cwd: string, settings: Settings, paths: readonly string[] = [], from: Files = onDisk) {
  return {
    cwd,
    paths,
    from,
    ...(settings.files.include.length > 0 ? { include: settings.files.include } : {}),
    exclude: settings.files.exclude,
    needles: [
      ...needles(),
      ...frameworkNeedles(),
      ...settings.needles,
      ...settings.catalog.flatMap(({ module }) => (module.startsWith('.') ? [] : [module])),
    ],
  } satisfies ProjectOptions;
}

/** Keeps what the linker reads: exactly the files that took part; `closely`: and which parts of what they say. */
function watch(project: Project, onProgress: LoadOptions['onProgress'], closely: boolean) {
  const facts = new Map<string, Facts>();
  const program: Program = {
    files: project.files,
    marked: project.marked,
    imports: (file) => project.imports(file),
    resolve: (from, specifier) => project.resolve(from, specifier),
    version: (packageName, from) => project.version(packageName, from),
    commands: () => project.commands(),
    under: (folder) => project.under(folder),
    facts: (file) => {
      const known = facts.get(file);
      const read = known ?? project.facts(file);
      if (read && !known) {
        if (closely) watchReading(read);
        facts.set(file, read);
      }
      onProgress?.(facts.size);
      return read;
    },
  };
  return { program, facts };
}
