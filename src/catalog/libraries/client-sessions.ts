import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'client-sessions',
  docs: 'https://github.com/mozilla/node-client-sessions#readme',
  exports: {
    '': {
      is: 'step-factory',
      secrets: [{ at: { option: 'secret' }, protects: 'session cookies' }],
      step: { role: 'session', provides: ['session'], why: 'it gives every caller a session and continues' },
    },
  },
});
