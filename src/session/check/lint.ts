import { type Finding, type Preset, type RunOptions, runRules, type Suppressed } from '#rule';
import { onDisk } from '../files/files.ts';
import { judgeApps } from './apps.ts';
import { BASELINE_FILE, Baseline, BaselineError, readBaseline } from './baseline.ts';
import { judgeOnce, runOnce } from './kept-verdicts.ts';
import { type Loaded, type LoadOptions, type LoadResult, load } from './load.ts';
import { rules } from './registry.ts';

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
  return judged(load(options), options);
}

/** `opened`: the ids of routes that a change opened. */
export function judged(loaded: Loaded, options: LintOptions, opened: readonly number[] = []): LintResult {
  const { result, settings, files, sources, kept } = loaded;
  const { only, ignores = true, today = new Date().toISOString().slice(0, 10) } = options;
  const preset = options.preset ?? settings.preset;
  const baseline = findBaseline(options);
  const model = opened.length > 0 ? { ...result.model, opened: new Set(opened) } : result.model;
  // Rules that were handed in have no name by which their findings could be known again.
  const isKept = kept !== null && !options.rules;
  const found = (run: RunOptions) =>
    runOnce(kept!.vault, kept!, [run, settings.apps, opened], () => runRules(model, rules, run));
  const decide = () =>
    judgeApps(
      model,
      {
        rules: options.rules ?? rules,
        ...(isKept && { found }),
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
  if (!isKept) return { ...result, ...decide() };
  const charge = [
    settings.rules,
    settings.apps,
    options.preset ?? null,
    preset,
    only ?? null,
    ignores,
    today,
    baseline.print(),
    opened,
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
