import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'connect-flash',
  docs: 'https://github.com/jaredhanson/connect-flash#readme',
  exports: {
    '': {
      is: 'step-factory',
      step: {
        role: 'unknown',
        needs: [{ what: 'session', consequence: 'req.flash() throws' }],
        why: 'it only adds req.flash() and continues',
      },
    },
  },
});
