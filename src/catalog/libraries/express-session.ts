import { hangs } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';
import { cookieFlags } from '../weaknesses.ts';

export default defineLibrary({
  package: 'express-session',
  docs: 'https://github.com/expressjs/session#options',
  exports: {
    '': {
      is: 'step-factory',
      uninvoked: hangs,
      secrets: [{ at: { option: 'secret' }, protects: 'the signature of session cookies' }],
      weaknesses: cookieFlags('cookie.'),
      step: {
        role: 'session',
        provides: ['session'],
        why: 'express-session gives every caller a session, logged in or not, and continues',
      },
    },
  },
});
