export type { Finding } from './finding.ts';
export type { Options, OptionValues, Placeholders, Preset, Report, Rule, RuleDefinition, Severity, Topic } from './rule.ts';
export { defineRule } from './rule.ts';
export { presetIncludes, runRules } from './run.ts';
