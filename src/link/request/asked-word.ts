import type { StepKnowledge } from '#catalog';
import type { MadeValue, Value } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../knowledge.ts';
import { callValue } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import { getMember } from '../machine/members.ts';
import { awaited } from '../machine/promises.ts';
import { presented } from './credentials.ts';

/**
 * While a request is tried: what the function of the project that a library's guard asks (`verifyToken`, `verifyUser`,
 * `validate`) says of what the caller presents; null where there is no such function.
 */
export function askedWord(
  machine: Machine,
  asks: NonNullable<StepKnowledge['asks']>,
  made: MadeValue,
  request: Value,
  at: Place,
): Value | null {
  const ask = optionAt(made.args[0], asks.option);
  if (ask?.t !== 'function') return null;
  const given = asks.given.map((what) =>
    what === 'credential' ? presented(machine.trial!, { kind: 'header', name: 'authorization' }) : request,
  );
  const word = awaited(machine, callValue(machine, ask, given, null, at));
  return asks.member ? getMember(machine, word, asks.member, at) : word;
}
