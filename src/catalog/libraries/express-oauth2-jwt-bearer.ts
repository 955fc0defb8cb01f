import { fails, guards, lets, tokenSignature } from '../common.ts';
import { defineLibrary, type StepKnowledge } from '../vocabulary.ts';

const claim: StepKnowledge = {
  role: 'authorize',
  outcome: guards,
  status: 401,
  reads: ['auth'],
  why: 'without auth() before it, it rejects every request; with it, whoever lacks the claim',
};

export default defineLibrary({
  package: 'express-oauth2-jwt-bearer',
  docs: 'https://auth0.github.io/node-oauth2-jwt-bearer/',
  exports: {
    auth: {
      is: 'step-factory',
      uninvoked: fails,
      secrets: [{ at: { option: 'secret' }, protects: tokenSignature }],
      step: {
        role: 'authenticate',
        outcome: guards,
        status: 401,
        scheme: { kind: 'jwt', name: 'bearer' },
        establishes: ['auth'],
        variants: [
          {
            when: { option: 'authRequired', is: false },
            becomes: {
              outcome: lets,
              why: 'with authRequired: false, auth() lets forged tokens continue too, not only missing ones',
            },
          },
        ],
        why: 'auth() rejects a missing or bad token unless authRequired is false',
      },
    },
    requiredScopes: {
      is: 'step-factory',
      step: { ...claim, requirements: { prefix: 'scope:', argument: 0 } },
    },
    scopeIncludesAny: {
      is: 'step-factory',
      step: { ...claim, requirements: { prefix: 'scope:', argument: 0 } },
    },
    claimEquals: { is: 'step-factory', step: { ...claim, requirements: { prefix: 'claim:', argument: 0 } } },
    claimIncludes: { is: 'step-factory', step: { ...claim, requirements: { prefix: 'claim:', argument: 0 } } },
    claimCheck: { is: 'step-factory', step: claim },
  },
});
