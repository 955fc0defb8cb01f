import { expired, guards, skewed, tokenSignature, unchecked } from '../common.ts';
import { unreadByJwtSteps } from '../unread.ts';
import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'koa-jwt',
  docs: 'https://github.com/koajs/jwt#readme',
  exports: {
    '': {
      is: 'step-factory',
      uninvoked: 'every request is answered 404',
      secrets: [{ at: { option: 'secret' }, protects: tokenSignature }],
      tokens: {
        kind: 'verify',
        settings: [
          { when: { option: 'ignoreExpiration', is: true }, ...expired },
          ...skewed('clockTolerance'),
          ...unchecked({ option: 'secret', kind: 'key-set' }, 'issuer', 'audience'),
        ],
      },
      weaknesses: unreadByJwtSteps,
      // It says why it rejects when it is told to debug: https://github.com/koajs/jwt#token-verification-exceptions
      disclosures: [
        {
          when: { option: 'debug', is: true },
          kind: 'error-message',
          subject: 'koa-jwt with debug',
          consequence: 'callers read why their token was refused',
        },
      ],
      step: {
        role: 'authenticate',
        outcome: guards,
        status: 401,
        scheme: { kind: 'jwt', name: 'jwt' },
        keys: { option: 'secret', given: ['token', 'token'] },
        establishes: [{ option: 'key', default: 'user', prefix: 'state.' }],
        variants: [
          {
            when: { option: 'passthrough', is: true },
            becomes: {
              outcome: { none: 'continues', bad: 'continues', preflight: 'continues' },
              failure: 'state.jwtOriginalError',
            },
          },
        ],
        unless: { semantics: 'koa-unless', method: 'unless' },
        why: 'koa-jwt rejects whoever brings no valid token unless passthrough is set',
      },
    },
  },
});
