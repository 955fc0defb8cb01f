import { expired, skewed, tokenSignature, unchecked, unsigned } from '../common.ts';
import { scheme } from '../hapi-scheme.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const guard = scheme(
  'jwt',
  'jwt',
  {
    secrets: [{ at: { option: 'keys' }, protects: tokenSignature }],
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
  { leaves: ['credentials'] },
);

const hapiJwt: StepFactory = {
  ...guard,
  step: {
    ...guard.step,
    variants: [
      ...(guard.step.variants ?? []),
      {
        when: { option: 'verify', is: false },
        becomes: { outcome: { bad: 'continues' }, forged: ['credentials', 'isAuthenticated'] },
      },
    ],
  },
};

const hapiAuthJwt2 = scheme(
  'jwt',
  'jwt',
  {
    secrets: [{ at: { option: 'key' }, protects: tokenSignature }],
    tokens: {
      kind: 'verify',
      settings: [
        { when: { option: 'verifyOptions.ignoreExpiration', is: true }, ...expired },
        ...skewed('verifyOptions.clockTolerance'),
      ],
    },
  },
  { leaves: ['credentials'] },
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

export default [
  defineLibrary({
    package: '@hapi/jwt',
    docs: 'https://hapi.dev/module/jwt/api',
    exports: { 'plugin#scheme': hapiJwt },
  }),
  defineLibrary({
    package: 'hapi-auth-jwt2',
    docs: 'https://github.com/dwyl/hapi-auth-jwt2#readme',
    exports: { 'plugin#scheme': jwt2 },
  }),
];
