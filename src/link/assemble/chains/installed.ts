import type { EntryRecord, ScopeRecord, StepRecord } from '../../installed/records.ts';
import type { Steps } from '../steps/steps.ts';
import { isLast } from './chain.ts';

/** A step where it was installed. */
export interface Installed {
  readonly record: StepRecord;
  readonly scope: ScopeRecord;
  readonly isHandler: boolean;
}

/** The steps of a scope, in order. */
export function installedIn(scope: ScopeRecord, steps: Steps): Installed[] {
  const step = (record: StepRecord): Installed => ({ record, scope, isHandler: false });
  const ofEntries = scope.entries.flatMap((entry) => {
    if (entry.kind === 'mount') return [];
    if (entry.kind === 'step') return [{ ...step(entry.step), isHandler: endsScope(entry, scope, steps) }];
    return entry.steps.map((record, index) => ({ ...step(record), isHandler: isLast(entry.steps, index) }));
  });
  return [...ofEntries, ...scope.parameters.map((parameter) => step(parameter.step))];
}

/**
 * Behind the last step of a scope nothing is left to answer: if it answers at all, it is a handler. So is a step on a path
 * of its own that answers and lets nobody go on.
 */
function endsScope(entry: EntryRecord & { kind: 'step' }, scope: ScopeRecord, steps: Steps): boolean {
  const { adapter, version } = scope;
  const isLast = adapter.answersBySteps === true && entry === scope.entries.at(-1);
  if (isLast && steps.answersSome(entry.step, adapter, version)) return true;
  const hasPath = adapter.ordering === 'sequential' && entry.pattern.kind !== 'all';
  return hasPath && steps.answersAlone(entry.step, adapter, version);
}
