import { hapiAllows } from '../allowed.ts';
import { answers } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';
import { credentialedCors } from '../weaknesses.ts';

export default defineLibrary({
  package: '@hapi/hapi',
  aliases: ['hapi'],
  docs: 'https://hapi.dev/api',
  exports: {
    'Server#cors': {
      is: 'step-factory',
      weaknesses: credentialedCors('reflected'),
      step: {
        role: 'cors',
        allows: hapiAllows,
        outcome: { preflight: answers.preflight },
        name: 'cors',
        why: 'hapi answers preflights of routes with the option cors itself, before authentication',
      },
    },
  },
});
