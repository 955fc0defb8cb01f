import { type Preset, presetIncludes } from '#rule';
import { allRules } from '#session';
import manifest from '../../package.json' with { type: 'json' };
import { parser } from './parser.ts';
import { windowOnto } from './rules.ts';
import type { Plugin, PluginConfig } from './surroundings.ts';

export type { SharedSettings } from './settings.ts';
export type { Plugin, PluginConfig, RuleModule } from './surroundings.ts';

const plugin: Plugin = {
  meta: { name: 'authlint', version: manifest.version, namespace: 'authlint' },
  rules: Object.fromEntries(allRules.map((rule) => [rule.id, windowOnto(rule)])),
  parser,
  configs: { recommended: preset('recommended'), strict: preset('strict'), audit: preset('audit') },
};

/** ESLint has no `info`, and one severity for all reports of a rule. */
function preset(chosen: Preset): PluginConfig {
  const included = allRules.filter((rule) => presetIncludes(chosen, rule.preset));
  return {
    name: `authlint/${chosen}`,
    plugins: {
      get authlint() {
        return plugin;
      },
    },
    settings: { authlint: { preset: chosen } },
    rules: Object.fromEntries(
      included.map(({ id, severity }) => [`authlint/${id}`, severity === 'error' ? 'error' : 'warn']),
    ),
  };
}

export default plugin;
