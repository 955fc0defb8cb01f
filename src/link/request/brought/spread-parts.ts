import type { RequestPart, Value } from '#frameworks';
import type { Trial } from '../paths/trial.ts';
import { chosen, namesAreCallers } from './mass-assignment.ts';

const spreadParts: readonly RequestPart[] = ['body', 'query', 'params', 'headers', 'cookies'];

/** What `{ ...request }` copies: its parts; `over`: names that are there by now, which what the caller sends may have as well. */
export function partsIn(trial: Trial, of: Value, over: Iterable<string>): readonly (readonly [string, Value])[] {
  if (namesAreCallers(trial, of) && trial.situation.caller !== 'good')
    return [...over].map((name) => [name, chosen()] as const);
  if (of.t !== 'request') return [];
  return spreadParts.flatMap((name) => {
    const member = trial.adapter.request.member(of.part, name, trial.subject.version, trial.subject.use);
    return member?.is === 'part' ? [[name, { t: 'request', part: member.part }] as const] : [];
  });
}
