import { clerkSession } from '../clerk-session.ts';
import { guards } from '../common.ts';
import { defineLibrary, type StepKnowledge } from '../vocabulary.ts';

const optional: StepKnowledge = {
  role: 'session',
  establishes: ['auth'],
  why: 'it reads who the caller is and lets everyone continue',
};
const required: StepKnowledge = {
  role: 'authenticate',
  outcome: guards,
  scheme: { kind: 'session', name: 'clerk' },
  establishes: ['auth'],
  why: 'it rejects whoever is not signed in',
};

export default [
  defineLibrary({
    package: '@clerk/express',
    docs: 'https://clerk.com/docs/references/express/overview',
    exports: {
      clerkMiddleware: { is: 'step-factory', step: optional },
      requireAuth: {
        is: 'step-factory',
        step: {
          ...required,
          status: 302,
          rejection: 'answer',
          why: 'requireAuth() redirects whoever is not signed in',
        },
      },
      getAuth: clerkSession,
      verifyToken: { is: 'verification', credential: 0, delivers: 'promise', failure: 'throws' },
    },
  }),
  defineLibrary({
    package: '@clerk/clerk-sdk-node',
    docs: 'https://clerk.com/docs/upgrade-guides/node-to-express',
    exports: {
      ClerkExpressRequireAuth: { is: 'step-factory', step: required },
      ClerkExpressWithAuth: { is: 'step-factory', step: optional },
      verifyToken: { is: 'verification', credential: 0, delivers: 'promise', failure: 'throws' },
    },
  }),
];
