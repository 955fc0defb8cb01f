import { hangs } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'cookie-parser',
  docs: 'https://github.com/expressjs/cookie-parser#readme',
  exports: {
    '': {
      is: 'step-factory',
      uninvoked: hangs,
      secrets: [{ at: { argument: 0 }, protects: 'the signature of cookies' }],
      step: { role: 'cookies', provides: ['cookies'], why: 'cookie-parser fills req.cookies and continues' },
    },
  },
});
