export type { Finding, Suppressed } from './finding.ts';
export { type Change, type Edit, editsOf, type Fix, respelling, withEdits } from './fix.ts';
export { identified, type Sources } from './identity.ts';
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
export { byPlace, presetIncludes, type RuleSetting, type RunOptions, runRules } from './run.ts';
export {
  type SuppressedFile,
  type Suppression,
  type SuppressionInput,
  suppress,
  suppressionRules,
} from './suppress.ts';
