export { recordedCommands, renderOutputs } from './readme.ts';
export { type RuleFile, renderRegistry } from './registry.ts';
export { renderRulePage } from './rule-page.ts';
export { type Matrix, renderRulesTable } from './rules-table.ts';
export { renderSchema } from './schema.ts';
