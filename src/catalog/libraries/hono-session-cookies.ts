import { fails } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';
import { cookieFlags } from '../weaknesses.ts';

export default defineLibrary({
  package: 'hono-sessions',
  docs: 'https://github.com/jcs224/hono_sessions#readme',
  exports: {
    sessionMiddleware: {
      is: 'step-factory',
      uninvoked: fails,
      step: { role: 'session', provides: ['session'], why: 'it keeps a session for every caller' },
      weaknesses: [
        ...cookieFlags('cookieOptions.'),
        {
          // It sets no flag that is not asked for.
          when: { option: 'cookieOptions.httpOnly', kind: 'absent' },
          kind: 'session-cookie',
          weight: 'error',
          consequence: 'any script on the page can read the session cookie',
        },
      ],
    },
  },
});
