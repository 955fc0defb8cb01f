import type { OptionTest, SecretKnowledge } from '#catalog';
import { isUndefined, type Value } from '#frameworks';
import type { Disclosure, Purpose, SecretUse, TokenSetting, TokenUse, Weakness } from '#model';
import type { Place } from '#text';
import { optionAt, testHolds } from '../knowledge.ts';
import { subjectOf } from '../request/operations.ts';
import type { Observation } from '../setup/installation.ts';
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
      const found = secretUse(observation, secret, surroundings);
      if (found) settings.secrets.push(found);
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

function secretUse(observation: Observation, knowledge: SecretKnowledge, { required }: Surroundings): SecretUse | null {
  const value =
    'argument' in knowledge.at
      ? observation.args[knowledge.at.argument]
      : optionAt(observation.args[observation.meaning.options ?? 0], knowledge.at.option);
  if (!value) return null;
  const single = value.t === 'array' ? value.items[0] : value;
  if (!single) return null;
  const origin = originOf(single, knowledge, required);
  if (!origin) return null;
  return {
    ...origin,
    usedAt: observation.at,
    protects: `${knowledge.protects} (${subjectOf(observation.library)})`,
    conditions: observation.conditions,
  };
}

function originOf(
  value: Value,
  knowledge: SecretKnowledge,
  required: ReadonlySet<string>,
): Pick<SecretUse, 'origin' | 'at' | 'preview'> | null {
  if (value.t === 'primitive') {
    if (typeof value.value === 'string' && /^\s*-----BEGIN (RSA )?(PUBLIC KEY|CERTIFICATE)/.test(value.value))
      return null;
    if (value.value === '' && !knowledge.emptyAccepted) return null;
    if (typeof value.value === 'string')
      return value.at ? { origin: 'literal', at: value.at, preview: preview(value.value) } : null;
    return isUndefined(value) && knowledge.undefinedRefused === false && value.at
      ? { origin: 'missing', at: value.at, preview: '' }
      : null;
  }
  if (value.t === 'environment') {
    const fallback = value.fallback && literalOf(value.fallback);
    if (fallback && (fallback.text !== '' || knowledge.emptyAccepted))
      return { origin: 'fallback', at: fallback.at, preview: preview(fallback.text) };
    const mayBeMissing = knowledge.undefinedRefused === false && !required.has(value.name);
    return {
      origin: mayBeMissing ? 'missing' : 'environment',
      at: value.at,
      preview: value.name,
    };
  }
  if (value.t === 'text' && value.at) {
    const parts = value.parts.filter((part) => part !== '');
    const [only] = parts;
    const isWhole = parts.length === 1 && typeof only === 'object' && only.t === 'environment';
    if (isWhole && !only.fallback) return { origin: 'stringified', at: value.at, preview: only.name };
  }
  return null;
}

function literalOf(value: Value): { text: string; at: Place } | null {
  return value.t === 'primitive' && typeof value.value === 'string' && value.at
    ? { text: value.value, at: value.at }
    : null;
}

/** Enough to recognise it, never the whole. */
function preview(text: string): string {
  return text.length <= 4 ? '…' : `${text.slice(0, 4)}…`;
}
