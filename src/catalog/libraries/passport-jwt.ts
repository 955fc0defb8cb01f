import { expired, skewed, tokenSignature } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'passport-jwt',
  docs: 'https://www.passportjs.org/packages/passport-jwt/',
  exports: {
    Strategy: {
      is: 'scheme-class',
      name: 'jwt',
      kind: 'jwt',
      carries: 'header',
      stateless: true,
      secrets: [{ at: { option: 'secretOrKey' }, protects: tokenSignature }],
      tokens: {
        kind: 'verify',
        settings: [
          {
            when: {
              any: [
                { option: 'ignoreExpiration', is: true },
                { option: 'jsonWebTokenOptions.ignoreExpiration', is: true },
              ],
            },
            ...expired,
          },
          { when: { option: 'jsonWebTokenOptions.clockTolerance', above: 300 }, ...skewed },
        ],
      },
    },
  },
});
