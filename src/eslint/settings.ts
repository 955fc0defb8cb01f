import type { Demand } from '#session';
import type { RuleContext } from './surroundings.ts';

const PRESETS = ['recommended', 'strict', 'audit'] as const;

/** What ESLint's shared settings say to authlint, under the key `authlint`. */
export interface SharedSettings {
  /** How sure a finding must be; the configuration file's by default. */
  readonly preset?: (typeof PRESETS)[number];
  /** Instead of the nearest configuration file: another one, from ESLint's working directory, or none. */
  readonly config?: string | false;
  /** Whether a model is kept between runs, in the command line's cache; it is by default. */
  readonly cache?: boolean;
}

/** Throws when the settings cannot be understood. */
export function settingsOf({ settings }: Pick<RuleContext, 'settings'>): SharedSettings {
  const given = settings['authlint'] ?? {};
  if (typeof given !== 'object') throw new Error(`settings.authlint must be an object, not ${typeof given}`);
  const { preset, config, cache, ...others } = given as Readonly<Record<string, unknown>>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new Error(`settings.authlint knows 'preset', 'config' and 'cache', not '${unknown}'`);
  const isPreset = (one: unknown): one is (typeof PRESETS)[number] => PRESETS.some((name) => name === one);
  if (preset !== undefined && !isPreset(preset)) {
    throw new Error(`settings.authlint.preset must be one of ${PRESETS.join(', ')}, not ${JSON.stringify(preset)}`);
  }
  if (config !== undefined && config !== false && typeof config !== 'string') {
    throw new Error('settings.authlint.config must be the path of a configuration file, or false');
  }
  if (cache !== undefined && typeof cache !== 'boolean')
    throw new Error('settings.authlint.cache must be true or false');
  return {
    ...(preset === undefined ? {} : { preset }),
    ...(config === undefined ? {} : { config }),
    ...(cache === undefined ? {} : { cache }),
  };
}

export function demandOf(rule: string, context: RuleContext): Demand {
  const options = context.options[0] as Demand['options'];
  return { rule, preset: settingsOf(context).preset, options };
}
