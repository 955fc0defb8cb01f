import { anyAlgorithm, claims, unread } from './unread.ts';

/** Options that schemes for tokens do not read. */

/**
 * What stands at the top is written over `jsonWebTokenOptions`, also where it is undefined:
 * https://github.com/mikenicholson/passport-jwt/blob/v4.0.1/lib/strategy.js
 */
export const unreadByPassportJwt = [
  ...claims(
    ['jsonWebTokenOptions.issuer', 'iss', 'issuers'],
    'issuer',
    ['jsonWebTokenOptions.audience', 'aud'],
    'audience',
  ),
  unread('jsonWebTokenOptions.algorithms', 'algorithms', anyAlgorithm),
  unread('maxAge', 'jsonWebTokenOptions.maxAge', 'tokens of any age are accepted until they expire'),
  unread('clockTolerance', 'jsonWebTokenOptions.clockTolerance', 'no tolerance is granted to clocks', 'warning'),
  unread('jsonWebTokenOptions.ignoreExpiration', 'ignoreExpiration', 'expired tokens are rejected', 'warning'),
];

/** https://github.com/dwyl/hapi-auth-jwt2#verifyoptions-let-you-define-how-to-verify-the-tokens-optional */
export const unreadByHapiAuthJwt2 = [
  ...claims(
    ['issuer', 'iss', 'verifyOptions.iss'],
    'verifyOptions.issuer',
    ['audience', 'aud', 'verifyOptions.aud'],
    'verifyOptions.audience',
  ),
  unread('algorithms', 'verifyOptions.algorithms', anyAlgorithm),
];
