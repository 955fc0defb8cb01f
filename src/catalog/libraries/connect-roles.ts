import { guards } from '../common.ts';
import { defineLibrary, type StepFactory, type StepKnowledge } from '../vocabulary.ts';

const authorize: StepKnowledge = {
  role: 'authorize',
  outcome: guards,
  status: 403,
  rejection: 'answer',
  why: 'it rejects whoever lacks what it demands, and everyone where nobody was authenticated before',
};
const role: StepFactory = {
  is: 'step-factory',
  step: { ...authorize, reads: ['user'], requirements: { prefix: 'role:', argument: 0 } },
};

export default defineLibrary({
  package: 'connect-roles',
  docs: 'https://github.com/ForbesLindesay/connect-roles#readme',
  exports: {
    '': {
      is: 'instance-factory',
      members: {
        middleware: {
          is: 'step-factory',
          step: { role: 'unknown', why: 'it only adds the questions is() and can() to the request' },
        },
        is: role,
        can: { ...role, step: { ...role.step, requirements: { prefix: 'permission:', argument: 0 } } },
        isAuthenticated: {
          is: 'step-factory',
          step: {
            role: 'authenticate',
            outcome: guards,
            status: 403,
            rejection: 'answer',
            scheme: { kind: 'session', name: 'session' },
            reads: ['user'],
            why: 'it rejects whoever Passport has not logged in',
          },
        },
      },
    },
  },
});
