import { fails, guards, lets } from '../common.ts';
import { defineLibrary, type StepKnowledge } from '../vocabulary.ts';

const claim: StepKnowledge = {
  role: 'authorize',
  outcome: guards,
  status: 401,
  reads: ['oidc'],
  why: 'it rejects whoever is not logged in or lacks the claim',
};

export default defineLibrary({
  package: 'express-openid-connect',
  docs: 'https://auth0.github.io/express-openid-connect/',
  exports: {
    auth: {
      is: 'step-factory',
      uninvoked: fails,
      secrets: [
        { at: { option: 'secret' }, protects: 'session cookies' },
        { at: { option: 'clientSecret' }, protects: 'the client secret at the identity provider' },
      ],
      step: {
        role: 'authenticate',
        outcome: guards,
        status: 302,
        rejection: 'answer',
        scheme: { kind: 'oidc', name: 'oidc' },
        establishes: ['oidc'],
        variants: [
          { when: { option: 'errorOnRequiredAuth', is: true }, becomes: { status: 401, rejection: 'error' } },
          {
            when: { option: 'authRequired', is: false },
            becomes: { outcome: lets, why: 'with authRequired: false, auth() only restores who was logged in' },
          },
        ],
        why: 'auth() sends whoever is not logged in to the login unless authRequired is false',
      },
    },
    requiresAuth: {
      is: 'step-factory',
      step: {
        role: 'authenticate',
        outcome: guards,
        status: 302,
        rejection: 'answer',
        scheme: { kind: 'oidc', name: 'oidc' },
        reads: ['oidc'],
        why: 'requiresAuth() sends whoever is not logged in to the login, and fails without auth() before it',
      },
    },
    claimEquals: { is: 'step-factory', step: { ...claim, requirements: { prefix: 'claim:', argument: 0 } } },
    claimIncludes: { is: 'step-factory', step: { ...claim, requirements: { prefix: 'claim:', argument: 0 } } },
    claimCheck: { is: 'step-factory', step: claim },
    attemptSilentLogin: {
      is: 'step-factory',
      step: {
        role: 'session',
        reads: ['oidc'],
        why: 'attemptSilentLogin() tries a login once and then lets everyone continue',
      },
    },
  },
});
