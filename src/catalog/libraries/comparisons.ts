import { type Comparison, defineLibrary } from '../vocabulary.ts';

const sync: Comparison = { is: 'comparison', delivers: 'value' };
const either: Comparison = { is: 'comparison', delivers: 'promise-or-callback' };
const promise: Comparison = { is: 'comparison', delivers: 'promise' };

/** Password hashes and comparisons in constant time. */
export default [
  defineLibrary({
    package: 'bcrypt',
    docs: 'https://github.com/kelektiv/node.bcrypt.js#api',
    marks: false,
    exports: { compare: either, compareSync: sync },
  }),
  defineLibrary({
    package: 'bcryptjs',
    docs: 'https://github.com/dcodeIO/bcrypt.js#api',
    marks: false,
    exports: { compare: either, compareSync: sync },
  }),
  defineLibrary({
    package: '@node-rs/bcrypt',
    docs: 'https://github.com/napi-rs/node-rs/tree/main/packages/bcrypt#readme',
    marks: false,
    exports: { compare: promise, verify: promise, compareSync: sync, verifySync: sync },
  }),
  defineLibrary({
    package: 'argon2',
    docs: 'https://github.com/ranisalt/node-argon2/wiki/Options',
    marks: false,
    exports: { verify: promise },
  }),
  defineLibrary({
    package: '@node-rs/argon2',
    docs: 'https://github.com/napi-rs/node-rs/tree/main/packages/argon2#readme',
    marks: false,
    exports: { verify: promise, verifySync: sync },
  }),
  defineLibrary({
    package: 'scrypt-kdf',
    docs: 'https://github.com/chrisveness/scrypt-kdf#readme',
    marks: false,
    exports: { verify: promise },
  }),
  defineLibrary({
    package: 'password-hash',
    docs: 'https://github.com/davidwood/node-password-hash#readme',
    marks: false,
    exports: { verify: sync },
  }),
  ...['tsscmp', 'secure-compare', 'safe-compare', 'scmp', 'buffer-equal-constant-time'].map((name) =>
    defineLibrary({
      package: name,
      docs: `https://www.npmjs.com/package/${name}`,
      marks: false,
      exports: { '': sync },
    }),
  ),
  defineLibrary({
    package: 'speakeasy',
    docs: 'https://github.com/speakeasyjs/speakeasy#readme',
    marks: false,
    exports: { 'totp.verify': sync, 'hotp.verify': sync, 'totp.verifyDelta': sync },
  }),
];
