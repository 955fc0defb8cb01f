import type { EntryRecord, ScopeRecord } from '../../installed/records.ts';
import type { Machine } from '../../machine/machine.ts';
import { anyRequest } from '../../request/brought/situation.ts';
import { judgeCaller } from '../../request/judged/judge.ts';
import type { Steps } from '../steps/steps.ts';

const methods = ['GET', 'POST'] as const;

/** Steps that answer certain methods or paths by themselves and leave the others to what follows: no route says so. */
export function noteUnlisted(machine: Machine, steps: Steps, scopes: readonly ScopeRecord[]): void {
  for (const scope of scopes.filter(({ adapter }) => adapter.answersBySteps === true)) {
    for (const entry of scope.entries) {
      if (answersCertain(machine, steps, scope, entry))
        machine.gap('a step answers some methods or paths by itself: what it serves is not listed', entry.at);
    }
  }
}

/** An app without any route: what it serves may come from steps of packages that are not known. */
export function noteUnseen(machine: Machine, steps: Steps, scope: ScopeRecord): void {
  for (const entry of scope.entries) {
    if (entry.kind !== 'step') continue;
    const { value } = entry.step;
    const from = value.t === 'made' ? value.by : value.t === 'library' ? value : null;
    const { knowledge, made } = steps.of(entry.step, scope);
    if (!from || knowledge || made) continue;
    const name = from.path ? `${from.path} of ${from.package}` : from.package;
    machine.gap(`${name} is not known: which routes it serves is not seen`, entry.at);
  }
}

function answersCertain(machine: Machine, steps: Steps, scope: ScopeRecord, entry: EntryRecord): boolean {
  if (entry.kind !== 'step' || entry.pattern.kind !== 'all' || entry.step.value.t !== 'function') return false;
  const { judgement, isHandler } = steps.of(entry.step, scope);
  if (isHandler || !judgement || !(judgement.usesMethod || judgement.usesLocation)) return false;
  const subject = steps.subject(entry.step, scope.adapter, scope.version);
  const { inRoute } = entry.step;
  return methods.some((method) => {
    const situation = { ...anyRequest, method, principals: steps.principals, isHandler: false, inRoute };
    const { paths } = judgeCaller(machine, subject, situation, 'good').exploration;
    return paths.some(({ end, status, trial }) => {
      // To send all requests of another host or scheme on is to serve nothing.
      const isSentOn =
        judgement.usesMethod && trial.credentials.touched.length === 0 && status !== null && status >= 300;
      return end === 'answers' || (end === 'rejects' && isSentOn && status < 400);
    });
  });
}
