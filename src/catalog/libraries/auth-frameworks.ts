import { answers } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const handler: StepFactory = {
  is: 'step-factory',
  step: {
    role: 'handler',
    outcome: answers,
    why: 'it answers every request below its mount: login, callback, session',
  },
};

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
        members: { 'api.getSession': { is: 'principal', delivers: 'promise', object: false, members: [] } },
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
      getSession: { is: 'principal', delivers: 'promise', object: false, members: [] },
    },
  }),
];
