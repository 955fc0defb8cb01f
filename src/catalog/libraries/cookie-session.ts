import { fails } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';
import { cookieFlags } from '../weaknesses.ts';

export default defineLibrary({
  package: 'cookie-session',
  docs: 'https://github.com/expressjs/cookie-session#options',
  exports: {
    '': {
      is: 'step-factory',
      uninvoked: fails,
      secrets: [
        { at: { option: 'keys' }, protects: 'the signature of session cookies' },
        { at: { option: 'secret' }, protects: 'the signature of session cookies' },
      ],
      weaknesses: cookieFlags(''),
      tokens: {
        kind: 'verify',
        settings: [
          {
            when: { option: 'signed', is: false },
            kind: 'unsigned',
            weight: 'error',
            consequence: 'anyone can write a session of their own',
          },
        ],
      },
      step: {
        role: 'session',
        provides: ['session'],
        why: 'cookie-session gives every caller a session, logged in or not, and continues',
      },
    },
  },
});
