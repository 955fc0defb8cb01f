import { guards } from '../common.ts';
import { defineLibrary, type Plugin, type StepValue } from '../vocabulary.ts';

const basicGuard: StepValue = {
  is: 'step',
  step: {
    role: 'authenticate',
    name: 'basicAuth',
    outcome: guards,
    status: 401,
    scheme: { kind: 'basic', name: 'basic' },
    // https://github.com/fastify/fastify-basic-auth#validate-function-username-password-req-reply-done-required
    asks: {
      option: 'validate',
      given: ['name', 'credential', 'request', 'response', 'done'],
      yes: 'no-error',
    },
    why: 'it rejects whomever its validate function rejects by throwing',
  },
};

const basic: Plugin = {
  is: 'plugin',
  members: { 'app.basicAuth': basicGuard },
  puts: [{ on: 'app', name: 'basicAuth', member: 'app.basicAuth' }],
};

const bearerGuard: StepValue = {
  is: 'step',
  step: {
    role: 'authenticate',
    name: 'bearerAuth',
    outcome: guards,
    status: 401,
    scheme: { kind: 'bearer', name: 'bearer' },
    // Anything but true and false is answered 500: https://github.com/fastify/fastify-bearer-auth#options
    asks: { option: 'auth', given: ['credential', 'request'], yes: 'true' },
    why: 'it rejects whoever does not know one of its keys',
  },
};

const bearer: Plugin = {
  is: 'plugin',
  members: { hook: bearerGuard, 'app.verifyBearerAuth': bearerGuard },
  puts: [
    { on: 'app', name: 'verifyBearerAuth', member: 'app.verifyBearerAuth', when: { option: 'addHook', is: false } },
  ],
  // `addHook` may name the hook: https://github.com/fastify/fastify-bearer-auth#options
  steps: [
    { member: 'hook', phase: { option: 'addHook', default: 'onRequest' }, unless: { option: 'addHook', is: false } },
  ],
};

export default [
  defineLibrary({
    package: '@fastify/basic-auth',
    aliases: ['fastify-basic-auth'],
    docs: 'https://github.com/fastify/fastify-basic-auth#readme',
    exports: { '': basic, fastifyBasicAuth: basic },
  }),
  defineLibrary({
    package: '@fastify/bearer-auth',
    aliases: ['fastify-bearer-auth'],
    docs: 'https://github.com/fastify/fastify-bearer-auth#readme',
    exports: { '': bearer, fastifyBearerAuth: bearer },
  }),
];
