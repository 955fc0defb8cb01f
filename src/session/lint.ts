import { needles } from '#catalog';
import type { Config, Settings } from '#config';
import type { Facts } from '#facts';
import { frameworkNeedles, link, type Program } from '#link';
import type { Access, Gap, Model } from '#model';
import {
  type Finding,
  type Preset,
  type Rule,
  type Sources,
  type Suppressed,
  type SuppressedFile,
  suppressionRules,
} from '#rule';
import { BASELINE_FILE, Baseline, BaselineError, readBaseline } from './baseline.ts';
import { type Files, onDisk } from './files.ts';
import { isGlob } from './glob.ts';
import { judge } from './judge.ts';
import type { Note } from './list.ts';
import { absolute, relative } from './paths.ts';
import { openProject, type Problem, type Project, type ProjectOptions } from './project.ts';
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
  /** Rules to know; all of authlint's by default. */
  readonly rules?: readonly Rule[];
  /** Called now and then with the number of files read so far. */
  readonly onProgress?: (parsed: number) => void;
}

export interface LintOptions extends LoadOptions {
  readonly preset?: Preset;
  /** Only these rules run. */
  readonly only?: readonly string[];
  /** The file of known findings, relative to the working directory; false for none. By default `authlint-baseline.txt`, if there is one. */
  readonly baseline?: string | false;
  /** False: neither inline comments nor a baseline silence anything. */
  readonly ignores?: boolean;
  /** `2027-01-31`, for suppressions with a date; by default the day it is, in UTC. */
  readonly today?: string;
}

export interface Summary {
  /** Source files found. */
  readonly files: number;
  /** Those of them that could be read and understood. */
  readonly analysed: number;
  readonly apps: number;
  readonly routes: number;
  readonly access: Readonly<Record<Access, number>>;
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
  textOf(file: string): string | null;
  /** Whether the answer is also about this file: it took part, or it does not exist. */
  saw(file: string): boolean;
  /** The section of the output that a file belongs to: the folder of its package, '' at the top. */
  appOf(file: string): string;
}

export interface LintResult extends LoadResult {
  readonly findings: readonly Finding[];
  /** What inline comments and the baseline silence. */
  readonly suppressed: readonly Suppressed[];
  /** What the findings of the widest preset are about, whatever is configured, suppressed or known. */
  everything(): ReadonlySet<string>;
}

export async function loadModel(options: LoadOptions = {}): Promise<LoadResult> {
  return load(options).result;
}

export async function lint(options: LintOptions = {}): Promise<LintResult> {
  const { result, settings, files, sources } = load(options);
  return {
    ...result,
    ...judge(result.model, {
      rules: options.rules ?? rules,
      settings: settings.rules,
      preset: options.preset ?? settings.preset,
      files: files(),
      sources,
      baseline: findBaseline(options),
      ignores: options.ignores ?? true,
      today: options.today ?? new Date().toISOString().slice(0, 10),
      ...(options.only ? { only: options.only } : {}),
    }),
  };
}

function findBaseline({ cwd, from, baseline }: LintOptions): Baseline {
  if (baseline === false) return new Baseline();
  const file = baseline ?? BASELINE_FILE;
  const found = readBaseline(from ?? onDisk, cwd ?? process.cwd(), file);
  if (!found && baseline !== undefined) throw new BaselineError(`${file}: there is no such baseline`);
  return found ?? new Baseline();
}

interface Loaded {
  readonly result: LoadResult;
  readonly settings: Settings;
  readonly files: () => SuppressedFile[];
  readonly sources: Sources;
}

function load(options: LoadOptions): Loaded {
  const cwd = absolute(options.cwd ?? process.cwd(), '.');
  const { settings, file: configFile } = findSettings(
    cwd,
    options.config,
    [...(options.rules ?? rules), ...suppressionRules],
    options.from,
  );
  const from = options.from ?? onDisk;
  const paths = options.paths ?? [];
  const missing = paths.filter((path) => !isGlob(path) && !from.kind(absolute(cwd, path)));
  const project = openProject({ ...projectOptions(cwd, settings, paths), from });
  const watched = watch(project, options.onProgress);
  const model = link(watched.program, settings);
  return {
    settings,
    sources: { textOf: (file) => project.textOf(file), factsOf: (file) => watched.program.facts(file) },
    files: () => [...watched.facts].flatMap(([file, facts]) => suppressedFile(project, file, facts)),
    result: {
      model,
      notes: project.notes,
      problems: project.problems,
      gaps: model.gaps,
      summary: summarise(
        model,
        project,
        missing.map((path) => relative(cwd, absolute(cwd, path))),
      ),
      missing,
      configFile,
      settings,
      textOf: (file) => project.textOf(file),
      saw: (file) => watched.facts.has(file) || project.files.includes(file) || !from.kind(absolute(cwd, file)),
      appOf: (file) => project.packageOf(file),
    },
  };
}

/** Which files take part, and which of them are worth a look. */
export function projectOptions(cwd: string, settings: Settings, paths: readonly string[] = []): ProjectOptions {
  return {
    cwd,
    paths,
    ...(settings.files.include.length > 0 ? { include: settings.files.include } : {}),
    exclude: settings.files.exclude,
    needles: [
      ...needles(),
      ...frameworkNeedles(),
      ...settings.needles,
      ...settings.catalog.flatMap(({ module }) => (module.startsWith('.') ? [] : [module])),
    ],
  };
}

/** Keeps what the linker reads, so that suppressions are known for exactly the files that took part. */
function watch(project: Project, onProgress: LoadOptions['onProgress']) {
  const facts = new Map<string, Facts>();
  const program: Program = {
    files: project.files,
    marked: project.marked,
    imports: (file) => project.imports(file),
    resolve: (from, specifier) => project.resolve(from, specifier),
    version: (packageName, from) => project.version(packageName, from),
    under: (folder) => project.under(folder),
    facts: (file) => {
      const read = facts.get(file) ?? project.facts(file);
      if (read) facts.set(file, read);
      onProgress?.(facts.size);
      return read;
    },
  };
  return { program, facts };
}

function suppressedFile(project: Project, file: string, facts: Facts): SuppressedFile[] {
  if (facts.suppressions.length === 0) return [];
  return [{ file, text: project.textOf(file) ?? '', suppressions: facts.suppressions }];
}

function summarise(model: Model, project: Project, missing: readonly string[]): Summary {
  const access: Record<Access, number> = { authenticated: 0, optional: 0, anonymous: 0, unknown: 0 };
  for (const route of model.routes) access[route.access]++;
  const lost = new Set(project.problems.map((problem) => problem.file));
  const seen = new Set([...project.files, ...project.notes.map((note) => note.file)]);
  for (const path of missing) seen.delete(path);
  return {
    files: seen.size,
    analysed: project.files.filter((file) => !lost.has(file)).length,
    apps: model.apps.length,
    routes: model.routes.length,
    access,
  };
}
