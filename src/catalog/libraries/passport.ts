import { fails, guards, lets } from '../common.ts';
import { asksAnonymous, sendsAway, sessions, storages } from '../passport-session.ts';
import { defineLibrary, type Library, type Meaning, type SchemeGuard, type StepFactory } from '../vocabulary.ts';

const authenticate: SchemeGuard = {
  is: 'scheme-guard',
  options: 1,
  uninvoked: fails,
  unknownName: fails,
  noName: 'every request is answered 401',
  noNameForCallback: fails,
  step: {
    role: 'authenticate',
    outcome: guards,
    status: 401,
    rejection: 'answer',
    establishes: ['user'],
    variants: [
      { when: { option: 'failWithError', is: true }, becomes: { rejection: 'error' } },
      { when: { option: 'failureRedirect', kind: 'present' }, becomes: { status: 302 } },
      { when: sendsAway, becomes: { outcome: { good: 'answers' } } },
      { when: asksAnonymous, becomes: { outcome: lets } },
      {
        // Built in, it only restores who was logged in: https://www.passportjs.org/concepts/authentication/sessions/
        when: { argument: 0, is: 'session' },
        becomes: { role: 'session', outcome: lets },
      },
      {
        // The callback alone decides: https://www.passportjs.org/concepts/authentication/middleware/
        when: {
          any: [
            { argument: 1, kind: 'function' },
            { argument: 2, kind: 'function' },
          ],
        },
        becomes: { outcome: { none: 'unknown', bad: 'unknown', good: 'unknown', preflight: 'unknown' } },
      },
    ],
    why: 'passport.authenticate rejects whomever its schemes do not recognise',
  },
};

const initialize: StepFactory = {
  is: 'step-factory',
  uninvoked: fails,
  step: { role: 'session', provides: ['passport'], why: 'passport.initialize only prepares the request' },
};

const authorize: SchemeGuard = { ...authenticate, step: { ...authenticate.step, establishes: ['account'] } };

const members: Library['exports'] = {
  use: { is: 'scheme-registration' },
  authenticate,
  authorize,
  initialize,
  session: sessions,
  ...storages,
};

export default defineLibrary({
  package: 'passport',
  docs: 'https://www.passportjs.org/',
  exports: {
    ...Object.fromEntries(
      ['', 'Passport', 'Authenticator'].map((name) => [name, { is: 'scheme-registry' } as Meaning]),
    ),
    ...Object.fromEntries(
      ['', 'Passport#', 'Authenticator#'].flatMap((of) =>
        Object.entries(members).map(([name, meaning]) => [`${of}${name}`, meaning]),
      ),
    ),
  },
});
