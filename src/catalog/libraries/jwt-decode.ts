import { type Decoding, defineLibrary } from '../vocabulary.ts';

const decode: Decoding = { is: 'decoding', credential: 0, tokens: { kind: 'decode', settings: [] } };

/** The function is the module up to 3 and the named export `jwtDecode` from 4 on; each exists only where it works. */
export default defineLibrary({
  package: 'jwt-decode',
  docs: 'https://github.com/auth0/jwt-decode#readme',
  // Browser code uses it far more than servers do.
  marks: false,
  exports: { '': decode, jwtDecode: decode },
});
