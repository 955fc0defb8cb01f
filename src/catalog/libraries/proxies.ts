import type { Outcomes } from '#model';
import { answers, lets } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const passes: Outcomes = { ...lets, good: 'continues' };
const proxy: StepFactory = {
  is: 'step-factory',
  step: {
    role: 'handler',
    outcome: answers,
    variants: [
      {
        when: {
          any: [
            { option: 'pathFilter', kind: 'present' },
            { argument: 0, kind: 'string' },
            { argument: 0, kind: 'array' },
            { argument: 0, kind: 'function' },
          ],
        },
        becomes: { outcome: passes, why: 'it forwards what its filter takes and continues for everything else' },
      },
    ],
    why: 'it forwards every request that reaches it, with whatever credentials it carries',
  },
};

export default [
  defineLibrary({
    package: 'http-proxy-middleware',
    docs: 'https://github.com/chimurai/http-proxy-middleware#readme',
    exports: { '': proxy, createProxyMiddleware: proxy, legacyCreateProxyMiddleware: proxy },
  }),
  defineLibrary({
    package: 'express-http-proxy',
    docs: 'https://github.com/villadora/express-http-proxy#readme',
    exports: {
      '': {
        is: 'step-factory',
        options: 1,
        step: {
          role: 'handler',
          outcome: answers,
          variants: [
            {
              when: { option: 'filter', kind: 'present' },
              becomes: { outcome: passes, why: 'it forwards what its filter takes and continues for everything else' },
            },
          ],
          why: 'it forwards every request that reaches it, with whatever credentials it carries',
        },
      },
    },
  }),
];
