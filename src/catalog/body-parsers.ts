import { hangs } from './common.ts';
import type { StepFactory } from './vocabulary.ts';

export const parser: StepFactory = {
  is: 'step-factory',
  uninvoked: hangs,
  step: {
    role: 'body',
    provides: ['body'],
    // `verify` is where the body can be kept as it was sent: https://expressjs.com/en/5x/api.html#express.json
    variants: [{ when: { option: 'verify', kind: 'present' }, becomes: { provides: ['body', 'raw-body'] } }],
    why: 'it parses the body of requests of its content type and continues',
  },
};

export const rawParser: StepFactory = {
  is: 'step-factory',
  uninvoked: hangs,
  step: { role: 'body', provides: ['body', 'raw-body'], why: 'it keeps the body as it was sent and continues' },
};
