import type { Config } from '#config';

export type { CatalogConfig, Config, RuleConfig } from '#config';
export { ConfigError } from '#config';
export type {
  Access,
  App,
  ChainLink,
  Condition,
  Confidence,
  Gap,
  Model,
  Outcome,
  Outcomes,
  Role,
  Route,
  Scheme,
  SchemeUse,
  Scope,
  Step,
} from '#model';
export type { Finding, Options, Preset, Report, Rule, RuleDefinition, Severity, Topic } from '#rule';
export { defineRule } from '#rule';
export {
  type LintOptions,
  type LintResult,
  type LoadOptions,
  type LoadResult,
  lint,
  loadModel,
  rules,
  type Summary,
} from '#session';
export type { Place, Span } from '#text';

/** Types a configuration that is handed to `lint` as an object. */
export function defineConfig(config: Config): Config {
  return config;
}
