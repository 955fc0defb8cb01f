import { guards } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const loggedIn: StepFactory = {
  is: 'step-factory',
  step: {
    role: 'authenticate',
    outcome: guards,
    status: 302,
    rejection: 'answer',
    scheme: { kind: 'session', name: 'session' },
    reads: ['user'],
    why: 'it redirects whoever Passport has not logged in',
  },
};

const loggedOut: StepFactory = {
  is: 'step-factory',
  step: {
    role: 'unknown',
    outcome: { good: 'rejects' },
    status: 302,
    reads: ['user'],
    why: 'it redirects whoever is logged in and lets everyone else continue',
  },
};

export default defineLibrary({
  package: 'connect-ensure-login',
  docs: 'https://github.com/jaredhanson/connect-ensure-login#readme',
  exports: {
    ensureLoggedIn: loggedIn,
    ensureAuthenticated: loggedIn,
    ensureLoggedOut: loggedOut,
    ensureNotLoggedIn: loggedOut,
    ensureUnauthenticated: loggedOut,
    ensureNotAuthenticated: loggedOut,
  },
});
