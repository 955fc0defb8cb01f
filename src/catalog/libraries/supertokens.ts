import { guards } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

export default [
  defineLibrary({
    package: 'supertokens-node/recipe/session/framework/express',
    docs: 'https://supertokens.com/docs/additional-verification/session-verification/protect-api-routes',
    exports: {
      verifySession: {
        is: 'step-factory',
        step: {
          role: 'authenticate',
          // OPTIONS and TRACE are let through, whatever their headers.
          outcome: { ...guards, preflight: 'continues' },
          status: 401,
          scheme: { kind: 'session', name: 'supertokens' },
          establishes: ['session'],
          variants: [
            {
              when: { option: 'sessionRequired', is: false },
              becomes: { outcome: { none: 'continues', bad: 'unknown' } },
            },
          ],
          why: 'verifySession() rejects whoever has no session unless sessionRequired is false',
        },
      },
    },
  }),
  defineLibrary({
    package: 'supertokens-node/framework/express',
    docs: 'https://supertokens.com/docs/quickstart/backend-setup',
    exports: {
      middleware: {
        is: 'step-factory',
        step: { role: 'handler', why: 'it answers at the paths of the login and continues elsewhere' },
      },
      errorHandler: {
        is: 'step-factory',
        step: { role: 'error', handlesErrors: true, why: 'it answers errors of SuperTokens only' },
      },
    },
  }),
  defineLibrary({
    package: 'supertokens-node/recipe/session',
    docs: 'https://supertokens.com/docs/additional-verification/session-verification/protect-api-routes',
    exports: {
      getSession: { is: 'verification', options: 2, credential: 'request', delivers: 'promise', failure: 'throws' },
    },
  }),
];
