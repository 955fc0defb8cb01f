import type { RequestPart, Value } from '#frameworks';
import type { Trial } from '../paths/trial.ts';

const spreadParts: readonly RequestPart[] = ['body', 'query', 'params', 'headers', 'cookies'];

/** What `{ ...request }` copies: its parts. */
export function partsIn(trial: Trial, of: Value): readonly (readonly [string, Value])[] {
  if (of.t !== 'request') return [];
  return spreadParts.flatMap((name) => {
    const member = trial.adapter.request.member(of.part, name, trial.subject.version, trial.subject.use);
    return member?.is === 'part' ? [[name, { t: 'request', part: member.part }] as const] : [];
  });
}
