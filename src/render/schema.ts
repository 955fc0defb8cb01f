import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '#config';
import type { Rule } from '#rule';

/** `schema.json`: what editors need to complete and check `authlint.config.json`. */
export function renderSchema(rules: readonly Rule[]): string {
  const options: ConversionConfig = { target: 'draft-07', typeMode: 'input' };
  const { $schema, ...schema } = toJsonSchema(configSchema(rules), options);
  return `${JSON.stringify({ $schema, title: 'Configuration of authlint', ...schema }, null, 2)}\n`;
}
