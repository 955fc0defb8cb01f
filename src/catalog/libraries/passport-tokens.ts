import { defineLibrary, type SchemeClass } from '../vocabulary.ts';

const bearer: SchemeClass = {
  is: 'scheme-class',
  name: 'bearer',
  kind: 'bearer',
  carries: 'header',
  verifies: ['credential'],
  stateless: true,
};
const header: SchemeClass = { ...bearer, name: 'headerapikey', kind: 'api-key' };
const localKey: SchemeClass = { ...bearer, name: 'localapikey', kind: 'api-key' };
const token: SchemeClass = { ...bearer, name: 'token' };
const authToken: SchemeClass = { ...bearer, name: 'authtoken', carries: 'body' };
const basic: SchemeClass = { ...bearer, name: 'basic', kind: 'basic', verifies: ['name', 'credential'] };
const client: SchemeClass = { ...basic, name: 'oauth2-client-password', kind: 'password', carries: 'body' };
const cookie: SchemeClass = { ...bearer, name: 'cookie' };

/** Strategies for which every request presents its token or key. */
export default [
  defineLibrary({
    package: 'passport-http-bearer',
    docs: 'https://www.passportjs.org/packages/passport-http-bearer/',
    exports: { '': bearer, Strategy: bearer },
  }),
  defineLibrary({
    package: 'passport-http',
    docs: 'https://www.passportjs.org/packages/passport-http/',
    exports: {
      BasicStrategy: basic,
      // The digest is compared by the library itself.
      DigestStrategy: { ...bearer, name: 'digest', kind: 'basic', verifies: [] },
    },
  }),
  defineLibrary({
    package: 'passport-headerapikey',
    docs: 'https://www.passportjs.org/packages/passport-headerapikey/',
    exports: { '': header, HeaderAPIKeyStrategy: header },
  }),
  defineLibrary({
    package: 'passport-localapikey',
    aliases: ['passport-localapikey-update'],
    docs: 'https://www.passportjs.org/packages/passport-localapikey/',
    exports: { Strategy: localKey },
  }),
  defineLibrary({
    package: 'passport-unique-token',
    docs: 'https://www.passportjs.org/packages/passport-unique-token/',
    exports: { '': token, UniqueTokenStrategy: token },
  }),
  defineLibrary({
    package: 'passport-accesstoken',
    docs: 'https://www.passportjs.org/packages/passport-accesstoken/',
    exports: { Strategy: token },
  }),
  defineLibrary({
    package: 'passport-auth-token',
    docs: 'https://www.passportjs.org/packages/passport-auth-token/',
    exports: { '': authToken, Strategy: authToken },
  }),
  defineLibrary({
    package: 'passport-oauth2-client-password',
    docs: 'https://www.passportjs.org/packages/passport-oauth2-client-password/',
    exports: { '': client, Strategy: client },
  }),
  defineLibrary({
    package: 'passport-cookie',
    docs: 'https://www.passportjs.org/packages/passport-cookie/',
    exports: { '': cookie, Strategy: cookie },
  }),
];
