import type { OptionTest } from '#catalog';
import type { Value } from '#frameworks';
import type { Disclosure, Purpose, SecretUse, TokenSetting, TokenUse, Weakness } from '#model';
import type { Place } from '#text';
import type { Observation } from '../../installed/records.ts';
import { optionAt, testHolds } from '../../known/options.ts';
import { subjectOf } from '../../request/called/operations.ts';
import { secretUses } from './secrets.ts';
import { twinTokens } from './twin-tokens.ts';

export interface Settings {
  readonly tokens: TokenUse[];
  readonly secrets: SecretUse[];
  readonly disclosures: Disclosure[];
  readonly weaknesses: Weakness[];
}

/** What the arguments of known calls say about tokens, secrets and disclosures. */
export interface Surroundings {
  /** What becomes of a decoded token, by the place of the decoding call. */
  readonly decides: ReadonlyMap<string, TokenUse['decides']>;
  /** What the routes are for whose steps contain a place. */
  purposeAt(at: Place): Purpose | null;
  /** Whether the program itself refuses tokens that are too old, wherever it verifies them there. */
  refusesOld(at: Place): boolean;
  /** Variables of the environment without which the program does not start. */
  readonly required: ReadonlySet<string>;
}

export function settingsOf(observations: readonly Observation[], surroundings: Surroundings): Settings {
  const twins = twinTokens(observations);
  const settings: Settings = { tokens: [], secrets: [], disclosures: [], weaknesses: [] };
  for (const observation of observations) {
    const { meaning } = observation;
    if (meaning.tokens) {
      const use = tokenUse(observation, surroundings);
      const twin = twins.get(observation);
      settings.tokens.push(twin ? { ...use, settings: [...use.settings, twin] } : use);
    }
    for (const secret of meaning.secrets ?? []) {
      settings.secrets.push(...secretUses(observation, secret, surroundings));
    }
    for (const { when, kind, weight, consequence } of meaning.weaknesses ?? []) {
      if (!testHolds(when, observation.args, meaning.options ?? 0)) continue;
      const { conditions } = observation;
      const subject = subjectOf(observation.library);
      settings.weaknesses.push({
        kind,
        subject,
        at: placeOfTest(observation, when),
        text: textOf(when),
        consequence,
        weight,
        conditions,
      });
    }
    for (const one of meaning.disclosures ?? []) {
      const holds = one.when === 'always' ? true : testHolds(one.when, observation.args, meaning.options ?? 0);
      if (!holds) continue;
      const at = one.when === 'always' ? observation.at : placeOfTest(observation, one.when);
      settings.disclosures.push({
        kind: one.kind,
        at,
        subject: one.subject,
        consequence: one.consequence,
        conditions: observation.conditions,
        confidence: 'high',
      });
    }
  }
  return settings;
}

function tokenUse(observation: Observation, surroundings: Surroundings): TokenUse {
  const { meaning, library, args, at, conditions } = observation;
  const settings = meaning.tokens!.settings.flatMap((setting): TokenSetting[] => {
    if (!testHolds(setting.when, args, meaning.options ?? 0)) return [];
    if (setting.kind === 'ignored-expiration' && surroundings.refusesOld(at)) return [];
    const place = placeOfTest(observation, setting.when);
    return [
      {
        kind: setting.kind,
        weight: setting.weight,
        at: place,
        text: textOf(setting.when),
        consequence: setting.consequence,
      },
    ];
  });
  return {
    kind: meaning.tokens!.kind,
    subject: subjectOf(library),
    library: { package: library.package, export: library.path || 'default', version: library.version },
    at,
    conditions,
    settings,
    decides:
      meaning.tokens!.kind === 'decode' ? (surroundings.decides.get(`${at.file}:${at.start}`) ?? 'unknown') : 'unknown',
    purpose: surroundings.purposeAt(at),
  };
}

/** The place of the option or argument that a test looks at. */
function placeOfTest(observation: Observation, test: OptionTest): Place {
  const looked = firstLook(test);
  if (!looked) return observation.at;
  const { args, meaning } = observation;
  const value =
    'argument' in looked ? args[looked.argument] : optionAt(args[looked.of ?? meaning.options ?? 0], looked.option);
  return placeOf(value, observation.at);
}

function placeOf(value: Value | null | undefined, otherwise: Place): Place {
  if (value && 'at' in value && value.at) return value.at;
  return otherwise;
}

type Look = Exclude<OptionTest, { all: unknown } | { any: unknown } | { not: unknown }>;

function firstLook(test: OptionTest): Look | null {
  if ('option' in test || 'argument' in test) return test;
  const parts = 'all' in test ? test.all : 'any' in test ? test.any : [test.not];
  return parts.map(firstLook).find((one) => one !== null) ?? null;
}

function textOf(test: OptionTest): string {
  const looked = firstLook(test);
  return looked && 'option' in looked ? looked.option : 'an argument';
}
