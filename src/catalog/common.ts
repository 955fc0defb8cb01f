import type { Outcomes } from '#model';
import type { Refusals } from './refusals.ts';
import type { OptionTest, TokenKnowledge } from './vocabulary.ts';

/** Words that many libraries share. */

type Setting = Omit<TokenKnowledge['settings'][number], 'when'>;

export const guards: Outcomes = { none: 'rejects', bad: 'rejects', good: 'continues', preflight: 'rejects' };
export const answers: Outcomes = { none: 'answers', bad: 'answers', good: 'answers', preflight: 'answers' };
export const lets: Omit<Outcomes, 'good'> = { none: 'continues', bad: 'continues', preflight: 'continues' };

export const hangs = 'every request hangs';
export const fails = 'every request is answered 500';

/** A few minutes are what clocks may differ by; with hours the expiry means nothing. */
export function skewed(option: string, second = 1): TokenKnowledge['settings'] {
  const setting = { kind: 'clock-skew', consequence: 'tokens are accepted long after they expired' } as const;
  return [
    {
      when: { all: [{ option, above: 300 * second }, { not: { option, above: 3600 * second } }] },
      ...setting,
      weight: 'warning',
    },
    { when: { option, above: 3600 * second }, ...setting, weight: 'error' },
  ];
}

/** Nobody who holds a token of another application with the same keys is kept out. `off`: how a check is left out. */
export function unchecked(
  keys: OptionTest,
  issuer: string,
  audience: string,
  off: 'absent' | false = 'absent',
): TokenKnowledge['settings'] {
  const test = off === 'absent' ? ({ kind: 'absent' } as const) : ({ is: off } as const);
  return [
    {
      when: { all: [keys, { option: audience, ...test }, { option: issuer, ...test }] },
      kind: 'unchecked-claims',
      weight: 'error',
      consequence: 'the keys are shared, so that tokens issued for any other application are accepted',
    },
    {
      when: {
        any: [audience, issuer].map((option) => ({
          all: [
            { option, kind: 'present' },
            { option, kind: 'undefined-able' },
          ],
        })),
      },
      kind: 'unchecked-claims',
      weight: 'warning',
      consequence: 'where the variable is missing, the claim is not checked at all',
    },
  ];
}

export const expired: Setting = {
  kind: 'ignored-expiration',
  weight: 'error',
  consequence: 'expired tokens are accepted',
};

export const unsigned: Setting = {
  kind: 'unsigned',
  weight: 'error',
  consequence: 'the signature is not checked: any token passes',
};

export const tokenSignature = 'the signature of tokens';

const tokenErrors: Refusals = { package: 'jsonwebtoken', any: 'JsonWebTokenError', expired: 'TokenExpiredError' };
/** https://github.com/auth0/node-jsonwebtoken#errors--codes */
export const throwsTokenErrors = { failure: 'throws', errors: tokenErrors } as const;
