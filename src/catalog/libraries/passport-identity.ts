import { defineLibrary, type SchemeClass } from '../vocabulary.ts';

const redirect = { is: 'scheme-class', carries: 'redirect', stateless: false } as const;
const secrets: SchemeClass['secrets'] = [
  { at: { option: 'clientSecret' }, protects: 'the client secret at the identity provider' },
];
const oidc: SchemeClass = { ...redirect, name: 'openidconnect', kind: 'oidc', secrets };
const openid: SchemeClass = { ...redirect, name: 'openid', kind: 'oidc' };
const saml: SchemeClass = { ...redirect, name: 'saml', kind: 'saml' };

/** Strategies of federated identity: OpenID, OpenID Connect and SAML, and the collected OAuth package. */
export default [
  defineLibrary({
    package: 'passport-openidconnect',
    aliases: ['@techpass/passport-openidconnect', '@govtechsg/passport-openidconnect'],
    docs: 'https://www.passportjs.org/packages/passport-openidconnect/',
    exports: { '': oidc, Strategy: oidc },
  }),
  defineLibrary({
    package: 'passport-openid',
    docs: 'https://www.passportjs.org/packages/passport-openid/',
    exports: { '': openid, Strategy: openid },
  }),
  defineLibrary({
    package: '@node-saml/passport-saml',
    aliases: ['passport-saml'],
    docs: 'https://github.com/node-saml/passport-saml#readme',
    exports: { Strategy: saml, MultiSamlStrategy: saml },
  }),
  defineLibrary({
    package: 'passport-oauth',
    docs: 'https://www.passportjs.org/packages/passport-oauth/',
    exports: {
      OAuthStrategy: { ...redirect, name: 'oauth', kind: 'oauth' },
      OAuth2Strategy: { ...redirect, name: 'oauth2', kind: 'oauth', secrets },
    },
  }),
];
