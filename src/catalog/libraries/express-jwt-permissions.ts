import { guards } from '../common.ts';
import { defineLibrary, type StepFactory, type StepKnowledge } from '../vocabulary.ts';

const authorize: StepKnowledge = {
  role: 'authorize',
  outcome: guards,
  status: 403,
  why: 'it rejects whoever lacks what it demands, and everyone where nobody was authenticated before',
};
const permission: StepFactory = {
  is: 'step-factory',
  step: {
    ...authorize,
    reads: ['user'],
    requirements: { prefix: 'permission:', argument: 0 },
    unless: { semantics: 'express-unless', method: 'unless' },
  },
};

export default defineLibrary({
  package: 'express-jwt-permissions',
  docs: 'https://github.com/MichielDeMey/express-jwt-permissions#readme',
  exports: {
    '': {
      is: 'instance-factory',
      members: { check: permission },
      variants: [
        {
          when: { option: 'requestProperty', is: 'auth' },
          becomes: { members: { check: { ...permission, step: { ...permission.step, reads: ['auth'] } } } },
        },
        {
          when: {
            all: [{ option: 'requestProperty', kind: 'present' }, { not: { option: 'requestProperty', is: 'auth' } }],
          },
          becomes: { members: { check: { ...permission, step: { ...permission.step, reads: [] } } } },
        },
      ],
    },
  },
});
