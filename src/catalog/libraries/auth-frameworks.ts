import { answers } from '../common.ts';
import { defineLibrary, type PrincipalLookup, type StepFactory } from '../vocabulary.ts';

const handler: StepFactory = {
  is: 'step-factory',
  step: {
    role: 'handler',
    purpose: 'login',
    outcome: answers,
    why: 'it answers every request below its mount: login, callback, session',
  },
};

const who: PrincipalLookup = { is: 'principal', delivers: 'promise', object: false, members: [] };

/** Frameworks that bring the login with them: a handler to mount and a question who is there. */
export default [
  defineLibrary({
    package: 'better-auth',
    aliases: ['better-auth/minimal'],
    docs: 'https://www.better-auth.com/docs/integrations/express',
    exports: {
      betterAuth: {
        is: 'instance-factory',
        secrets: [{ at: { option: 'secret' }, protects: 'the signature of sessions' }],
        members: { 'api.getSession': who, handler: { is: 'step', step: handler.step } },
      },
    },
  }),
  defineLibrary({
    package: 'better-auth/node',
    docs: 'https://www.better-auth.com/docs/integrations/express',
    exports: { toNodeHandler: handler },
  }),
  defineLibrary({
    package: '@auth/express',
    docs: 'https://authjs.dev/reference/express',
    exports: {
      ExpressAuth: {
        ...handler,
        secrets: [{ at: { option: 'secret' }, protects: 'the signature of sessions' }],
      },
      getSession: who,
    },
  }),
  defineLibrary({
    // The session of whoever is logged in, null for anybody else.
    package: 'next-auth',
    aliases: ['next-auth/next'],
    docs: 'https://next-auth.js.org/configuration/nextjs#getserversession',
    marks: false,
    exports: {
      getServerSession: who,
      unstable_getServerSession: who,
      '': { is: 'instance-factory', members: { auth: who } },
    },
  }),
  defineLibrary({
    package: 'next-auth/jwt',
    docs: 'https://next-auth.js.org/configuration/nextjs#gettoken',
    marks: false,
    exports: { getToken: who },
  }),
];
