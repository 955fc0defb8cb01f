import type { WeaknessKnowledge } from './vocabulary.ts';

/** Options that libraries do not read, though people write them. */

/** An option that the library does not read, under the name that people expect. It harms nobody beside the one that is read. */
export function unread(
  option: string,
  instead: string,
  consequence: string,
  weight: WeaknessKnowledge['weight'] = 'error',
): WeaknessKnowledge {
  return {
    when: {
      all: [
        { option, kind: 'present' },
        { option: instead, kind: 'absent' },
      ],
    },
    kind: 'ignored-option',
    weight,
    consequence: `${consequence} (it reads ${instead})`,
  };
}

/** Names of claims that a library does not read, each with the one that it reads. */
export function claims(
  issuers: readonly string[],
  issuer: string,
  audiences: readonly string[],
  audience: string,
): readonly WeaknessKnowledge[] {
  return [
    ...issuers.map((option) => unread(option, issuer, 'tokens of every issuer are accepted')),
    ...audiences.map((option) => unread(option, audience, 'tokens for every audience are accepted')),
  ];
}

export const anyAlgorithm = 'tokens signed by any algorithm that suits the key are accepted';

export const unreadByJsonwebtoken = [
  ...claims(['iss', 'issuers'], 'issuer', ['aud'], 'audience'),
  unread('algorithm', 'algorithms', anyAlgorithm),
];

/** Steps that hand their options to jsonwebtoken. */
export const unreadByJwtSteps = claims(['iss'], 'issuer', ['aud'], 'audience');

export const unreadByHono = claims(
  ['issuer', 'iss', 'verification.issuer'],
  'verification.iss',
  ['audience', 'aud', 'verification.audience'],
  'verification.aud',
);

/** @fastify/jwt hands its options on: https://github.com/nearform/fast-jwt#createverifier */
export const unreadByFastJwt = claims(['issuer', 'iss'], 'allowedIss', ['audience', 'aud'], 'allowedAud');

export const unreadByFastifyJwt = claims(
  ['verify.issuer', 'verify.iss'],
  'verify.allowedIss',
  ['verify.audience', 'verify.aud'],
  'verify.allowedAud',
);
