import { defineLibrary, type InstanceFactory, type SchemeClass, type Verification } from '../vocabulary.ts';

const verify: Verification = { is: 'verification', credential: 0, delivers: 'promise', failure: 'throws' };
const cognito: InstanceFactory = {
  is: 'instance-factory',
  members: { verify, verifySync: { ...verify, delivers: 'value' } },
};
const google: InstanceFactory = {
  is: 'instance-factory',
  members: { verifyIdToken: { ...verify, delivers: 'promise-or-callback' }, getTokenInfo: verify },
};
const xssec: SchemeClass = { is: 'scheme-class', name: 'JWT', kind: 'jwt', carries: 'header', stateless: true };

/** Verifiers of the tokens of hosted identity services. */

export default [
  defineLibrary({
    package: 'aws-jwt-verify',
    docs: 'https://github.com/awslabs/aws-jwt-verify#readme',
    exports: {
      'CognitoJwtVerifier.create': cognito,
      'JwtRsaVerifier.create': cognito,
      'JwtVerifier.create': cognito,
      'AlbJwtVerifier.create': cognito,
    },
  }),
  defineLibrary({
    package: 'google-auth-library',
    docs: 'https://cloud.google.com/nodejs/docs/reference/google-auth-library/latest',
    exports: { OAuth2Client: google },
  }),
  defineLibrary({
    package: 'apple-signin-auth',
    docs: 'https://github.com/A-Tokyo/apple-signin-auth#readme',
    exports: { verifyIdToken: verify },
  }),
  defineLibrary({
    package: 'verify-apple-id-token',
    docs: 'https://github.com/stefanprokopdev/verify-apple-id-token#readme',
    exports: { '': verify },
  }),
  defineLibrary({
    package: '@sap/xssec',
    docs: 'https://www.npmjs.com/package/@sap/xssec',
    // Upper case, unlike passport-jwt.
    exports: { XssecPassportStrategy: xssec, JWTStrategy: xssec, 'v3.JWTStrategy': xssec },
  }),
];
