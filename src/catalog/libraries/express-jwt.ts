import { expired, fails, guards, skewed, tokenSignature, unchecked } from '../common.ts';
import { believing, unpinned } from '../jwt-versions.ts';
import { unreadByJwtSteps } from '../unread.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const name = 'UnauthorizedError';
const refusals = { none: { name, code: 'credentials_required' }, bad: { name, code: 'invalid_token' } };
const guard: StepFactory = {
  is: 'step-factory',
  uninvoked: fails,
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
  step: {
    role: 'authenticate',
    // It lets a preflight through that asks for the authorization header, as that of a guarded route does:
    // https://github.com/auth0/express-jwt/blob/master/src/index.ts
    outcome: { ...guards, preflight: 'continues' },
    status: 401,
    rejection: refusals,
    scheme: { kind: 'jwt', name: 'jwt' },
    keys: { option: 'secret', given: ['request', 'token'] },
    establishes: [{ option: 'requestProperty', default: 'auth' }],
    variants: [{ when: { option: 'credentialsRequired', is: false }, becomes: { outcome: { none: 'continues' } } }],
    unless: { semantics: 'express-unless', method: 'unless' },
    why: 'express-jwt rejects a missing token unless credentialsRequired is false, and a bad token always',
  },
};
/** Its options for the place of the principal: https://github.com/auth0/express-jwt/blob/v6.1.2/lib/index.js */
const before7: StepFactory = {
  ...guard,
  step: {
    ...guard.step,
    keys: { option: 'secret', given: ['request', 'token', 'done', 'done'] },
    establishes: [{ option: 'userProperty', default: 'user' }],
    variants: [
      ...(guard.step.variants ?? []),
      {
        when: {
          all: [
            { option: 'requestProperty', kind: 'present' },
            { option: 'userProperty', kind: 'absent' },
          ],
        },
        becomes: { establishes: [{ option: 'requestProperty', default: 'user' }] },
      },
      { when: { option: 'resultProperty', kind: 'present' }, becomes: { establishes: [] } },
    ],
  },
};

/** Up to 5 the option may be left out: https://github.com/advisories/GHSA-6g6m-m6h5-w9gf */
const before6: StepFactory = {
  ...before7,
  tokens: {
    kind: 'verify',
    settings: [...(guard.tokens?.settings ?? []), unpinned],
  },
};

export default defineLibrary({
  package: 'express-jwt',
  docs: 'https://github.com/auth0/express-jwt#readme',
  exports: {
    // The default export is callable up to 6, so a call of it also tells the version.
    '': [
      { versions: '<0.2.1', meaning: believing(before6) },
      { versions: '<6', meaning: before6 },
      { meaning: before7 },
    ],
    expressjwt: guard,
  },
});
