import { guards, lets } from './common.ts';
import type { StepFactory, StepKnowledge } from './vocabulary.ts';

const failure = 'auth.error';

/**
 * What a scheme of a plugin does to a request: `plugin#scheme` stands for the function that the plugin hands to
 * `server.auth.scheme`; its arguments are the options of the strategy and the mode of the route. `leaves`: what
 * is there in mode try for a credential that it refuses. Proof: 11-hapi (C07).
 */
export function scheme(
  kind: NonNullable<StepKnowledge['scheme']>['kind'],
  name: string,
  observed: Pick<StepFactory, 'tokens' | 'secrets' | 'weaknesses'> = {},
  {
    leaves = [],
    ...finders
  }: Pick<StepKnowledge, 'asks' | 'keys'> & { readonly leaves?: StepKnowledge['forged'] } = {},
): StepFactory {
  return {
    is: 'step-factory',
    ...observed,
    step: {
      role: 'authenticate',
      outcome: guards,
      status: 401,
      scheme: { kind, name },
      ...finders,
      establishes: ['auth.credentials', 'auth.isAuthenticated', 'auth.artifacts', 'auth.strategy'],
      variants: [
        {
          when: { argument: 1, is: 'try' },
          becomes: { outcome: lets, failure, forged: [...leaves, 'auth.artifacts', 'auth.strategy'] },
        },
        {
          when: { argument: 1, is: 'optional' },
          becomes: { outcome: { none: 'continues', preflight: 'continues' }, failure },
        },
      ],
      why: 'the strategy rejects who brings no valid credential, unless the mode of the route is try or optional',
    },
  };
}
