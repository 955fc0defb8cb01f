import { scheme } from '../hapi-scheme.ts';
import { defineLibrary } from '../vocabulary.ts';
import { cookieFlags, hapiFlags } from '../weaknesses.ts';

const cookie = scheme('session', 'cookie', {
  secrets: [{ at: { option: 'cookie.password' }, protects: 'session cookies' }],
  weaknesses: cookieFlags('cookie.', hapiFlags),
});
const bell = scheme('oauth', 'bell', {
  secrets: [{ at: { option: 'password' }, protects: 'the cookies of the login' }],
});

const validate = { option: 'validate', given: ['request', 'credential', 'credential'], member: 'isValid' } as const;
const basic = scheme('basic', 'basic', {}, { asks: validate, leaves: ['auth.credentials'] });

const plugins = [
  ['@hapi/cookie', 'https://hapi.dev/module/cookie/api', cookie, 'hapi-auth-cookie'],
  ['@hapi/basic', 'https://hapi.dev/module/basic/api', basic, 'hapi-auth-basic'],
  ['@hapi/bell', 'https://hapi.dev/module/bell/api', bell, 'bell'],
  [
    'hapi-auth-bearer-token',
    'https://github.com/johnbrett/hapi-auth-bearer-token#readme',
    scheme(
      'bearer',
      'bearer-access-token',
      {},
      { asks: { ...validate, given: ['request', 'credential'] }, leaves: ['auth.credentials'] },
    ),
  ],
] as const;

export default plugins.map(([name, docs, meaning, alias]) =>
  defineLibrary({ package: name, ...(alias ? { aliases: [alias] } : {}), docs, exports: { 'plugin#scheme': meaning } }),
);
