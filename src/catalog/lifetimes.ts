import type { TokenKnowledge } from './vocabulary.ts';

/** What `expiresIn` of jsonwebtoken makes of a value; libraries that sign with it take the same option. */
export const lifetimes: TokenKnowledge = {
  kind: 'sign',
  settings: [
    {
      // https://github.com/auth0/node-jsonwebtoken#jwtsignpayload-secretorprivatekey-options-callback
      when: { option: 'expiresIn', digits: true },
      kind: 'lifetime',
      weight: 'error',
      consequence: 'a string without a unit counts milliseconds, so that tokens expire at once',
    },
    {
      // `'1000y'` is meant.
      when: {
        all: [
          { option: 'expiresIn', above: 1e9 },
          { option: 'expiresIn', kind: 'number' },
        ],
      },
      kind: 'lifetime',
      weight: 'error',
      consequence: 'a number counts seconds from now, so that tokens are valid for decades',
    },
    {
      when: {
        all: [
          { option: 'expiresIn', kind: 'present' },
          { option: 'expiresIn', kind: 'undefined-able' },
        ],
      },
      kind: 'lifetime',
      weight: 'warning',
      consequence: 'a variable of digits only counts milliseconds, so that tokens expire at once',
    },
    {
      when: {
        all: [
          { option: 'expiresIn', kind: 'absent' },
          { option: 'exp', of: 0, kind: 'absent' },
        ],
      },
      kind: 'lifetime',
      weight: 'warning',
      consequence: 'tokens never expire: one that leaks opens the account for ever',
    },
  ],
};
