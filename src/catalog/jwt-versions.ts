import { unsigned } from './common.ts';
import type { OptionTest, StepFactory, TokenKnowledge } from './vocabulary.ts';

/** What older versions of JWT libraries accept. */

type Setting = TokenKnowledge['settings'][number];

/** `alg: none` is believed, whatever the key: observed with jsonwebtoken 0.4.0, and express-jwt 0.1.3 and 0.2.0, which bring it. */
function believesUnsigned(when: OptionTest): Setting {
  return { when, ...unsigned, consequence: 'this version accepts tokens that say themselves that they are unsigned' };
}

export const anyUnsigned: Setting = believesUnsigned({ argument: 0, kind: 'present' });

/** express-jwt below 0.2.1. */
export function believing(guard: StepFactory): StepFactory {
  return {
    ...guard,
    tokens: { kind: 'verify', settings: [believesUnsigned({ option: 'secret', kind: 'present' })] },
    step: {
      ...guard.step,
      outcome: { ...guard.step.outcome, bad: 'continues' },
      why: 'express-jwt below 0.2.1 rejects a missing token, and accepts unsigned ones',
    },
  };
}

export const unpinned: Setting = {
  when: { option: 'algorithms', kind: 'absent' },
  kind: 'missing-algorithms',
  weight: 'warning',
  consequence: 'the token itself chooses the algorithm',
};

/** A public key taken for a secret. */
export const confused: Setting = {
  when: {
    all: [
      { option: 'algorithms', includes: 'HS256' },
      {
        any: [
          { option: 'algorithms', includes: 'RS256' },
          { option: 'algorithms', includes: 'ES256' },
          { option: 'algorithms', includes: 'PS256' },
        ],
      },
    ],
  },
  kind: 'missing-algorithms',
  weight: 'error',
  consequence: 'a token signed with the public key as if it were a secret is accepted',
};
