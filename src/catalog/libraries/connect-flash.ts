import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'connect-flash',
  docs: 'https://github.com/jaredhanson/connect-flash#readme',
  exports: {
    '': {
      is: 'step-factory',
      step: {
        role: 'unknown',
        why: 'it only adds req.flash(), which asks for the session when it is called, and continues',
      },
    },
  },
});
