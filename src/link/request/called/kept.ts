import type { Keeping } from '#catalog';
import { type MadeValue, undefinedValue, type Value } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../../machine/calls.ts';
import { named } from '../brought/parts.ts';
import type { Trial } from '../paths/trial.ts';

/** What is kept for the time of a request reaches later steps where the rest of the chain runs inside of the callback. */
export function keeping(
  trial: Trial,
  { does }: Keeping,
  { at: { file, start } }: MadeValue,
  args: readonly Value[],
  at: Place,
): Value {
  const name = `kept.${file}:${start}`;
  if (does === 'read') return named(trial, name, at);
  const [value = undefinedValue, callback = undefinedValue, ...given] = args;
  const { continued } = trial.course;
  const before = trial.course.writes.get(name);
  trial.leave(name, value);
  if (does === 'enter') return undefinedValue;
  const result = callValue(trial.machine, callback, given, null, at);
  if (trial.course.continued !== continued) return result;
  if (before) trial.leave(name, before);
  else trial.course.writes.delete(name);
  return result;
}
