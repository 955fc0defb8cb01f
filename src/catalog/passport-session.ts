import { fails } from './common.ts';
import type { PrincipalStorage, StepFactory, Versioned } from './vocabulary.ts';

const session: StepFactory = {
  is: 'step-factory',
  uninvoked: fails,
  step: {
    role: 'session',
    establishes: ['user'],
    needs: [{ what: 'session', consequence: fails }],
    why: 'passport.session restores who was logged in and lets everyone else continue',
  },
};

const needsInitialize = { what: 'passport', consequence: fails } as const;
const forgets = { what: 'session', consequence: 'the login is forgotten after each request, silently' } as const;
const session050: StepFactory = {
  ...session,
  step: { ...session.step, needs: [needsInitialize, ...(session.step.needs ?? [])] },
};
const session04: StepFactory = { ...session, step: { ...session.step, needs: [needsInitialize, forgets] } };

/** What `passport.session()` needs changed twice; each version was booted without it. */
export const sessions: readonly Versioned[] = [
  { versions: '<0.5.0', meaning: session04 },
  { versions: '0.5.0', meaning: session050 },
  { meaning: session },
];

/** How principals get into the session and out of it again: https://www.passportjs.org/concepts/authentication/sessions/ */
export const storages: Readonly<Record<string, PrincipalStorage>> = {
  serializeUser: { is: 'principal-storage', direction: 'serialize' },
  deserializeUser: { is: 'principal-storage', direction: 'deserialize' },
};

/** Whoever is recognised is sent somewhere: https://www.passportjs.org/concepts/authentication/middleware/ */
export const sendsAway = {
  any: [
    { option: 'successRedirect', kind: 'present' },
    { option: 'successReturnToOrRedirect', kind: 'present' },
  ],
} as const;

/** A scheme that takes everybody is among those that are asked. */
export const asksAnonymous = {
  any: [
    { argument: 0, is: 'anonymous' },
    { argument: 0, includes: 'anonymous' },
  ],
} as const;
