import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'node:crypto',
  aliases: ['crypto'],
  docs: 'https://nodejs.org/api/crypto.html',
  marks: false,
  exports: {
    timingSafeEqual: { is: 'comparison', delivers: 'value', throws: true },
    createPublicKey: { is: 'wrapper', argument: 0 },
    verify: { is: 'verification', credential: 3, key: 2, delivers: 'either', failure: 'falsy' },
    createVerify: {
      is: 'instance-factory',
      fluent: true,
      members: { verify: { is: 'verification', credential: 1, key: 0, delivers: 'value', failure: 'falsy' } },
    },
    'webcrypto.subtle.verify': { is: 'verification', credential: 2, key: 1, delivers: 'promise', failure: 'falsy' },
    'subtle.verify': { is: 'verification', credential: 2, key: 1, delivers: 'promise', failure: 'falsy' },
  },
});
