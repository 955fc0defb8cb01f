import type { Value } from '#frameworks';
import { partsOf } from '../../values/made-of.ts';
import type { Trial } from '../paths/trial.ts';

/** Whether a value, or something of which it is made down to a depth, is what is asked for. */
export function holds(trial: Trial, value: Value, isMeant: (known: Value) => boolean, depth: number): boolean {
  const known = trial.resolve(value.t === 'promise' ? value.value : value);
  return isMeant(known) || (depth > 0 && partsOf(known).some((part) => holds(trial, part, isMeant, depth - 1)));
}
