import { guards } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'express-basic-auth',
  docs: 'https://github.com/LionC/express-basic-auth#readme',
  exports: {
    '': {
      is: 'step-factory',
      step: {
        role: 'authenticate',
        outcome: guards,
        status: 401,
        rejection: 'answer',
        scheme: { kind: 'basic', name: 'basic' },
        establishes: ['auth'],
        // https://github.com/LionC/express-basic-auth#custom-authorization
        asks: { option: 'authorizer', given: ['name', 'credential'], yes: 'at-once' },
        variants: [
          {
            when: { option: 'authorizeAsync', is: true },
            becomes: { asks: { option: 'authorizer', given: ['name', 'credential', 'done'], yes: 'given' } },
          },
          {
            when: {
              all: [{ option: 'authorizer', kind: 'async-function' }, { not: { option: 'authorizeAsync', is: true } }],
            },
            becomes: {
              outcome: { bad: 'continues' },
              why: 'express-basic-auth takes the promise of an async authorizer for a yes unless authorizeAsync is set',
            },
          },
        ],
        why: 'express-basic-auth rejects whoever does not name a known user and password',
      },
    },
  },
});
