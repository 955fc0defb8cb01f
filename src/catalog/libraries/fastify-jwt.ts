import { expired, skewed, tokenSignature } from '../common.ts';
import { unreadByFastifyJwt } from '../unread.ts';
import { type Decoding, defineLibrary, type Plugin, type Signing, type Verification } from '../vocabulary.ts';

const verify: Verification = { is: 'verification', credential: 0, delivers: 'either', failure: 'throws' };
const verifyRequest: Verification = {
  is: 'verification',
  key: { option: 'secret', given: ['request', 'token', 'done'] },
  credential: 'request',
  delivers: 'promise-or-callback',
  failure: 'throws',
  status: 401,
  establishes: ['user'],
};
const sign: Signing = { is: 'signing' };
const decode: Decoding = { is: 'decoding', credential: 0, tokens: { kind: 'decode', settings: [] } };
const decodeRequest: Decoding = { ...decode, credential: 'request' };

const plugin: Plugin = {
  is: 'plugin',
  secrets: [
    { at: { option: 'secret' }, protects: tokenSignature },
    { at: { option: 'secret.private' }, protects: tokenSignature },
  ],
  tokens: {
    kind: 'verify',
    settings: [
      { when: { option: 'verify.ignoreExpiration', is: true }, ...expired },
      ...skewed('verify.clockTolerance'),
    ],
  },
  weaknesses: unreadByFastifyJwt,
  members: {
    'app.jwt.verify': verify,
    'app.jwt.decode': decode,
    'app.jwt.sign': sign,
    'request.jwtVerify': verifyRequest,
    'request.jwtDecode': decodeRequest,
    'response.jwtSign': sign,
  },
  // With a namespace the members have its name in front: https://github.com/fastify/fastify-jwt#namespace
  puts: [
    { on: 'app', name: 'jwt', renamed: [{ option: 'namespace', as: 'jwt.*' }], member: 'app.jwt' },
    {
      on: 'request',
      name: 'jwtVerify',
      renamed: [
        { option: 'jwtVerify', as: '*' },
        { option: 'namespace', as: '*JwtVerify' },
      ],
      member: 'request.jwtVerify',
    },
    {
      on: 'request',
      name: 'jwtDecode',
      renamed: [
        { option: 'jwtDecode', as: '*' },
        { option: 'namespace', as: '*JwtDecode' },
      ],
      member: 'request.jwtDecode',
    },
    {
      on: 'response',
      name: 'jwtSign',
      renamed: [
        { option: 'jwtSign', as: '*' },
        { option: 'namespace', as: '*JwtSign' },
      ],
      member: 'response.jwtSign',
    },
  ],
};

export default defineLibrary({
  package: '@fastify/jwt',
  aliases: ['fastify-jwt'],
  docs: 'https://github.com/fastify/fastify-jwt#readme',
  exports: { '': plugin, fastifyJwt: plugin },
});
