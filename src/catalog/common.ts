import type { Outcomes } from '#model';
import type { TokenKnowledge } from './vocabulary.ts';

/** Words that many libraries share. */

type Setting = Omit<TokenKnowledge['settings'][number], 'when'>;

export const guards: Outcomes = { none: 'rejects', bad: 'rejects', good: 'continues', preflight: 'rejects' };
export const answers: Outcomes = { none: 'answers', bad: 'answers', good: 'answers', preflight: 'answers' };
export const lets: Omit<Outcomes, 'good'> = { none: 'continues', bad: 'continues', preflight: 'continues' };

export const hangs = 'every request hangs';
export const fails = 'every request is answered 500';

export const skewed: Setting = {
  kind: 'clock-skew',
  weight: 'warning',
  consequence: 'tokens are accepted long after they expired',
};

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
