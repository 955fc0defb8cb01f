import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Step } from '../nouns/steps.ts';
import { developmentOnly, stepOf } from './basics.ts';
import { confidenceFor } from './evidence.ts';

export interface LateRawBody {
  readonly step: Step;
  /** The parser that has consumed the body before. */
  readonly provider: Step;
  readonly confidence: Confidence;
}

/** Steps that keep the body as it was sent, behind one that has parsed it. */
export function lateRawBodies(model: Model): readonly LateRawBody[] {
  const found = new Map<Step, LateRawBody>();
  for (const route of model.routes) {
    if (developmentOnly(route.conditions)) continue;
    let provider: Step | null = null;
    for (const link of route.chain) {
      const step = stepOf(model, link.step);
      if (step.provides.includes('raw-body')) {
        if (provider && takesSame(provider, step) && !found.has(step))
          found.set(step, { step, provider, confidence: confidenceFor(model, route) });
        break;
      }
      if (step.provides.includes('body') && link.covers === 'all' && link.conditions.length === 0) provider = step;
    }
  }
  return [...found.values()];
}

/** Each parser of Express leaves bodies of other content types alone: https://expressjs.com/en/5x/api.html#express.json */
function takesSame(provider: Step, step: Step): boolean {
  const kinds = [provider, step].map(({ library }) => library?.export ?? '');
  return !(kinds.includes('json') && kinds.includes('urlencoded'));
}
