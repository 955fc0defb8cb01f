import { expired, fails, guards, tokenSignature } from '../common.ts';
import { beforeHono3 } from '../hono-rejections.ts';
import { unreadByHono } from '../unread.ts';
import { defineLibrary, type StepFactory, type Verification } from '../vocabulary.ts';

const jwt: StepFactory = {
  is: 'step-factory',
  uninvoked: fails,
  secrets: [{ at: { option: 'secret' }, protects: tokenSignature }],
  tokens: { kind: 'verify', settings: [{ when: { option: 'verification.exp', is: false }, ...expired }] },
  weaknesses: unreadByHono,
  step: {
    role: 'authenticate',
    outcome: guards,
    status: 401,
    scheme: { kind: 'jwt', name: 'jwt' },
    establishes: ['jwtPayload'],
    why: 'hono/jwt rejects whoever brings no valid token',
  },
};

/** Without `alg` the algorithm is the token's (CVE-2026-22817). */
const jwtBefore4114: StepFactory = {
  ...jwt,
  tokens: {
    kind: 'verify',
    settings: [
      ...(jwt.tokens?.settings ?? []),
      {
        when: { option: 'alg', kind: 'absent' },
        kind: 'missing-algorithms',
        weight: 'warning',
        consequence: 'the token itself chooses the algorithm',
      },
    ],
  },
};

const anonymous = { outcome: { none: 'continues', preflight: 'continues' } } as const;

const secrets = [{ at: { argument: 1 }, protects: tokenSignature }];

const verify: Verification = {
  is: 'verification',
  credential: 0,
  key: 1,
  delivers: 'promise',
  failure: 'throws',
  secrets,
  tokens: { kind: 'verify', settings: [] },
};

export default [
  defineLibrary({
    package: 'hono/jwt',
    docs: 'https://hono.dev/docs/middleware/builtin/jwt',
    exports: {
      jwt: [...beforeHono3(jwtBefore4114, false), { versions: '<4.11.4', meaning: jwtBefore4114 }, { meaning: jwt }],
      verify,
      verifyWithJwks: { ...verify, secrets: [] },
      decode: { is: 'decoding', credential: 0, tokens: { kind: 'decode', settings: [] } },
      sign: { is: 'signing', key: 1, secrets, tokens: { kind: 'sign', settings: [] } },
    },
  }),
  defineLibrary({
    package: 'hono/jwk',
    docs: 'https://hono.dev/docs/middleware/builtin/jwk',
    exports: {
      jwk: {
        ...jwt,
        secrets: [],
        step: {
          ...jwt.step,
          variants: [{ when: { option: 'allow_anon', is: true }, becomes: anonymous }],
          why: 'hono/jwk rejects a bad token always, and a missing one unless allow_anon is set',
        },
      },
    },
  }),
];
