import { answers } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

/** `plugin#page` stands for a page that a plugin of hapi serves by itself. */
export default defineLibrary({
  package: 'hapi-swagger',
  docs: 'https://github.com/hapi-swagger/hapi-swagger#readme',
  exports: {
    'plugin#page': {
      is: 'step-factory',
      step: {
        role: 'handler',
        purpose: 'docs',
        outcome: answers,
        why: 'it shows the documentation of the server to whoever asks',
      },
    },
  },
});
