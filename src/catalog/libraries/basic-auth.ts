import { guards } from '../common.ts';
import { defineLibrary, type StepKnowledge } from '../vocabulary.ts';

const basic: StepKnowledge = {
  role: 'authenticate',
  outcome: guards,
  status: 401,
  rejection: 'answer',
  scheme: { kind: 'basic', name: 'basic' },
  establishes: ['user'],
  why: 'it rejects whoever does not know a user and the password',
};

/** Small relatives of express-basic-auth. `basic-auth` itself only parses the header and decides nothing. */
export default [
  defineLibrary({
    package: 'basic-auth-connect',
    docs: 'https://github.com/expressjs/basic-auth-connect#readme',
    exports: {
      '': {
        is: 'step-factory',
        secrets: [{ at: { argument: 1 }, protects: 'the password of basic authentication', emptyAccepted: true }],
        step: {
          ...basic,
          variants: [
            {
              // With two parameters its promise is taken for a yes, with three it answers by callback.
              when: { argument: 0, kind: 'async-function' },
              becomes: { outcome: { bad: 'unknown' } },
            },
          ],
        },
      },
    },
  }),
  defineLibrary({
    package: 'http-auth-connect',
    docs: 'https://github.com/gevorg/http-auth-connect#readme',
    exports: { '': { is: 'step-factory', step: basic } },
  }),
  defineLibrary({
    package: 'http-auth',
    docs: 'https://github.com/http-auth/http-auth#readme',
    // A step factory until 3; from 4 on http-auth-connect makes the step.
    exports: { connect: { is: 'step-factory', step: basic } },
  }),
];
