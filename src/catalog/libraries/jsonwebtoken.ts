import { expired, skewed, throwsTokenErrors, tokenSignature, unchecked } from '../common.ts';
import { anyUnsigned, confused } from '../jwt-versions.ts';
import { lifetimes } from '../lifetimes.ts';
import { unreadByJsonwebtoken } from '../unread.ts';
import { defineLibrary, type Signing, type TokenKnowledge, type Verification } from '../vocabulary.ts';

const settings: TokenKnowledge['settings'] = [
  {
    when: { option: 'algorithms', includes: 'none' },
    kind: 'unsigned',
    weight: 'error',
    consequence: 'an unsigned token is accepted where the key is missing',
  },
  {
    when: { option: 'algorithms', kind: 'absent' },
    kind: 'missing-algorithms',
    weight: 'warning',
    consequence: 'the look of the key decides which algorithms are accepted',
  },
  { when: { option: 'ignoreExpiration', is: true }, ...expired },
  // The time is taken from it, and here it stands still.
  { when: { option: 'clockTimestamp', kind: 'number' }, ...expired },
  ...skewed('clockTolerance'),
  ...unchecked({ argument: 1, kind: 'fetching-function' }, 'issuer', 'audience'),
];

const secrets = [{ at: { argument: 1 }, protects: tokenSignature }];

const verify: Verification = {
  is: 'verification',
  credential: 0,
  key: 1,
  options: 2,
  delivers: 'either',
  givesBack: 'callback',
  ...throwsTokenErrors,
  secrets,
  tokens: { kind: 'verify', settings },
  weaknesses: unreadByJsonwebtoken,
};

/** Before 9 a missing key lets unsigned tokens pass: https://github.com/advisories/GHSA-qwph-4952-7xr6 */
const verify8: Verification = {
  ...verify,
  secrets: [{ at: { argument: 1 }, protects: tokenSignature, undefinedRefused: false }],
  tokens: {
    kind: 'verify',
    settings: [...settings, confused],
  },
};

const verify040: Verification = { ...verify8, tokens: { kind: 'verify', settings: [...settings, anyUnsigned] } };

const sign: Signing = { is: 'signing', key: 1, options: 2, secrets, tokens: lifetimes };

export default defineLibrary({
  package: 'jsonwebtoken',
  docs: 'https://github.com/auth0/node-jsonwebtoken#readme',
  exports: {
    verify: [{ versions: '<0.4.1', meaning: verify040 }, { versions: '<9', meaning: verify8 }, { meaning: verify }],
    decode: { is: 'decoding', credential: 0, tokens: { kind: 'decode', settings: [] } },
    sign,
  },
});
