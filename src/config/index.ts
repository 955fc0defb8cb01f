export { type ConfigText, checkConfig, isEmbeddedIn, parseConfig } from './parse.ts';
export { ConfigError } from './problem.ts';
export { resolveConfig } from './resolve.ts';
export { configSchema } from './schema.ts';
export type { AppSettings, CatalogAddition, CatalogConfig, Config, RuleConfig, Settings } from './settings.ts';
