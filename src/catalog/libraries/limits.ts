import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const limit: StepFactory = {
  is: 'step-factory',
  step: { role: 'rate-limit', why: 'it rejects callers only for coming too often' },
};
const slow: StepFactory = { is: 'step-factory', step: { role: 'rate-limit', why: 'it only delays requests' } };

export default [
  defineLibrary({
    package: 'express-rate-limit',
    docs: 'https://express-rate-limit.mintlify.app/',
    exports: { '': limit, rateLimit: limit },
  }),
  defineLibrary({
    package: 'express-slow-down',
    docs: 'https://github.com/express-rate-limit/express-slow-down#readme',
    exports: { '': slow, slowDown: slow },
  }),
  defineLibrary({
    package: 'express-brute',
    docs: 'https://github.com/AdamPflug/express-brute#readme',
    exports: {
      '': {
        is: 'instance-factory',
        members: { prevent: { is: 'step', step: limit.step }, getMiddleware: limit },
      },
    },
  }),
];
