export type { Finding } from './finding.ts';
export type {
  Options,
  OptionValues,
  Placeholders,
  Preset,
  Report,
  Rule,
  RuleDefinition,
  Severity,
  Topic,
} from './rule.ts';
export { defineRule } from './rule.ts';
export { presetIncludes, type RuleSetting, type RunOptions, runRules } from './run.ts';
export {
  type SuppressedFile,
  type Suppression,
  type SuppressionInput,
  suppress,
  suppressionRules,
} from './suppress.ts';
