import { skewed, tokenSignature, unchecked } from '../common.ts';
import { type Decoding, defineLibrary, type TokenKnowledge, type Verification, type Wrapper } from '../vocabulary.ts';

const tokens: TokenKnowledge = {
  kind: 'verify',
  settings: [...skewed('clockTolerance'), ...unchecked({ argument: 1, kind: 'key-set' }, 'issuer', 'audience')],
};
const verify: Verification = {
  is: 'verification',
  credential: 0,
  key: 1,
  options: 2,
  delivers: 'promise',
  failure: 'throws',
  secrets: [{ at: { argument: 1 }, protects: tokenSignature }],
};
const whole: TokenKnowledge = {
  kind: 'verify',
  settings: [
    {
      // It checks signatures of anything, so it knows of no claims: https://github.com/panva/jose/blob/main/docs/jws/compact/verify/functions/compactVerify.md
      when: { argument: 0, kind: 'present' },
      kind: 'ignored-expiration',
      weight: 'warning',
      consequence: 'the signature is checked but no claim, so expired tokens are accepted',
    },
  ],
};
const decoding: Decoding = { is: 'decoding', credential: 0, tokens: { kind: 'decode', settings: [] } };
/** A key in another form is the same key. */
const material: Wrapper = { is: 'wrapper', argument: 0 };

export default defineLibrary({
  package: 'jose',
  docs: 'https://github.com/panva/jose#readme',
  exports: {
    jwtVerify: { ...verify, tokens },
    jwtDecrypt: { ...verify, tokens },
    compactVerify: { ...verify, tokens: whole },
    flattenedVerify: { ...verify, tokens: whole },
    generalVerify: { ...verify, tokens: whole },
    decodeJwt: decoding,
    'UnsecuredJWT.decode': decoding,
    decodeProtectedHeader: decoding,
    // It gives the key that stands in the token: https://github.com/panva/jose/blob/main/docs/key/embedded/functions/EmbeddedJWK.md
    EmbeddedJWK: { is: 'decoding', credential: 'request' },
    importJWK: material,
    importSPKI: material,
    importX509: material,
    SignJWT: {
      is: 'instance-factory',
      fluent: true,
      members: {
        // A number is a point in time here: https://github.com/panva/jose/blob/main/docs/jwt/sign/classes/SignJWT.md
        setExpirationTime: {
          is: 'configuration',
          tokens: {
            kind: 'sign',
            settings: [
              {
                when: { all: [{ argument: 0, kind: 'number' }, { not: { argument: 0, above: 1e9 } }] },
                kind: 'lifetime',
                weight: 'error',
                consequence: 'a number is a point in time here, so that tokens expired in 1970',
              },
            ],
          },
        },
        sign: {
          is: 'signing',
          key: 0,
          secrets: [{ at: { argument: 0 }, protects: tokenSignature }],
          tokens: { kind: 'sign', settings: [] },
        },
      },
    },
    createRemoteJWKSet: { is: 'configuration' },
    createLocalJWKSet: { is: 'configuration' },
  },
});
