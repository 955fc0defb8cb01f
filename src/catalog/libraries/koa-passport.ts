import { fails, guards, lets } from '../common.ts';
import { asksAnonymous, sendsAway } from '../passport-session.ts';
import { defineLibrary, type Library, type Meaning, type SchemeGuard } from '../vocabulary.ts';

const restored = { what: 'passport', consequence: 'nobody is ever recognised, silently' } as const;
/** The session is read when it is needed, so the order does not matter (K11c). */
const kept = { what: 'session', consequence: fails, anywhere: true } as const;

const authenticate: SchemeGuard = {
  is: 'scheme-guard',
  options: 1,
  uninvoked: fails,
  unknownName: fails,
  noName: 'every request is answered 401',
  step: {
    role: 'authenticate',
    outcome: guards,
    status: 401,
    // It sets the status itself: https://github.com/rkusa/koa-passport/blob/master/lib/framework/koa.js
    rejection: 'answer',
    establishes: ['state.user'],
    variants: [
      { when: { option: 'failureRedirect', kind: 'present' }, becomes: { status: 302 } },
      { when: sendsAway, becomes: { outcome: { good: 'answers' } } },
      { when: asksAnonymous, becomes: { outcome: lets } },
      { when: { argument: 0, is: 'session' }, becomes: { role: 'session', outcome: lets } },
    ],
    why: 'passport.authenticate rejects whomever its schemes do not recognise',
  },
};

const members: Library['exports'] = {
  use: { is: 'scheme-registration' },
  serializeUser: { is: 'principal-storage', direction: 'serialize' },
  deserializeUser: { is: 'principal-storage', direction: 'deserialize' },
  authenticate,
  authorize: { ...authenticate, step: { ...authenticate.step, establishes: ['account'] } },
  initialize: {
    is: 'step-factory',
    uninvoked: fails,
    step: { role: 'session', provides: ['passport'], why: 'passport.initialize only prepares the request' },
  },
  session: {
    is: 'step-factory',
    uninvoked: fails,
    step: {
      role: 'session',
      establishes: ['state.user'],
      needs: [restored, kept],
      why: 'passport.session restores who was logged in and lets everyone else continue',
    },
  },
};

const registry: Meaning = { is: 'scheme-registry' };

export default defineLibrary({
  package: 'koa-passport',
  docs: 'https://github.com/rkusa/koa-passport#readme',
  exports: {
    '': registry,
    KoaPassport: registry,
    ...Object.fromEntries(
      ['', 'KoaPassport#'].flatMap((of) => Object.entries(members).map(([name, meaning]) => [`${of}${name}`, meaning])),
    ),
  },
});
