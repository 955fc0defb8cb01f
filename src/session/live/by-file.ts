import type { Settings } from '#config';
import type { Model } from '#model';
import { type Finding, type Preset, type RunOptions, runRules, type Sources, type SuppressedFile } from '#rule';
import { judgeApps, rulesFor } from '../check/apps.ts';
import type { Baseline } from '../check/baseline.ts';
import { allRules, rules } from '../check/registry.ts';

/** What a window onto one file asks for. */
export interface Demand {
  readonly rule: string;
  /** The configuration file's by default. */
  readonly preset?: Preset | undefined;
  /** Instead of those in the configuration file. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** A model, and what else findings depend on. */
export interface Judged {
  readonly model: Model;
  readonly settings: Settings;
  readonly baseline: Baseline;
  readonly sources: Sources;
  suppressions(): readonly SuppressedFile[];
  /** Where findings stand now, if not where the model has them. */
  moved?(findings: readonly Finding[]): readonly Finding[];
}

/** The findings of a model, worked out for all files at once and asked for by file and rule. */
export class FindingsByFile {
  readonly #judged: Judged;
  readonly #found = new Map<string, readonly Finding[]>();
  readonly #byFile = new Map<string, ReadonlyMap<string, readonly Finding[]>>();

  constructor(judged: Judged) {
    this.#judged = judged;
  }

  /** The model is as it was, and findings stand elsewhere. */
  move(): void {
    this.#byFile.clear();
  }

  in(file: string, demand: Demand): readonly Finding[] {
    const { settings } = this.#judged;
    const { rule, preset = null, options } = demand;
    if (rulesFor(file, settings)[rule]?.severity === 'off') return [];
    const key = JSON.stringify(options ? [preset, rule, options] : [preset]);
    const known = this.#byFile.get(key) ?? this.#judge(preset, options && { [rule]: { options } });
    this.#byFile.set(key, known);
    return known.get(file)?.filter((finding) => finding.rule === rule) ?? [];
  }

  /** Severities are not chosen here, nor which rules are asked. */
  #judge(preset: Preset | null, own: Settings['rules'] | undefined): ReadonlyMap<string, readonly Finding[]> {
    const { model, settings, baseline, sources } = this.#judged;
    const all = {
      rules,
      settings: { ...settings.rules, ...own },
      preset: preset ?? settings.preset,
      only: own ? Object.keys(own) : allRules.map(({ id }) => id),
      found: (options: RunOptions) => this.#run(options),
      files: this.#judged.suppressions(),
      sources,
      baseline,
      ignores: true,
      today: new Date().toISOString().slice(0, 10),
    };
    const { findings } = judgeApps(model, all, settings.apps, preset);
    return grouped(findings);
  }

  #run(options: RunOptions): readonly Finding[] {
    const key = JSON.stringify(options);
    let found = this.#found.get(key);
    if (!found) {
      found = runRules(this.#judged.model, rules, options);
      this.#found.set(key, found);
    }
    return this.#judged.moved?.(found) ?? found;
  }
}

function grouped(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = byFile.get(finding.at.file);
    if (known) known.push(finding);
    else byFile.set(finding.at.file, [finding]);
  }
  return byFile;
}
