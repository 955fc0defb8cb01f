import type { Settings } from '#config';
import type { Model } from '#model';
import {
  type Finding,
  type Preset,
  type Rule,
  type RuleSetting,
  runRules,
  type SuppressedFile,
  suppress,
  suppressionRules,
} from '#rule';

export interface Case {
  readonly rules: readonly Rule[];
  /** Severity and options by rule id, as configured. */
  readonly settings: Settings['rules'];
  readonly preset: Preset;
  /** Only these rules run. */
  readonly only?: readonly string[];
  /** Where suppressions stand: the files that took part in the model. */
  readonly files: readonly SuppressedFile[];
}

export interface Verdict {
  readonly findings: readonly Finding[];
  /** How many findings inline comments silence. */
  readonly suppressed: number;
}

/** From model to findings, in the same way for every caller: rules, then suppressions, then what is wrong with these. */
export function judge(model: Model, { rules, settings, preset, only, files }: Case): Verdict {
  const run = { preset, rules: settings, ...(only ? { only } : {}) };
  const { findings, suppressed } = suppress(runRules(model, rules, run), {
    files,
    rules: rules.map((rule) => rule.id),
    widest: () => runRules(model, rules, { preset: 'audit', rules: optionsOnly(settings) }),
  });
  return { findings: findings.flatMap((one) => asConfigured(one, settings, only)), suppressed };
}

/** What is wrong with suppressions obeys severities, `off` and `--rule` like any rule. */
function asConfigured(finding: Finding, rules: Settings['rules'], only: readonly string[] | undefined): Finding[] {
  if (!suppressionRules.some((rule) => rule.id === finding.rule)) return [finding];
  const severity = rules[finding.rule]?.severity ?? finding.severity;
  return severity === 'off' || only?.includes(finding.rule) === false ? [] : [{ ...finding, severity }];
}

function optionsOnly(settings: Settings['rules']): Record<string, RuleSetting> {
  return Object.fromEntries(Object.entries(settings).map(([id, { options }]) => [id, options ? { options } : {}]));
}
