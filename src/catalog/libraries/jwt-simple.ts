import { tokenSignature } from '../common.ts';
import { defineLibrary, type Verification } from '../vocabulary.ts';

const secret = [{ at: { argument: 1 }, protects: tokenSignature }];
const verify: Verification = { is: 'verification', credential: 0, key: 1, delivers: 'value', failure: 'throws' };

export default defineLibrary({
  package: 'jwt-simple',
  docs: 'https://github.com/hokaccha/node-jwt-simple#readme',
  exports: {
    decode: {
      ...verify,
      secrets: secret,
      tokens: {
        kind: 'verify',
        settings: [
          {
            when: { argument: 2, is: true },
            kind: 'unsigned',
            weight: 'error',
            consequence: 'the signature is not checked, so forged tokens are accepted',
          },
          {
            when: { argument: 3, kind: 'absent' },
            kind: 'missing-algorithms',
            weight: 'warning',
            consequence: 'the token itself chooses the algorithm',
          },
        ],
      },
    },
    encode: { is: 'signing', key: 1, secrets: secret, tokens: { kind: 'sign', settings: [] } },
  },
});
