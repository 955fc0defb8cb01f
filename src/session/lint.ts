import type { Config, Settings } from '#config';
import type { Access, Gap, Model } from '#model';
import type { Finding, Preset, Rule, Suppressed } from '#rule';
import { judgeApps } from './apps.ts';
import { BASELINE_FILE, Baseline, BaselineError, readBaseline } from './baseline.ts';
import { type Files, onDisk } from './files.ts';
import { judgeOnce } from './kept-verdicts.ts';
import type { Note } from './list.ts';
import { load } from './load.ts';
import type { Problem } from './project.ts';
import { rules } from './registry.ts';

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
  /** Files that had to be parsed; none when the whole answer was kept. */
  readonly parsed: readonly string[];
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
  const { result, settings, files, sources, kept } = load(options);
  const { only, ignores = true, today = new Date().toISOString().slice(0, 10) } = options;
  const preset = options.preset ?? settings.preset;
  const baseline = findBaseline(options);
  const decide = () =>
    judgeApps(
      result.model,
      {
        rules: options.rules ?? rules,
        settings: settings.rules,
        preset,
        files: files(),
        sources,
        baseline,
        ignores,
        today,
        ...(only ? { only } : {}),
      },
      settings.apps,
      options.preset ?? null,
    );
  // Rules that were handed in have no name by which their findings could be known again.
  if (!kept || options.rules) return { ...result, ...decide() };
  const charge = [
    settings.rules,
    settings.apps,
    options.preset ?? null,
    preset,
    only ?? null,
    ignores,
    today,
    baseline.print(),
  ];
  return { ...result, ...judgeOnce(kept.vault, kept.name, charge, decide) };
}

function findBaseline({ cwd, from, baseline }: LintOptions): Baseline {
  if (baseline === false) return new Baseline();
  const file = baseline ?? BASELINE_FILE;
  const found = readBaseline(from ?? onDisk, cwd ?? process.cwd(), file);
  if (!found && baseline !== undefined) throw new BaselineError(`${file}: there is no such baseline`);
  return found ?? new Baseline();
}
