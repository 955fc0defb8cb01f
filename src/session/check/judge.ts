import type { Settings } from '#config';
import type { Model } from '#model';
import {
  byPlace,
  type Finding,
  identified,
  type Preset,
  type Rule,
  type RuleSetting,
  type RunOptions,
  runRules,
  type Sources,
  type Suppressed,
  type SuppressedFile,
  suppress,
  suppressionRules,
} from '#rule';
import type { Baseline } from './baseline.ts';

export interface Case {
  readonly rules: readonly Rule[];
  /** Severity and options by rule id, as configured. */
  readonly settings: Settings['rules'];
  readonly preset: Preset;
  /** Only these rules run. */
  readonly only?: readonly string[];
  /** What the rules say of the model; by default they are run. */
  readonly found?: (options: RunOptions) => readonly Finding[];
  /** Where suppressions stand: the files that took part in the model. */
  readonly files: readonly SuppressedFile[];
  readonly sources: Sources;
  readonly baseline: Baseline;
  /** False for an auditor, who wants to see what comments and the baseline silence. */
  readonly ignores: boolean;
  /** `2027-01-31`, for suppressions with a date. */
  readonly today: string;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  /** What inline comments and the baseline silence. */
  readonly suppressed: readonly Suppressed[];
  everything(): ReadonlySet<string>;
}

/**
 * From model to findings, in the same way for every caller: rules, then suppressions and what is wrong with them, then
 * the baseline.
 */
export function judge(model: Model, one: Case): Verdict {
  const { rules, settings, preset, only, sources } = one;
  const run = { preset, rules: settings, ...(only ? { only } : {}) };
  const ask = one.found ?? ((options: RunOptions) => runRules(model, rules, options));
  const found = identified(ask(run), model, sources);
  const widest = () => ask({ preset: 'audit', rules: optionsOnly(settings) });
  const everything = () => new Set(identified(widest(), model, sources).flatMap(({ identity }) => identity));
  if (!one.ignores) return { findings: found, suppressed: [], everything };
  const { findings, suppressed } = suppress(found, {
    files: one.files,
    rules: rules.map((rule) => rule.id),
    widest,
    today: one.today,
  });
  const complaints = findings.filter(isComplaint).flatMap((finding) => asConfigured(finding, settings, only));
  const remaining = findings.filter((finding) => !isComplaint(finding));
  const all = [...remaining, ...identified(complaints, model, sources)].sort(byPlace);
  const known = all.filter((finding) => one.baseline.covers(finding));
  return {
    everything,
    findings: all.filter((finding) => !known.includes(finding)),
    suppressed: [
      ...suppressed,
      ...known.map((finding): Suppressed => ({ finding, by: 'baseline', reason: null })),
    ].sort((a, b) => byPlace(a.finding, b.finding)),
  };
}

function isComplaint({ rule }: Finding): boolean {
  return suppressionRules.some((one) => one.id === rule);
}

/** What is wrong with suppressions obeys severities, `off` and `--rule` like any rule. */
function asConfigured(finding: Finding, rules: Settings['rules'], only: readonly string[] | undefined): Finding[] {
  const severity = rules[finding.rule]?.severity ?? finding.severity;
  return severity === 'off' || only?.includes(finding.rule) === false ? [] : [{ ...finding, severity }];
}

function optionsOnly(settings: Settings['rules']): Record<string, RuleSetting> {
  return Object.fromEntries(Object.entries(settings).map(([id, { options }]) => [id, options ? { options } : {}]));
}
