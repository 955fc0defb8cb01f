import type { Confidence } from './nouns/certainty.ts';
import type { Disclosure } from './nouns/disclosures.ts';
import type { Model } from './nouns/model.ts';
import { developmentOnly, weakest } from './questions.ts';

/**
 * Disclosures of some kinds that production may meet. Behind a switch of the environment they are a decision of whoever
 * runs the server, which is worth less certainty.
 */
export function* switchedOn(
  model: Model,
  ...kinds: readonly Disclosure['kind'][]
): Generator<{ readonly disclosure: Disclosure; readonly confidence: Confidence }> {
  for (const disclosure of model.disclosures) {
    if (!kinds.includes(disclosure.kind) || developmentOnly(disclosure.conditions)) continue;
    const optional = disclosure.conditions.some(({ kind }) => kind === 'environment' || kind === 'unknown');
    yield { disclosure, confidence: optional ? weakest([disclosure.confidence, 'medium']) : disclosure.confidence };
  }
}
