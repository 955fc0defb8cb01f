import type { Meaning } from '#catalog';
import type { Outcomes } from '#model';
import type { RuleSetting } from '#rule';
import type { CatalogAddition, CatalogConfig, Config, RuleConfig, Settings, StepConfig } from './settings.ts';

/**
 * Fills in the defaults. `rebase` turns a path or glob that is relative to the configuration file into one that is
 * relative to the working directory.
 */
export function resolveConfig(config: Config, rebase: (path: string) => string = (path) => path): Settings {
  return {
    files: {
      include: (config.files?.include ?? []).map(rebase),
      exclude: (config.files?.exclude ?? []).map(rebase),
    },
    preset: config.preset ?? 'recommended',
    rules: ruleSettings(config.rules),
    publicRoutes: config.publicRoutes ?? [],
    loginRoutes: config.loginRoutes ?? [],
    catalog: Object.entries(config.catalog ?? {}).map(([key, value]) => catalogAddition(key, value, rebase)),
    needles: config.needles ?? [],
    apps: Object.entries(config.apps ?? {}).map(([folder, app]) => ({
      // A name without a slash is a folder here, no pattern for any depth.
      folder: rebase(`./${folder.replace(/^\.\//, '').replace(/\/+$/, '')}`).replace(/^\.\//, ''),
      preset: app.preset ?? null,
      rules: ruleSettings(app.rules),
      publicRoutes: app.publicRoutes ?? [],
      loginRoutes: app.loginRoutes ?? [],
    })),
  };
}

function ruleSettings(rules: Config['rules']): Settings['rules'] {
  return Object.fromEntries(Object.entries(rules ?? {}).map(([id, setting]) => [id, ruleSetting(setting)]));
}

function ruleSetting(setting: RuleConfig): RuleSetting {
  if (typeof setting === 'string') return { severity: setting };
  if ('severity' in setting || 'options' in setting) {
    return {
      ...(setting.severity === undefined ? {} : { severity: setting.severity }),
      ...(setting.options === undefined ? {} : { options: setting.options }),
    };
  }
  const [severity, options] = setting as Extract<RuleConfig, readonly unknown[]>;
  return { severity, options };
}

function catalogAddition(key: string, value: CatalogConfig, rebase: (path: string) => string): CatalogAddition {
  // The first character may be the `#` of a subpath import; a later one may belong to `Class#method`.
  const hash = key.indexOf('#', 1);
  const module = hash < 0 ? key : key.slice(0, hash);
  const name = hash < 0 ? '' : key.slice(hash + 1);
  return {
    module: /^\.\.?\//.test(module) ? dotted(rebase(module)) : module,
    export: name === 'default' ? '' : name,
    meaning: meaningOf(value, name || module),
  };
}

function dotted(path: string): string {
  return path.startsWith('../') ? path : `./${path.replace(/^\.\//, '')}`;
}

function meaningOf(value: CatalogConfig, name: string): Meaning {
  if ('step' in value) return stepMeaning(value, name);
  if ('wrapper' in value) return { is: 'wrapper', argument: value.wrapper };
  if ('verifies' in value) {
    const delivers = value.async === true ? 'promise' : 'value';
    return { is: 'verification', credential: value.verifies, delivers, failure: value.failure ?? 'throws' };
  }
  const kind = value.kind ?? 'custom';
  const carries =
    kind === 'password' ? 'body' : kind === 'oauth' || kind === 'oidc' || kind === 'saml' ? 'redirect' : 'header';
  return {
    is: 'scheme-class',
    name: value.scheme,
    kind,
    carries,
    stateless: kind === 'jwt' || kind === 'bearer' || kind === 'api-key',
  };
}

function stepMeaning(value: StepConfig, name: string): Meaning {
  const guards = value.step === 'authenticate' || value.step === 'authorize';
  const usual: Partial<Outcomes> = guards
    ? { none: 'rejects', bad: 'rejects', good: 'continues', preflight: 'rejects' }
    : {};
  const status = value.status ?? (guards ? (value.step === 'authorize' ? 403 : 401) : undefined);
  const establishes = value.establishes ?? (value.step === 'authenticate' ? ['user'] : undefined);
  return {
    is: value.factory ? 'step-factory' : 'step',
    step: {
      role: value.step,
      outcome: { ...usual, ...value.outcome },
      name,
      why: 'the configuration says so (catalog)',
      ...(status === undefined ? {} : { status }),
      // Whether its rejections are errors that some handler answers is not said.
      ...(guards ? { rejection: 'answer' as const } : {}),
      ...(establishes === undefined ? {} : { establishes }),
      ...(value.scheme === undefined ? {} : { scheme: { kind: 'custom', name: value.scheme } }),
      ...(value.step === 'error' ? { handlesErrors: true } : {}),
    },
  };
}
