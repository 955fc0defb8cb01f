import type { Confidence, Model, Route } from '#model';
import type { Place } from '#text';
import type { Finding } from './finding.ts';
import type { Options, Preset, Rule, Severity } from './rule.ts';

export interface RuleSetting {
  readonly severity?: Severity | 'off';
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface RunOptions {
  readonly preset: Preset;
  /** Severity and options by rule id; an entry switches a rule on that the preset leaves out. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** When given, only these rules run, whatever the preset says. */
  readonly only?: readonly string[];
}

const presets: readonly Preset[] = ['recommended', 'strict', 'audit'];
const shown: Record<Preset, readonly Confidence[]> = {
  recommended: ['high'],
  strict: ['high', 'medium'],
  audit: ['high', 'medium', 'low'],
};

/** Whether a preset includes rules and findings meant for another: `audit` includes all. */
export function presetIncludes(chosen: Preset, needed: Preset): boolean {
  return presets.indexOf(needed) <= presets.indexOf(chosen);
}

/** Runs rules over the model and returns findings sorted by place, without duplicates. They are not `identified` yet. */
export function runRules(model: Model, rules: readonly Rule[], options: RunOptions): Finding[] {
  const findings: Finding[] = [];
  const ended = model.gaps.some((gap) => gap.isEnd);
  for (const rule of rules) {
    const setting = options.rules?.[rule.id];
    if (!isChosen(rule, setting, options)) continue;
    const values = { ...defaults(rule.options), ...setting?.options };
    for (const report of rule.check(model, values)) {
      const confidence: Confidence = ended ? 'low' : (report.confidence ?? 'high');
      if (!shown[options.preset].includes(confidence)) continue;
      const severity = setting?.severity === 'off' ? undefined : setting?.severity;
      findings.push({
        rule: rule.id,
        severity: severity ?? report.severity ?? rule.severity,
        confidence,
        message: fill(rule.messages[report.message] ?? report.message, report.data),
        remedy: rule.remedy,
        at: report.at,
        also: (report.also ?? []).map(
          (also: { at: Place; message: string; data?: Record<string, string | number> }) => ({
            at: also.at,
            message: fill(rule.messages[also.message] ?? also.message, also.data),
          }),
        ),
        fix: report.fix ?? null,
        routes: (report.routes ?? []).map((route: Route) => route.id),
        key: report.key,
        identity: [],
        fingerprint: '',
      });
    }
  }
  return distinct(findings.sort(byPlace));
}

function isChosen(rule: Rule, setting: RuleSetting | undefined, options: RunOptions): boolean {
  if (options.only) return options.only.includes(rule.id);
  if (setting?.severity === 'off') return false;
  return setting !== undefined || presetIncludes(options.preset, rule.preset);
}

function defaults(options: Options | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options ?? {}).map(([name, option]) => [name, option.default]));
}

function fill(message: string, data: Readonly<Record<string, string | number>> | undefined): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(data?.[name] ?? whole));
}

export function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.at.file, b.at.file) || a.at.start - b.at.start || compare(a.rule, b.rule) || compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = `${finding.rule}\0${finding.at.file}\0${finding.at.start}\0${finding.message}`;
    return !seen.has(key) && seen.add(key);
  });
}
