import { scheme } from '../hapi-scheme.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';
import { cookieFlags, hapiFlags } from '../weaknesses.ts';

const away = { status: 302, rejection: 'answer' } as const;
const session = { protects: 'session cookies' };

/** With `redirectTo` a visitor is sent to the login. Up to version 9 what concerns the cookie stood beside it. */
const plainCookie = scheme('session', 'cookie', {
  secrets: [
    { at: { option: 'cookie.password' }, ...session },
    { at: { option: 'password' }, ...session },
  ],
  weaknesses: [...cookieFlags('cookie.', hapiFlags), ...cookieFlags('', hapiFlags)],
});
const cookie: StepFactory = {
  ...plainCookie,
  step: {
    ...plainCookie.step,
    variants: [
      ...(plainCookie.step.variants ?? []),
      { when: { option: 'redirectTo', kind: 'present' }, becomes: away },
    ],
  },
};

const plainBell = scheme('oauth', 'bell', {
  secrets: [{ at: { option: 'password' }, protects: 'the cookies of the login' }],
});
const bell: StepFactory = {
  ...plainBell,
  step: {
    ...plainBell.step,
    ...away,
    variants: [
      { when: { argument: 1, is: 'try' }, becomes: { outcome: { bad: 'continues' }, forged: ['auth.credentials'] } },
    ],
    why: 'bell sends a visitor to the provider, whatever the mode of the route; who is refused there reaches the handler in mode try',
  },
};

const validate = { option: 'validate', given: ['request', 'name', 'credential'], member: 'isValid' } as const;
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
