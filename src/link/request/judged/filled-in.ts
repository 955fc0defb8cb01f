import type { CredentialSource } from '#frameworks';
import type { Path } from '../paths/explore.ts';

/** `req.user ??= claims(req)`: who is known already stays so, and for the others a credential is looked at. */
export function filledIn(sources: readonly CredentialSource[], paths: readonly Path[]): string[] {
  const isEarlier = ({ kind }: CredentialSource) => kind === 'principal' || kind === 'session';
  if (sources.every(isEarlier)) return [];
  return sources
    .filter(({ kind, name }) => kind === 'principal' && paths.some(({ trial }) => trial.course.writes.has(name)))
    .map(({ name }) => name);
}
