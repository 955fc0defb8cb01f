import { expired, skewed, tokenSignature, unchecked, unsigned } from '../common.ts';
import { scheme } from '../hapi-scheme.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';
import { cookieFlags, hapiFlags } from '../weaknesses.ts';

const guard = scheme('jwt', 'jwt', {
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
});

const hapiJwt: StepFactory = {
  ...guard,
  step: {
    ...guard.step,
    variants: [
      { when: { option: 'verify', is: false }, becomes: { outcome: { bad: 'continues' } } },
      ...(guard.step.variants ?? []),
    ],
  },
};

const hapiAuthJwt2 = scheme('jwt', 'jwt', {
  secrets: [{ at: { option: 'key' }, protects: tokenSignature }],
  tokens: {
    kind: 'verify',
    settings: [
      { when: { option: 'verifyOptions.ignoreExpiration', is: true }, ...expired },
      ...skewed('verifyOptions.clockTolerance'),
    ],
  },
});

const cookie = scheme('session', 'cookie', {
  secrets: [{ at: { option: 'cookie.password' }, protects: 'session cookies' }],
  weaknesses: cookieFlags('cookie.', hapiFlags),
});
const bell = scheme('oauth', 'bell', {
  secrets: [{ at: { option: 'password' }, protects: 'the cookies of the login' }],
});

const validate = { option: 'validate', given: ['request', 'credential', 'credential'], member: 'isValid' } as const;
const basic = scheme('basic', 'basic', {}, validate);

const plugins = [
  ['@hapi/jwt', 'https://hapi.dev/module/jwt/api', hapiJwt],
  ['hapi-auth-jwt2', 'https://github.com/dwyl/hapi-auth-jwt2#readme', hapiAuthJwt2],
  ['@hapi/cookie', 'https://hapi.dev/module/cookie/api', cookie, 'hapi-auth-cookie'],
  ['@hapi/basic', 'https://hapi.dev/module/basic/api', basic, 'hapi-auth-basic'],
  ['@hapi/bell', 'https://hapi.dev/module/bell/api', bell, 'bell'],
  [
    'hapi-auth-bearer-token',
    'https://github.com/johnbrett/hapi-auth-bearer-token#readme',
    scheme('bearer', 'bearer-access-token'),
  ],
] as const;

export default plugins.map(([name, docs, meaning, alias]) =>
  defineLibrary({ package: name, ...(alias ? { aliases: [alias] } : {}), docs, exports: { 'plugin#scheme': meaning } }),
);
