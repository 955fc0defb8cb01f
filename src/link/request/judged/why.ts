import type { CredentialSource } from '#frameworks';
import type { Caller, Role } from '#model';
import type { Left } from '../../machine/lasting.ts';
import type { Path } from '../paths/explore.ts';
import type { CallerJudgement, Judgement } from './judgement.ts';

/** One sentence: why a step is believed to do what it does. */
export function whyOf(
  by: Record<Caller, CallerJudgement>,
  role: Role,
  found: Pick<Judgement, 'verifiedBy' | 'sources' | 'forgeable' | 'sendsToProvider'>,
): string {
  const { none, bad } = by;
  if (none.unsure) return none.unsure;
  if (found.sendsToProvider) return 'it sends whoever is not logged in to a provider, to log in there';
  const looksAt = found.sources.map(describe).join(', ');
  if (
    role === 'authenticate' ||
    role === 'authorize' ||
    (role === 'handler' && looksAt && none.outcome === 'rejects')
  ) {
    const answer =
      none.outcome === 'rejects'
        ? `rejects a request without it${none.status ? ` with ${none.status}` : ''}`
        : none.outcome === 'neither'
          ? 'leaves a request without it hanging'
          : none.outcome === 'answers'
            ? 'answers a request without it itself'
            : 'lets a request without it continue';
    const check = found.forgeable
      ? ', but never verifies it: a forged one passes'
      : found.verifiedBy.length > 0
        ? `, and checks it with ${found.verifiedBy.join(', ')}`
        : '';
    return `its body reads ${looksAt || 'a credential'}, ${answer}${check}`;
  }
  if (none.outcome === 'continues')
    return bad.outcome === 'continues'
      ? 'its body lets every request continue'
      : 'its body lets a request without credentials continue';
  return none.outcome === 'rejects' ? 'its body ends every request' : 'its body answers the request';
}

/** What decides whether those ways are taken. */
export function deciding(passing: readonly Path[]): string {
  if (passing.every(({ trial }) => trial.forks.has('environment'))) return 'the environment';
  const [left] = passing.map(({ trial }) => trial.rests);
  return left && passing.every(({ trial }) => trial.rests) ? leftBehind(left) : 'something that is not seen';
}

export function leftBehind({ name }: Left): string {
  return `what earlier requests have left${name ? ` in ${name}` : ''}`;
}

export function describe(source: CredentialSource): string {
  switch (source.kind) {
    case 'header':
    case 'signature':
      return `the ${source.name} header`;
    case 'cookie':
      return source.name === '*' ? 'cookies' : `the cookie ${source.name}`;
    case 'session':
      return `session.${source.name}`;
    case 'principal':
      return source.name.startsWith('kept.') ? 'what is kept for the request' : `request.${source.name}`;
    case 'query':
      return `the query parameter ${source.name}`;
    case 'client':
      return 'the credential';
  }
}
