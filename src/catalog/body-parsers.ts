import { hangs } from './common.ts';
import type { StepFactory } from './vocabulary.ts';

/** A parser of Express for bodies of one content type, unless `type` says otherwise; all others it leaves alone. */
export function parserOf(type: string): StepFactory {
  return {
    is: 'step-factory',
    uninvoked: hangs,
    step: {
      role: 'body',
      provides: ['body'],
      takes: { options: ['type'], otherwise: [type] },
      // `verify` is where the body can be kept as it was sent: https://expressjs.com/en/5x/api.html#express.json
      variants: [{ when: { option: 'verify', kind: 'present' }, becomes: { provides: ['body', 'raw-body'] } }],
      why: 'it parses the body of requests of its content type and continues',
    },
  };
}

/** https://expressjs.com/en/5x/api.html#express.json and below. */
export const parsers = {
  json: parserOf('application/json'),
  urlencoded: parserOf('application/x-www-form-urlencoded'),
  text: parserOf('text/plain'),
  raw: {
    is: 'step-factory',
    uninvoked: hangs,
    step: {
      role: 'body',
      provides: ['body', 'raw-body'],
      takes: { options: ['type'], otherwise: ['application/octet-stream'] },
      why: 'it keeps the body as it was sent and continues',
    },
  },
} satisfies Record<string, StepFactory>;
