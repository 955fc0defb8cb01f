import type { ScopeRecord, StepRecord } from '../setup/installation.ts';
import { isLast } from './chain.ts';

/** A step where it was installed. */
export interface Installed {
  readonly record: StepRecord;
  readonly scope: ScopeRecord;
  readonly isHandler: boolean;
}

/** The steps of a scope, in order. */
export function installedIn(scope: ScopeRecord): Installed[] {
  const step = (record: StepRecord): Installed => ({ record, scope, isHandler: false });
  const ofEntries = scope.entries.flatMap((entry) => {
    if (entry.kind === 'mount') return [];
    if (entry.kind === 'step') return [step(entry.step)];
    return entry.steps.map((record, index) => ({ ...step(record), isHandler: isLast(entry.steps, index) }));
  });
  return [...ofEntries, ...scope.parameters.map((parameter) => step(parameter.step))];
}
