import { clerkSession } from '../clerk-session.ts';
import { answers, fails, guards } from '../common.ts';
import { defineLibrary, type PrincipalLookup } from '../vocabulary.ts';

const who: PrincipalLookup = { is: 'principal', delivers: 'promise', object: false, members: [] };

/** Logins and sessions of others that are made for Hono. */
export default [
  defineLibrary({
    package: '@hono/auth-js',
    docs: 'https://github.com/honojs/middleware/tree/main/packages/auth-js',
    exports: {
      initAuthConfig: {
        is: 'step-factory',
        uninvoked: fails,
        step: { role: 'session', why: '@hono/auth-js only keeps its configuration here' },
      },
      authHandler: {
        is: 'step-factory',
        uninvoked: fails,
        step: {
          role: 'handler',
          purpose: 'login',
          outcome: answers,
          why: 'it answers every request below its path: login, callback, session',
        },
      },
      verifyAuth: {
        is: 'step-factory',
        uninvoked: fails,
        step: {
          role: 'authenticate',
          outcome: guards,
          status: 401,
          scheme: { kind: 'session', name: 'session' },
          establishes: ['authUser'],
          why: 'verifyAuth rejects whoever has no session',
        },
      },
      getAuthUser: who,
    },
  }),
  defineLibrary({
    package: '@hono/clerk-auth',
    docs: 'https://github.com/honojs/middleware/tree/main/packages/clerk-auth',
    exports: {
      clerkMiddleware: {
        is: 'step-factory',
        uninvoked: fails,
        step: { role: 'session', why: 'clerkMiddleware recognises callers and rejects nobody' },
      },
      getAuth: clerkSession,
    },
  }),
  defineLibrary({
    package: '@hono/oidc-auth',
    docs: 'https://github.com/honojs/middleware/tree/main/packages/oidc-auth',
    exports: {
      oidcAuthMiddleware: {
        is: 'step-factory',
        uninvoked: fails,
        step: {
          role: 'authenticate',
          outcome: guards,
          status: 302,
          rejection: 'answer',
          scheme: { kind: 'oidc', name: 'oidc' },
          why: 'oidcAuthMiddleware sends whoever is not logged in to the provider',
        },
      },
      getAuth: who,
    },
  }),
];
