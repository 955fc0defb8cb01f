import { fails, guards } from '../common.ts';
import { beforeHono3 } from '../hono-rejections.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const basic: StepFactory = {
  is: 'step-factory',
  uninvoked: fails,
  secrets: [{ at: { option: 'password', each: true }, protects: 'the basic login', emptyAccepted: true }],
  step: {
    role: 'authenticate',
    outcome: guards,
    status: 401,
    scheme: { kind: 'basic', name: 'basic' },
    asks: { option: 'verifyUser', given: ['name', 'credential', 'context'] },
    why: 'hono/basic-auth rejects whoever names no known user and password',
  },
};

/** From 4.12 on the text `undefined` is accepted where no password is set (HV-basic). */
const basicFrom412: StepFactory = {
  ...basic,
  secrets: [
    {
      at: { option: 'password', each: true },
      protects: 'the basic login',
      undefinedRefused: false,
      emptyAccepted: true,
    },
  ],
};

const bearer: StepFactory = {
  is: 'step-factory',
  uninvoked: fails,
  secrets: [{ at: { option: 'token' }, protects: 'the bearer login' }],
  step: {
    role: 'authenticate',
    outcome: guards,
    status: 401,
    scheme: { kind: 'bearer', name: 'bearer' },
    asks: { option: 'verifyToken', given: ['credential', 'context'] },
    why: 'hono/bearer-auth rejects whoever does not bring the token',
  },
};

/** Hono's own guards for fixed credentials. */
export default [
  defineLibrary({
    package: 'hono/bearer-auth',
    docs: 'https://hono.dev/docs/middleware/builtin/bearer-auth',
    exports: { bearerAuth: [...beforeHono3(bearer, true), { meaning: bearer }] },
  }),
  defineLibrary({
    package: 'hono/basic-auth',
    docs: 'https://hono.dev/docs/middleware/builtin/basic-auth',
    exports: {
      basicAuth: [...beforeHono3(basic, true), { versions: '>=4.12.0', meaning: basicFrom412 }, { meaning: basic }],
    },
  }),
];
