import { expired, skewed, tokenSignature } from '../common.ts';
import { unreadByFastJwt } from '../unread.ts';
import { type Decoding, defineLibrary, type TokenKnowledge, type Verification } from '../vocabulary.ts';

const signed: TokenKnowledge = { kind: 'sign', settings: [] };
const decoding: Decoding = { is: 'decoding', credential: 0, tokens: { kind: 'decode', settings: [] } };
const secret = [{ at: { argument: 1 }, protects: tokenSignature }];
const keyOption = [{ at: { option: 'key' }, protects: tokenSignature }];
const verify: Verification = { is: 'verification', credential: 0, key: 1, delivers: 'promise', failure: 'throws' };
const key = { option: 'key', given: ['token', 'done'] } as const;
const verifier: Verification = { is: 'verification', credential: 0, key, delivers: 'either', failure: 'throws' };

/** JSON web tokens and their relatives, other than jsonwebtoken and jose. */
export default [
  defineLibrary({
    package: 'njwt',
    docs: 'https://github.com/jwtk/njwt#readme',
    exports: {
      verify: { ...verify, delivers: 'either', secrets: secret },
      create: { is: 'signing', key: 1, secrets: secret, tokens: signed },
    },
  }),
  defineLibrary({
    package: 'jws',
    docs: 'https://github.com/auth0/node-jws#readme',
    exports: {
      verify: {
        ...verify,
        key: 2,
        delivers: 'value',
        failure: 'falsy',
        secrets: [{ at: { argument: 2 }, protects: tokenSignature }],
      },
      decode: decoding,
      sign: { is: 'signing', secrets: [{ at: { option: 'secret' }, protects: tokenSignature }], tokens: signed },
    },
  }),
  defineLibrary({
    package: 'fast-jwt',
    docs: 'https://github.com/nearform/fast-jwt#readme',
    exports: {
      createVerifier: {
        is: 'instance-factory',
        secrets: keyOption,
        tokens: {
          kind: 'verify',
          settings: [{ when: { option: 'ignoreExpiration', is: true }, ...expired }, ...skewed('clockTolerance', 1000)],
        },
        weaknesses: unreadByFastJwt,
        members: { '': verifier },
        // A key function makes it deliver a promise: https://github.com/nearform/fast-jwt#createverifier
        variants: [
          {
            when: { option: 'key', kind: 'function' },
            becomes: { members: { '': { ...verifier, delivers: 'promise-or-callback' } } },
          },
        ],
      },
      createDecoder: { is: 'instance-factory', members: { '': decoding } },
      createSigner: { is: 'instance-factory', secrets: keyOption, tokens: signed, members: { '': { is: 'signing' } } },
    },
  }),
  defineLibrary({
    package: 'paseto',
    docs: 'https://github.com/panva/paseto/blob/v3.x/docs/README.md',
    exports: {
      'V1.verify': verify,
      'V1.decrypt': verify,
      'V2.verify': verify,
      'V3.verify': verify,
      'V3.decrypt': verify,
      'V4.verify': verify,
      decode: decoding,
    },
  }),
];
