import { guards } from '../common.ts';
import { defineLibrary, type StepKnowledge } from '../vocabulary.ts';

const authorize: StepKnowledge = {
  role: 'authorize',
  outcome: guards,
  status: 403,
  rejection: 'answer',
  why: 'it rejects whoever lacks what it demands, and everyone where nobody was authenticated before',
};

export default defineLibrary({
  package: 'express-jwt-authz',
  docs: 'https://github.com/auth0/express-jwt-authz#readme',
  exports: {
    '': {
      is: 'step-factory',
      options: 1,
      step: {
        ...authorize,
        reads: ['user'],
        requirements: { prefix: 'scope:', argument: 0 },
        variants: [
          { when: { option: 'failWithError', is: true }, becomes: { rejection: 'error' } },
          { when: { option: 'customUserKey', is: 'auth' }, becomes: { reads: ['auth'] } },
          {
            when: {
              all: [
                { option: 'customUserKey', kind: 'present' },
                { not: { option: 'customUserKey', is: 'auth' } },
                { not: { option: 'customUserKey', is: 'user' } },
              ],
            },
            becomes: { reads: [] },
          },
        ],
      },
    },
  },
});
