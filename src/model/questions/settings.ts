import type { Place } from '#text';
import type { Condition, Confidence } from '../nouns/certainty.ts';
import type { Weakness } from '../nouns/disclosures.ts';
import type { Model } from '../nouns/model.ts';
import type { TokenSetting, TokenUse } from '../nouns/tokens.ts';
import { developmentOnly } from './basics.ts';

/** What a rule says of a setting that weakens what it belongs to. */
export interface WeakSetting {
  readonly at: Place;
  readonly severity: 'error' | 'warning';
  readonly confidence: Confidence;
  readonly key: string;
  readonly data: { readonly subject: string; readonly setting: string; readonly consequence: string };
}

/** Settings of one kind at the uses of tokens, development aside. */
export function tokenSettings(
  model: Model,
  kind: TokenSetting['kind'],
): (WeakSetting & { readonly token: TokenUse })[] {
  return model.tokens.flatMap((token) =>
    token.settings
      .filter((setting) => setting.kind === kind)
      .flatMap((setting) => told({ ...setting, subject: token.subject, conditions: token.conditions }))
      .map((setting) => ({ ...setting, token })),
  );
}

/** Weak settings of one kind, development aside. */
export function weaknessesOf(model: Model, kind: Weakness['kind']): WeakSetting[] {
  return model.weaknesses
    .filter((weakness) => weakness.kind === kind)
    .flatMap((weakness) =>
      told(weakness).map((one) => ({ ...one, confidence: confidenceIn(weakness) ?? one.confidence })),
    );
}

/** The other arm of a test that is not known may well be the one for development. */
function confidenceIn({ conditions }: Weakness): Confidence | null {
  return conditions.some(({ kind, holds }) => kind === 'unknown' && !holds) ? 'medium' : null;
}

function told({
  subject,
  at,
  text,
  consequence,
  weight,
  conditions,
}: Omit<Weakness, 'kind'> & { readonly conditions: readonly Condition[] }): WeakSetting[] {
  if (developmentOnly(conditions)) return [];
  const confidence = weight === 'error' ? 'high' : 'medium';
  return [
    { at, severity: weight, confidence, key: `${subject} ${text}`, data: { subject, setting: text, consequence } },
  ];
}
