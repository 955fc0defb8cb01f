import { hangs } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const why = 'it answers errors only';
const handler: StepFactory = { is: 'step-factory', step: { role: 'error', handlesErrors: true, why } };
const tracing: StepFactory = { is: 'step-factory', step: { role: 'log', why: 'it only records the request' } };

export default [
  defineLibrary({
    package: 'errorhandler',
    docs: 'https://github.com/expressjs/errorhandler#readme',
    exports: {
      '': {
        is: 'step-factory',
        uninvoked: hangs,
        step: { role: 'error', handlesErrors: true, why },
        // It looks at no environment: https://github.com/expressjs/errorhandler#api
        disclosures: [
          {
            when: 'always',
            kind: 'stack',
            subject: 'errorhandler()',
            consequence: 'callers read stack traces and messages, in production too',
          },
        ],
      },
    },
  }),
  defineLibrary({
    package: '@sentry/node',
    docs: 'https://docs.sentry.io/platforms/javascript/guides/express/',
    marks: false,
    exports: {
      'Handlers.requestHandler': tracing,
      'Handlers.tracingHandler': tracing,
      'Handlers.errorHandler': handler,
      expressErrorHandler: handler,
    },
  }),
];
