import type { Value } from '#frameworks';
import { unknown } from '#frameworks';
import type { Place } from '#text';
import type { Resolution } from '../known/program.ts';
import type { Machine } from './machine.ts';

/** A module that stands there and says nothing. Data is looped over mostly, and a loop over nothing does not tell why. */
export function unparsed(machine: Machine, file: string, at: Place): Value {
  const reason = `${file} could not be parsed`;
  return file.endsWith('.json') ? machine.gapValue(reason, at) : unknown(reason, at);
}

/** A module that nobody finds, or that is not read. */
export function unresolved(
  machine: Machine,
  how: 'import' | 'require',
  specifier: string,
  { reason, unread }: Extract<Resolution, { kind: 'unresolved' }>,
  at: Place,
): Value {
  const why = `${how} of ${JSON.stringify(specifier)}: ${reason}`;
  return unread ? machine.gapValue(`${why}, and not read`, at) : unknown(why, at);
}
