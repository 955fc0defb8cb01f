import { guards } from '../common.ts';
import { defineLibrary, type Verification } from '../vocabulary.ts';

const verify: Verification = { is: 'verification', credential: 0, delivers: 'promise', failure: 'throws' };

export default [
  defineLibrary({
    package: '@okta/jwt-verifier',
    docs: 'https://github.com/okta/okta-jwt-verifier-js#readme',
    exports: { '': { is: 'instance-factory', members: { verifyAccessToken: verify, verifyIdToken: verify } } },
  }),
  defineLibrary({
    package: '@okta/oidc-middleware',
    docs: 'https://github.com/okta/okta-oidc-middleware#readme',
    exports: {
      ExpressOIDC: {
        is: 'instance-factory',
        secrets: [{ at: { option: 'client_secret' }, protects: 'the client secret at the identity provider' }],
        members: {
          router: {
            is: 'step',
            step: {
              role: 'session',
              establishes: ['userContext'],
              needs: [{ what: 'session', consequence: 'every request is answered 500' }],
              why: 'its router restores who was logged in and answers only at the paths of the login',
            },
          },
          ensureAuthenticated: {
            is: 'step-factory',
            step: {
              role: 'authenticate',
              outcome: guards,
              status: 302,
              scheme: { kind: 'oidc', name: 'okta' },
              reads: ['userContext'],
              why: 'ensureAuthenticated() sends browsers to the login and rejects everyone else',
            },
          },
        },
      },
    },
  }),
];
