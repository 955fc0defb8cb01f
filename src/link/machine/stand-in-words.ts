import type { Value } from '#frameworks';
import { native, unknown } from '#frameworks';
import type { Place } from '#text';
import { callValue } from './calls.ts';
import type { Machine } from './machine.ts';

/** What a stand-in imports from `authlint`, because its language has no word for it. */
export function standInWord(machine: Machine, name: string, at: Place): Value {
  if (name !== 'placed') return unknown(`authlint.${name}`, at);
  // `placed()` keeps where the project has called; what is run by its result stands there.
  return native(name, (_, here) =>
    native(name, ([body]) => (body ? callValue(machine, body, [], null, here) : unknown('', at))),
  );
}
