import { fails, guards, lets } from '../common.ts';
import { sendsAway } from '../passport-session.ts';
import { defineLibrary, type Library, type Meaning, type Plugin, type SchemeGuard } from '../vocabulary.ts';

const authenticate: SchemeGuard = {
  is: 'scheme-guard',
  options: 1,
  uninvoked: fails,
  unknownName: fails,
  noName: fails,
  callbackTakes: ['request', 'response'],
  step: {
    role: 'authenticate',
    outcome: guards,
    status: 401,
    establishes: ['user'],
    variants: [
      { when: { option: 'failureRedirect', kind: 'present' }, becomes: { status: 302 } },
      { when: sendsAway, becomes: { outcome: { good: 'answers' } } },
      // Built in, it only restores who was logged in.
      { when: { argument: 0, is: 'session' }, becomes: { role: 'session', outcome: lets } },
    ],
    why: 'passport.authenticate rejects whomever its schemes do not recognise',
  },
};

const initialize: Plugin = {
  is: 'plugin',
  members: {
    hook: {
      is: 'step',
      step: { role: 'session', name: 'initialize', provides: ['passport'], why: 'it only prepares the request' },
    },
  },
  steps: [{ member: 'hook', phase: 'onRequest' }],
};

const secureSession: Plugin = {
  is: 'plugin',
  members: {
    hook: {
      is: 'step',
      step: {
        role: 'session',
        name: 'secureSession',
        establishes: ['user'],
        why: 'it restores who was logged in and lets everyone else continue',
      },
    },
  },
  steps: [{ member: 'hook', phase: 'preValidation' }],
};

const members: Library['exports'] = {
  use: { is: 'scheme-registration' },
  authenticate,
  authorize: { ...authenticate, step: { ...authenticate.step, establishes: ['account'] } },
  initialize,
  secureSession,
  // https://github.com/fastify/fastify-passport#session-serialization
  registerUserSerializer: { is: 'principal-storage', direction: 'serialize' },
  registerUserDeserializer: { is: 'principal-storage', direction: 'deserialize' },
};
const registry: Meaning = { is: 'scheme-registry' };

export default defineLibrary({
  package: '@fastify/passport',
  aliases: ['fastify-passport'],
  docs: 'https://github.com/fastify/fastify-passport#readme',
  exports: {
    '': registry,
    Authenticator: registry,
    ...Object.fromEntries(
      ['', 'Authenticator#'].flatMap((of) =>
        Object.entries(members).map(([name, meaning]) => [`${of}${name}`, meaning]),
      ),
    ),
  },
});
