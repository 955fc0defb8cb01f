import { expressAllows } from '../allowed.ts';
import { hangs } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';
import { credentialedCors } from '../weaknesses.ts';

export default defineLibrary({
  package: 'cors',
  docs: 'https://github.com/expressjs/cors#configuration-options',
  exports: {
    '': {
      is: 'step-factory',
      uninvoked: hangs,
      weaknesses: credentialedCors('refused'),
      step: {
        role: 'cors',
        allows: expressAllows,
        outcome: { preflight: 'answers' },
        variants: [
          { when: { option: 'preflightContinue', is: true }, becomes: { outcome: { preflight: 'continues' } } },
        ],
        why: 'cors answers every OPTIONS request itself unless preflightContinue is set',
      },
    },
  },
});
