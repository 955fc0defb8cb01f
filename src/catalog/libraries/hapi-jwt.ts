import { expired, skewed, tokenSignature, unchecked, unsigned } from '../common.ts';
import { scheme } from '../hapi-scheme.ts';
import { unreadByHapiAuthJwt2 } from '../unread-by-schemes.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const guard = scheme(
  'jwt',
  'jwt',
  {
    secrets: [{ at: { option: 'keys' }, protects: tokenSignature, emptyAccepted: true }],
    tokens: {
      kind: 'verify',
      settings: [
        { when: { option: 'verify', is: false }, ...unsigned },
        { when: { option: 'keys.algorithms', includes: 'none' }, ...unsigned },
        { when: { option: 'verify.exp', is: false }, ...expired },
        ...skewed('verify.timeSkewSec'),
        ...unchecked({ option: 'keys.uri', kind: 'present' }, 'verify.iss', 'verify.aud', false),
      ],
    },
  },
  // Credentials are filled in where the signature was right: `internals.implementation` of its lib/plugin.js.
  { keys: { option: 'keys', given: ['token', 'request'] }, leaves: [{ hollow: 'auth.credentials' }] },
);

const hapiJwt: StepFactory = {
  ...guard,
  step: {
    ...guard.step,
    variants: [
      ...(guard.step.variants ?? []),
      {
        when: { option: 'verify', is: false },
        becomes: { outcome: { bad: 'continues' }, forged: ['auth.credentials', 'auth.isAuthenticated'] },
      },
    ],
  },
};

const hapiAuthJwt2 = scheme(
  'jwt',
  'jwt',
  {
    weaknesses: unreadByHapiAuthJwt2,
    secrets: [{ at: { option: 'key' }, protects: tokenSignature }],
    tokens: {
      kind: 'verify',
      settings: [
        { when: { option: 'verifyOptions.ignoreExpiration', is: true }, ...expired },
        ...skewed('verifyOptions.clockTolerance'),
      ],
    },
  },
  { keys: { option: 'key', given: ['token', 'request'] }, leaves: ['auth.credentials'] },
);

/** With `verify` in place of `validate` the library only decodes: that function is all there is. */
const jwt2: StepFactory = {
  ...hapiAuthJwt2,
  step: {
    ...hapiAuthJwt2.step,
    variants: [
      ...(hapiAuthJwt2.step.variants ?? []),
      {
        when: { option: 'validate', kind: 'absent' },
        becomes: { asks: { option: 'verify', given: ['credential', 'request'], member: 'isValid' } },
      },
    ],
  },
};

const plugins = [
  ['@hapi/jwt', 'https://hapi.dev/module/jwt/api', hapiJwt],
  ['hapi-auth-jwt2', 'https://github.com/dwyl/hapi-auth-jwt2#readme', jwt2],
] as const;

export default plugins.map(([name, docs, meaning]) =>
  defineLibrary({ package: name, docs, exports: { 'plugin#scheme': meaning } }),
);
