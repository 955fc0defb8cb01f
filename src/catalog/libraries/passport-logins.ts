import { defineLibrary, type SchemeClass } from '../vocabulary.ts';

const login = { is: 'scheme-class', carries: 'body', stateless: false } as const;
const magic: SchemeClass = { ...login, name: 'magiclogin', kind: 'custom', carries: 'query' };
const webauthn: SchemeClass = { ...login, name: 'webauthn', kind: 'custom' };
const remember: SchemeClass = { ...login, name: 'remember-me', kind: 'session', carries: 'header' };
const ldap: SchemeClass = { ...login, name: 'ldapauth', kind: 'password' };
const custom: SchemeClass = { ...login, name: 'custom', kind: 'custom', carries: 'none', verifies: ['request'] };
const anonymous: SchemeClass = { ...login, name: 'anonymous', kind: 'anonymous', carries: 'none' };

/** Strategies that take a proof once and mean a session after it, and the two that prove nothing by themselves. */
export default [
  defineLibrary({
    package: 'passport-magic-login',
    docs: 'https://github.com/mxstbr/passport-magic-login#readme',
    exports: { '': magic },
  }),
  defineLibrary({
    package: 'passport-fido2-webauthn',
    docs: 'https://www.passportjs.org/packages/passport-fido2-webauthn/',
    exports: { '': webauthn, Strategy: webauthn },
  }),
  defineLibrary({
    package: 'passport-totp',
    docs: 'https://www.passportjs.org/packages/passport-totp/',
    exports: { Strategy: { ...login, name: 'totp', kind: 'custom' } },
  }),
  defineLibrary({
    package: 'passport-hash',
    docs: 'https://www.npmjs.com/package/passport-hash',
    exports: { Strategy: { ...login, name: 'hash', kind: 'custom', carries: 'query' } },
  }),
  defineLibrary({
    package: 'passport-remember-me',
    docs: 'https://www.passportjs.org/packages/passport-remember-me/',
    exports: { Strategy: remember },
  }),
  defineLibrary({
    package: 'passport-ldapauth',
    docs: 'https://www.passportjs.org/packages/passport-ldapauth/',
    exports: { '': ldap, Strategy: ldap },
  }),
  defineLibrary({
    package: 'passport-activedirectory',
    docs: 'https://www.npmjs.com/package/passport-activedirectory',
    exports: { '': { ...ldap, name: 'ActiveDirectory' } },
  }),
  defineLibrary({
    package: 'passport-custom',
    docs: 'https://www.passportjs.org/packages/passport-custom/',
    exports: { '': custom, Strategy: custom },
  }),
  defineLibrary({
    package: 'passport-anonymous',
    docs: 'https://www.passportjs.org/packages/passport-anonymous/',
    exports: { '': anonymous, Strategy: anonymous },
  }),
];
