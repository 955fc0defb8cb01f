import { expired, skewed, throwsTokenErrors, tokenSignature, unchecked } from '../common.ts';
import { unreadByPassportJwt } from '../unread-by-schemes.ts';
import { defineLibrary, type ValueKind } from '../vocabulary.ts';

/** Keys that others have, too: `passportJwtSecret({ jwksUri })`, or a function that asks for them. */
function remote(kind: ValueKind) {
  return { option: 'secretOrKeyProvider', kind };
}

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
      // https://github.com/mikenicholson/passport-jwt/blob/master/lib/strategy.js
      tells: { ...throwsTokenErrors.errors, nothing: 'No auth token' },
      keys: { option: 'secretOrKeyProvider', given: ['request', 'credential', 'done'] },
      secrets: [{ at: { option: 'secretOrKey' }, protects: tokenSignature }],
      weaknesses: unreadByPassportJwt,
      tokens: {
        kind: 'verify',
        settings: [
          {
            when: { option: 'ignoreExpiration', is: true },
            ...expired,
          },
          ...skewed('jsonWebTokenOptions.clockTolerance'),
          ...unchecked({ any: [remote('key-set'), remote('fetching-function')] }, 'issuer', 'audience'),
        ],
      },
    },
  },
});
