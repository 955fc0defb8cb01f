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

/**
 * Steps that keep the body as it was sent, behind one that has parsed it. Where one for all routes is in time for some, a
 * parser of the others stands before it on purpose.
 */
export function lateRawBodies(model: Model): readonly LateRawBody[] {
  const found = new Map<Step, LateRawBody>();
  const inTime = new Set<Step>();
  for (const route of model.routes) {
    if (developmentOnly(route.conditions)) continue;
    const parsed: Step[] = [];
    const kept: Step[] = [];
    for (const link of route.chain) {
      const step = stepOf(model, link.step);
      if (step.provides.includes('raw-body')) {
        const provider = parsed.findLast((one) => takesSame(one, step));
        if (provider && !found.has(step) && !kept.some((one) => takesSame(one, step)))
          found.set(step, { step, provider, confidence: confidenceFor(model, route) });
        if (!provider && isShared(model, step)) inTime.add(step);
        kept.push(step);
      } else if (step.provides.includes('body') && link.covers === 'all' && link.conditions.length === 0) {
        parsed.push(step);
      }
    }
  }
  return [...found.values()].filter(({ step }) => !inTime.has(step));
}

/** Installed for whatever comes behind it, not by single routes. */
function isShared({ scopes }: Model, { id }: Step): boolean {
  return scopes.some(({ entries }) => entries.some((entry) => entry.kind === 'step' && entry.step === id));
}

/** Each parser of Express leaves bodies of other content types alone: https://expressjs.com/en/5x/api.html#express.json */
function takesSame({ takes: one }: Step, { takes: other }: Step): boolean {
  return !one || !other || one.some((type) => other.some((another) => overlap(full(type), full(another))));
}

/** https://github.com/jshttp/type-is#typeisistype-types */
function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((type) => type.toLowerCase().split('/'));
  return [0, 1].every((index) => a![index] === '*' || b![index] === '*' || a![index] === b![index]);
}

const short: Readonly<Record<string, string>> = {
  json: 'application/json',
  urlencoded: 'application/x-www-form-urlencoded',
  multipart: 'multipart/*',
  text: 'text/plain',
  txt: 'text/plain',
  bin: 'application/octet-stream',
};

function full(type: string): string {
  return type.includes('/') ? type : (short[type] ?? '*/*');
}
