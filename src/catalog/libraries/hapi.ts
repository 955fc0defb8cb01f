import { answers } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: '@hapi/hapi',
  aliases: ['hapi'],
  docs: 'https://hapi.dev/api',
  exports: {
    'Server#cors': {
      is: 'step-factory',
      step: {
        role: 'cors',
        outcome: { preflight: answers.preflight },
        name: 'cors',
        why: 'hapi answers preflights of routes with the option cors itself, before authentication',
      },
    },
  },
});
